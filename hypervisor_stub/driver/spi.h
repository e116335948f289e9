/*
 * Physical SPIs: the interrupt pins of devices. Each that is wired to an assigned device belongs to
 * its domain, which has a virtual SPI of the same INTID (vgic/vspi.c). EOIR drops its priority; it
 * stays active, and cannot come again, until the guest's own EOI of the virtual one deactivates it.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct pe;
struct hv;
struct domain;
struct vcpu;

struct spi_table {
    struct domain **owner; /* [end], by INTID; NULL: nobody's. Fixed before time zero */
    uint32_t end;          /* one above the highest INTID that a device has */
};

/* Before time zero. False: an INTID that is no SPI's, or no memory. */
bool spi_table_create(struct hv *hv);
/* The pins of a domain's devices are its own. False: another domain has one of them. */
bool spi_claim(struct hv *hv, struct domain *dom);

/* Level, Group 1, disabled, to the PE of vCPU 0. On the boot PE, after the domains' creation. */
void spi_boot(struct pe *pe);

/* An SPI was acknowledged on this PE and its priority dropped. Masked. */
void spi_receive(struct pe *pe, uint32_t intid);

/* ---- for the virtual one, under its owner's lock ---- */
void spi_enable(struct pe *pe, uint32_t intid, bool enabled);
void spi_route(struct pe *pe, uint32_t intid, const struct vcpu *to);
void spi_deactivate(struct pe *pe, uint32_t intid); /* what no guest's EOI will */
