/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Physical SPIs: the interrupt pins of devices. Each SPI that is wired to an assigned device
 * belongs to the device's domain, which has a virtual SPI of the same INTID (vgic/vspi.c). EOIR
 * drops its priority; it stays active, and cannot be signalled again, until the guest's own EOI of
 * the virtual SPI deactivates it.
 */
#pragma once
#include "base/pe.h"

struct spi_table {
    const struct sim_machine *machine;
    uint16_t *owner; /* [end], by INTID: a domain, or SIM_NO_DOMAIN. Fixed before time zero */
    uint32_t end;    /* one above the highest INTID that a device has */
};

/* Before time zero. False: an INTID that is not an SPI, or no memory. */
bool spi_table_create(struct spi_table *spis, const struct sim_machine *machine);

/* Gives the SPIs of a domain's devices to the domain. False: another domain has one of them. */
bool spi_claim(struct spi_table *spis, const struct sim_domain_info *info, uint16_t domain);

/* The domain that owns the SPI; SIM_NO_DOMAIN: none. */
uint16_t spi_owner(const struct spi_table *spis, uint32_t intid);

/* On the boot PE: panics if the distributor does not implement all of them. */
void spi_check_lines(const struct spi_table *spis, struct pe *pe);

/* On the boot PE: level-sensitive, Group 1, disabled, routed to this PE. */
void spi_configure(const struct spi_table *spis, struct pe *pe, uint32_t intid, unsigned target);

void spi_enable(const struct spi_table *spis, struct pe *pe, uint32_t intid, bool enabled);
void spi_route(const struct spi_table *spis, struct pe *pe, uint32_t intid, unsigned target);
void spi_deactivate(struct pe *pe, uint32_t intid); /* if no guest's EOI will do it */
