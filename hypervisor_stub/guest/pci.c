/* SPDX-License-Identifier: Apache-2.0 */
/* PCI as a guest's drivers use it; see pci.h. */
#include "guest/pci.h"
#include "arch/msix.h"
#include "arch/pci_config.h"

enum { CAPABILITIES_MAX = 48 };
enum { RESET_NS = 100000 }; /* Choice: 100 ms of the specification would end most scenarios */

/* 0: the function has no such capability. */
static uint32_t find_capability(struct driver *d, uint64_t config, uint32_t id)
{
    uint64_t at = driver_read(d, config + PCI_CAPABILITIES, 1);
    for (unsigned n = 0; n < CAPABILITIES_MAX && at >= PCI_HEADER_BYTES; n++) {
        const uint64_t header = driver_read(d, config + at, 2);
        if (bits_get(header, 7, 0) == id)
            return (uint32_t)at;
        at = bits_get(header, 15, 8);
    }
    return 0;
}

static uint64_t read_bar(struct driver *d, uint64_t config, unsigned n)
{
    const uint64_t low = driver_read(d, config + PCI_BAR(n), 4);
    const uint64_t high = driver_read(d, config + PCI_BAR(n + 1u), 4);
    return (low & ~(uint64_t)PCI_BAR_FLAGS) | high << 32;
}

struct pci_function pci_open(struct driver *d, uint16_t bdf)
{
    struct pci_function f = { GUEST_ECAM_BASE + pci_ecam_offset(bdf), 0, 0, 0 };
    if (driver_read(d, f.config + PCI_VENDOR_ID, 4) != PCI_NOBODY)
        f.msix = find_capability(d, f.config, PCI_CAP_MSIX);
    if (f.msix == 0) {
        driver_fail(d, "a device has no MSI-X");
        return f;
    }
    f.bar0 = read_bar(d, f.config, 0);
    f.bar2 = read_bar(d, f.config, 2);
    driver_write(d, f.config + PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_BUS_MASTER, 2);
    driver_write(d, f.config + f.msix + PCI_MSIX_CONTROL,
                 PCI_MSIX_CONTROL_ENABLE | PCI_MSIX_CONTROL_FUNCTION_MASK, 2);
    return f;
}

void pci_set_vector(struct driver *d, const struct pci_function *f, uint16_t vector,
                    uint64_t address, uint32_t data)
{
    const uint64_t entry = f->bar2 + (uint64_t)vector * MSIX_ENTRY_BYTES;
    driver_write(d, entry + MSIX_ADDRESS_LO, (uint32_t)address, 4);
    driver_write(d, entry + MSIX_ADDRESS_HI, address >> 32, 4);
    driver_write(d, entry + MSIX_DATA, data, 4);
    driver_write(d, entry + MSIX_CONTROL, 0, 4);
}

void pci_start(struct driver *d, const struct pci_function *f)
{
    driver_write(d, f->config + f->msix + PCI_MSIX_CONTROL, PCI_MSIX_CONTROL_ENABLE, 2);
}

/* ---- later ---- */

static uint64_t config_of(const struct driver *d, uint16_t n)
{
    return GUEST_ECAM_BASE + pci_ecam_offset(d->domain->devices[n]->bdf);
}

/* BAR2 is where the hypervisor's memory map has it (guest_map.h). */
void pci_mask_vector(struct driver *d, uint16_t n, uint16_t vector, bool masked)
{
    const uint64_t table = GUEST_BAR_BASE + n * GUEST_BAR_STRIDE + GUEST_BAR2_OFFSET;
    driver_write(d, table + (uint64_t)vector * MSIX_ENTRY_BYTES + MSIX_CONTROL,
                 masked ? MSIX_CONTROL_MASK : 0, 4);
}

static void set_msix(struct driver *d, uint16_t n, uint64_t control)
{
    const uint64_t config = config_of(d, n);
    const uint32_t msix = find_capability(d, config, PCI_CAP_MSIX);
    if (msix != 0)
        driver_write(d, config + msix + PCI_MSIX_CONTROL, control, 2);
}

void pci_mask_function(struct driver *d, uint16_t n, bool masked)
{
    set_msix(d, n, PCI_MSIX_CONTROL_ENABLE | (masked ? PCI_MSIX_CONTROL_FUNCTION_MASK : 0));
}

void pci_stop(struct driver *d, uint16_t n)
{
    set_msix(d, n, 0);
}

void pci_reset(struct driver *d, uint16_t n)
{
    const uint64_t config = config_of(d, n);
    const uint32_t express = find_capability(d, config, PCI_CAP_EXPRESS);
    if (express == 0)
        return driver_fail(d, "a device has no Function Level Reset");
    driver_write(d, config + express + PCI_EXPRESS_DEVICE_CONTROL, PCI_EXPRESS_CONTROL_FLR, 2);
    sim_guest_spend_ns(d->v, RESET_NS);
}
