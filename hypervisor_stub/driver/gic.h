/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical GIC: its tables in memory, bring-up, and the SGI by which PEs call each other. What
 * is done about an interrupt is dispatch/irq.c.
 */
#pragma once
#include "base/pe.h"
#include "kit/ram.h"

enum { SGI_KICK = 1 };

/* Values of ICC_PMR. While it is GIC_PMR_URGENT, interrupts with the priority of devices (LPIs and
 * SPIs) are not signalled. */
enum { GIC_PMR_ALL = 0xf8, GIC_PMR_URGENT = 0xa0 };

struct gic_pe {
    uint64_t rdbase;  /* GICR_TYPER.Processor_Number: what MAPC and SYNC take */
    uint64_t pend_pa; /* LPI pending table */
};

struct gic {
    const struct sim_machine *machine;
    uint32_t urgent;   /* SGIs and PPIs, a bit each, that go before everything else */
    uint64_t prop_pa;  /* LPI configuration table, one for all redistributors */
    struct gic_pe *pe; /* [pe_count] */
};

/* Before time zero. False: no memory for the tables. */
bool gic_create(struct gic *gic, const struct sim_machine *machine, struct ram *ram);

void gic_boot_distributor(const struct gic *gic, struct pe *pe); /* on the boot PE, first */
void gic_boot_pe(struct gic *gic, struct pe *pe); /* redistributor, LPIs enabled; CPU interface */

void gic_kick(struct pe *pe, unsigned target); /* SGI: the other PE leaves its guest, or wakes */
