/* SPDX-License-Identifier: Apache-2.0 */
/* Devices by their interrupt pin; see pin.h. */
#include "guest/pin.h"
#include "arch/gicd_regs.h"
#include "arch/intid.h"
#include "arch/pci_config.h"
#include "arch/pci_device.h"

enum { SPI_PRIORITY = 0xa0 };

static uint64_t bar0(uint16_t n)
{
    return GUEST_BAR_BASE + n * GUEST_BAR_STRIDE;
}

static uint64_t bit_word(uint32_t array, uint32_t intid)
{
    return GUEST_GICD_BASE + array + intid / 32u * 4u;
}

/* INTx is on unless it is disabled; MSI-X is off after reset. */
static void start_device(struct driver *d, uint16_t bdf)
{
    driver_write(d, GUEST_ECAM_BASE + pci_ecam_offset(bdf) + PCI_COMMAND,
                 PCI_COMMAND_MEMORY | PCI_COMMAND_BUS_MASTER, 2);
}

static void enable_spi(struct driver *d, uint32_t intid)
{
    driver_write(d, GUEST_GICD_BASE + GIC_IPRIORITYR + intid, SPI_PRIORITY, 1);
    driver_write(d, GUEST_GICD_BASE + GICD_IROUTER + 8ull * intid, 0, 8);
    driver_write(d, bit_word(GIC_ISENABLER, intid), bit(intid % 32u), 4);
}

void pin_add_devices(struct driver *d)
{
    for (uint16_t n = 0; n < d->domain->device_count && !d->failed; n++) {
        const struct sim_pci_info *pci = d->domain->devices[n];
        if (pci->intx == 0)
            return driver_fail(d, "a device has no interrupt pin");
        start_device(d, pci->bdf);
        enable_spi(d, pci->intx);
    }
}

/* The read after the write makes sure that the device has seen the write, so that the wire is low
 * before the EOI; otherwise the same level would interrupt again. */
static void clear_cause(struct driver *d, uint16_t n)
{
    const uint64_t cause = driver_read(d, bar0(n) + DEVICE_INTERRUPT_CAUSE, 4);
    driver_write(d, bar0(n) + DEVICE_INTERRUPT_CAUSE, cause, 4);
    driver_read(d, bar0(n) + DEVICE_INTERRUPT_CAUSE, 4);
}

bool pin_clear_cause(struct driver *d, uint32_t intid)
{
    bool found = false;
    for (uint16_t n = 0; n < d->domain->device_count; n++) {
        if (intid < INTID_SPI_FIRST || d->domain->devices[n]->intx != intid)
            continue;
        clear_cause(d, n);
        found = true;
    }
    return found;
}
