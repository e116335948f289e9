/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Physical SPIs: the interrupt pins of devices. Each that is wired to an assigned device belongs to
 * its domain, which has a virtual SPI of the same INTID (vgic/vspi.c). EOIR drops its priority; it
 * stays active, and cannot come again, until the guest's own EOI of the virtual one deactivates it.
 */
#pragma once
#include "base/pe.h"

struct spi_table {
    const struct sim_machine *machine;
    uint16_t *owner; /* [end], by INTID: a domain, or SIM_NO_DOMAIN. Fixed before time zero */
    uint32_t end;    /* one above the highest INTID that a device has */
};

/* Before time zero. False: an INTID that is no SPI's, or no memory. */
bool spi_table_create(struct spi_table *spis, const struct sim_machine *machine);

/* The pins of a domain's devices are its own. False: another domain has one of them. */
bool spi_claim(struct spi_table *spis, const struct sim_domain_info *info, uint16_t domain);

/* The domain that has it; SIM_NO_DOMAIN: nobody. */
uint16_t spi_owner(const struct spi_table *spis, uint32_t intid);

/* On the boot PE: does the distributor have them all? If not, the hypervisor ends. */
void spi_check_lines(const struct spi_table *spis, struct pe *pe);

/* On the boot PE: level, Group 1, disabled, to this PE. */
void spi_configure(const struct spi_table *spis, struct pe *pe, uint32_t intid, unsigned target);

void spi_enable(const struct spi_table *spis, struct pe *pe, uint32_t intid, bool enabled);
void spi_route(const struct spi_table *spis, struct pe *pe, uint32_t intid, unsigned target);
void spi_deactivate(struct pe *pe, uint32_t intid); /* what no guest's EOI will */
