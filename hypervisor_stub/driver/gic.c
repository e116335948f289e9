/* SPDX-License-Identifier: Apache-2.0 */
/* Bring-up of the distributor, of a PE's redistributor and of its CPU interface; see gic.h. */
#include "driver/gic.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/icc_regs.h"
#include "arch/intid.h"
#include "arch/lpi_table.h"
#include "arch/sysreg.h"
#include "driver/mmio.h"

enum {
    CACHE_RAWAWB = 7,
    INNER_SHAREABLE = 1,
    PRIORITY = 0xa0,
    PRIORITY_URGENT = 0x90,
    POLL_NS = 1000,
    POLLS_MAX = 1000000,
    TABLE_ALIGN = 0x10000
};

bool gic_create(struct gic *gic, const struct sim_machine *machine, struct ram *ram)
{
    const unsigned id_bits = machine->lpi_id_bits;
    gic->machine = machine;
    gic->urgent |= 1u << SGI_KICK;
    gic->pe = sim_alloc(machine->pe_count * sizeof *gic->pe, 64);
    gic->prop_pa = ram_alloc(ram, lpi_config_table_bytes(id_bits), TABLE_ALIGN);
    bool complete = gic->pe != NULL && gic->prop_pa != 0;
    for (unsigned n = 0; complete && n < machine->pe_count; n++) {
        gic->pe[n].pend_pa = ram_alloc(ram, lpi_pending_table_bytes(id_bits), TABLE_ALIGN);
        complete = gic->pe[n].pend_pa != 0;
    }
    return complete;
}

static void wait_clear(struct pe *pe, uint64_t pa, uint64_t bits)
{
    for (unsigned polls = 0; mmio_read(pe, pa, 4) & bits; polls++) {
        if (polls == POLLS_MAX)
            HV_PANIC("a register of the physical GIC does not answer");
        sim_delay_ns(pe->sim, POLL_NS);
    }
}

void gic_boot_distributor(const struct gic *gic, struct pe *pe)
{
    const uint64_t gicd = gic->machine->gicd_base;
    mmio_write(pe, gicd + GICD_CTLR, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1, 4);
    wait_clear(pe, gicd + GICD_CTLR, GICD_CTLR_RWP);
}

static void enable_lpis(const struct gic *gic, struct pe *pe, uint64_t gicr)
{
    const uint64_t attributes = bits_put(0, GICR_PROPBASER_INNER_CACHE, CACHE_RAWAWB) |
                                bits_put(0, GICR_PROPBASER_SHAREABILITY, INNER_SHAREABLE);
    const uint64_t idbits = bits_put(0, GICR_PROPBASER_IDBITS, gic->machine->lpi_id_bits - 1u);
    mmio_write(pe, gicr + GICR_PROPBASER, gic->prop_pa | attributes | idbits, 8);
    mmio_write(pe, gicr + GICR_PENDBASER,
               gic->pe[pe->index].pend_pa | attributes | bits_put(0, GICR_PENDBASER_PTZ, 1), 8);
    mmio_write(pe, gicr + GICR_CTLR, GICR_CTLR_ENABLE_LPIS, 4);
    wait_clear(pe, gicr + GICR_CTLR, GICR_CTLR_RWP);
}

/* All Group 1. */
static void enable_private(const struct gic *gic, struct pe *pe, uint64_t gicr)
{
    const uint64_t used =
        bit(SGI_KICK) | bit(INTID_MAINTENANCE) | bit(INTID_TIMER_HYP) | bit(INTID_TIMER_VIRT);
    mmio_write(pe, gicr + GICR_IGROUPR0, 0xffffffff, 4);
    for (unsigned n = 0; n < INTID_SPI_FIRST; n += 4)
        mmio_write(pe, gicr + GICR_IPRIORITYR0 + n, PRIORITY * 0x01010101ull, 4);
    for (uint32_t left = gic->urgent; left != 0; left &= left - 1u)
        mmio_write(pe, gicr + GICR_IPRIORITYR0 + (unsigned)__builtin_ctz(left), PRIORITY_URGENT, 1);
    mmio_write(pe, gicr + GICR_ICENABLER0, ~used & 0xffffffff, 4);
    mmio_write(pe, gicr + GICR_ISENABLER0, used, 4);
}

static void enable_cpu_interface(struct pe *pe)
{
    sim_msr(pe->sim, ICC_PMR_EL1, GIC_PMR_ALL);
    sim_msr(pe->sim, ICC_BPR1_EL1, 0);
    /* EOIR drops priority, DIR deactivates */
    sim_msr(pe->sim, ICC_CTLR_EL1, bits_put(0, ICC_CTLR_EOIMODE, 1));
    sim_msr(pe->sim, ICC_IGRPEN1_EL1, 1);
}

void gic_boot_pe(struct gic *gic, struct pe *pe)
{
    const uint64_t gicr = gic->machine->gicr_base + (uint64_t)pe->index * GICR_STRIDE;
    mmio_write(pe, gicr + GICR_WAKER, 0, 4);
    wait_clear(pe, gicr + GICR_WAKER, GICR_WAKER_CHILDREN_ASLEEP);
    gic->pe[pe->index].rdbase =
        bits_get(mmio_read(pe, gicr + GICR_TYPER, 8), GICR_TYPER_PROCESSOR_NUMBER);
    enable_private(gic, pe, gicr);
    enable_lpis(gic, pe, gicr);
    enable_cpu_interface(pe);
}

/* Affinity of a PE: 0.0.0.index. */
void gic_kick(struct pe *pe, unsigned target)
{
    const uint64_t sgi =
        bits_put(0, ICC_SGI1R_INTID, SGI_KICK) | bits_put(0, ICC_SGI1R_RS, target / 16u);
    sim_span(pe->sim, SIM_SPAN_KICK, true);
    sim_msr(pe->sim, ICC_SGI1R_EL1, sgi | bit(target % 16u));
    sim_span(pe->sim, SIM_SPAN_KICK, false);
}
