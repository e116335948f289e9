/* SPDX-License-Identifier: Apache-2.0 */
/* The guest's view of PCI; see vpci.h. */
#include "vgic/vpci.h"
#include "arch/pci_config.h"
#include "base/sync.h"
#include "domain/domain.h"
#include "kit/exit_regs.h"

enum { CAPABILITIES_MAX = 48, CONFIG_BYTES = 0x100, NO_MASK = 0 };

/* What a guest may change: relaxed ordering, payload, no snoop, read request, function level reset.
 * Error reporting is the host's. */
static const uint32_t express_control_allowed = 0xf8f0;

bool vpci_create(struct domain *dom)
{
    bool complete = true;
    for (unsigned n = 0; n < dom->info->device_count; n++) {
        struct device *device = domain_nth_device(dom, n);
        device->vpci = sim_alloc(sizeof *device->vpci, 64);
        complete = complete && device->vpci != NULL;
    }
    return complete;
}

/* ---- the device's own configuration space ---- */

static uint64_t config_pa(const struct device *device, uint32_t reg)
{
    return device->dom->all->machine->ecam_base + pci_ecam_offset(device->hw.info->bdf) + reg;
}

static uint32_t hardware_read(struct pe *pe, const struct device *device, uint32_t reg,
                              uint8_t bytes)
{
    uint32_t value = 0;
    return sim_read(pe->sim, config_pa(device, reg), &value, bytes) ? value : PCI_NOBODY;
}

/* Configuration writes are not posted (PCI Express Base Specification, "Transaction Types"). */
static void hardware_write(struct pe *pe, const struct device *device, uint32_t reg, uint32_t value)
{
    sim_write(pe->sim, config_pa(device, reg), &value, sizeof value);
    sim_dsb(pe->sim);
}

/* The device may present any list of capabilities: offsets and length are bounded here. */
void vpci_find_capabilities(struct pe *pe, struct device *device)
{
    uint32_t at = hardware_read(pe, device, PCI_CAPABILITIES, 1);
    for (unsigned n = 0; n < CAPABILITIES_MAX && at >= PCI_HEADER_BYTES && at % 4u == 0; n++) {
        const uint32_t header = hardware_read(pe, device, at, 4);
        switch (bits_get(header, 7, 0)) {
        case PCI_CAP_EXPRESS: device->vpci->express = (uint8_t)at; break;
        case PCI_CAP_MSI: device->vpci->msi = (uint8_t)at; break;
        case PCI_CAP_MSIX: device->vpci->msix = (uint8_t)at; break;
        default: break;
        }
        at = (uint32_t)bits_get(header, 15, 8);
    }
}

/* ---- BARs ---- */

static bool is_bar(uint32_t reg)
{
    return reg >= PCI_BAR(0) && reg < PCI_BAR(PCI_BARS);
}

/* The guest's address of the 64-bit BAR in words n and n + 1; 0: there is none. */
static uint64_t bar_ipa(unsigned ordinal, unsigned n)
{
    const uint64_t base = GUEST_BAR_BASE + ordinal * GUEST_BAR_STRIDE;
    return n < 2 ? base : n < 4 ? base + GUEST_BAR2_OFFSET : 0;
}

static uint32_t bar_word(const struct device *device, unsigned ordinal, unsigned n)
{
    const uint64_t ipa = bar_ipa(ordinal, n);
    const bool sizing = (device->vpci->sizing >> n) & 1u;
    const uint64_t value = sizing ? ~(device->hw.info->bar_bytes - 1u) : ipa;
    if (ipa == 0)
        return 0;
    return n % 2u != 0 ? (uint32_t)(value >> 32) : (uint32_t)value | PCI_BAR_MEMORY_64;
}

static void write_bar(struct device *device, unsigned n, const struct sim_exit *exit)
{
    const bool sizing = exit->bytes == 4 && (exit->value | PCI_BAR_FLAGS) == PCI_NOBODY;
    device->vpci->sizing = (uint8_t)bits_put(device->vpci->sizing, n, n, sizing);
}

/* ---- what passes ---- */

/* Bits of a word of the MSI capability that the guest may change. Its messages go through the
 * domain's own stage 2, so it may choose address and data freely. */
static uint32_t msi_allowed(uint32_t within)
{
    switch (within) {
    case 0: return (uint32_t)(PCI_MSI_CONTROL_ENABLE | bits_mask(PCI_MSI_CONTROL_ENABLED)) << 16;
    case PCI_MSI_ADDRESS_LO: return ~3u;
    case PCI_MSI_DATA: return 0xffff;
    case PCI_MSI_ADDRESS_HI:
    case PCI_MSI_MASK: return ~0u;
    default: return NO_MASK;
    }
}

static bool is_express_control(const struct vpci *v, uint32_t word)
{
    return v->express != 0 && word == v->express + PCI_EXPRESS_DEVICE_CONTROL;
}

static uint32_t allowed(const struct vpci *v, uint32_t word)
{
    if (word == PCI_COMMAND)
        return PCI_COMMAND_MEMORY | PCI_COMMAND_BUS_MASTER | PCI_COMMAND_INTX_DISABLE;
    if (word == PCI_INTERRUPT_LINE)
        return 0xff;
    if (is_express_control(v, word))
        return express_control_allowed;
    if (v->msix != 0 && word == v->msix)
        return (uint32_t)(PCI_MSIX_CONTROL_ENABLE | PCI_MSIX_CONTROL_FUNCTION_MASK) << 16;
    if (v->msi != 0 && word >= v->msi && word < v->msi + PCI_MSI_BYTES)
        return msi_allowed(word - v->msi);
    return NO_MASK;
}

/* The upper halves of these words are status bits, cleared by writing 1. */
static uint32_t without_status(const struct vpci *v, uint32_t word, uint32_t value)
{
    return word == PCI_COMMAND || is_express_control(v, word) ? value & 0xffffu : value;
}

/* A Function Level Reset has cleared the BARs as well. */
static void restore_bars(struct pe *pe, struct device *device)
{
    const struct sim_pci_info *info = device->hw.info;
    device->vpci->sizing = 0;
    hardware_write(pe, device, PCI_BAR(0), (uint32_t)info->bar0);
    hardware_write(pe, device, PCI_BAR(1), (uint32_t)(info->bar0 >> 32));
    hardware_write(pe, device, PCI_BAR(2), (uint32_t)info->bar2);
    hardware_write(pe, device, PCI_BAR(3), (uint32_t)(info->bar2 >> 32));
}

static void write_through(struct pe *pe, struct device *device, uint32_t reg,
                          const struct sim_exit *exit)
{
    const struct vpci *v = device->vpci;
    const uint32_t word = reg & ~3u, low = 8u * (reg & 3u);
    const uint32_t mask = allowed(v, word) & (uint32_t)reg_mask(reg & 3u, exit->bytes);
    if (mask == NO_MASK)
        return;
    const uint32_t old = without_status(v, word, hardware_read(pe, device, word, 4));
    const uint32_t value = (old & ~mask) | ((uint32_t)(exit->value << low) & mask);
    hardware_write(pe, device, word, value);
    if (is_express_control(v, word) && (value & PCI_EXPRESS_CONTROL_FLR) != 0)
        restore_bars(pe, device);
}

/* ---- accesses ---- */

/* The domain's device with that bdf, and which of its devices it is; NULL: none. */
static struct device *find_function(struct domain *dom, uint16_t bdf, unsigned *ordinal)
{
    for (unsigned n = 0; n < dom->info->device_count; n++)
        if (dom->info->devices[n]->bdf == bdf) {
            *ordinal = n;
            return domain_device(dom, dom->info->devices[n]->device_id);
        }
    return NULL;
}

static uint32_t read_register(struct pe *pe, const struct device *device, unsigned ordinal,
                              uint32_t reg, uint8_t bytes)
{
    if (!is_bar(reg))
        return hardware_read(pe, device, reg, bytes);
    const uint32_t word = bar_word(device, ordinal, (reg - PCI_BAR(0)) / 4u);
    return (uint32_t)((word >> 8u * (reg & 3u)) & reg_mask(0, bytes));
}

static void write_register(struct pe *pe, struct device *device, uint32_t reg,
                           const struct sim_exit *exit)
{
    if (is_bar(reg))
        write_bar(device, (reg - PCI_BAR(0)) / 4u, exit);
    else
        write_through(pe, device, reg, exit);
}

bool vpci_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit)
{
    unsigned ordinal = 0;
    const uint32_t reg = (uint32_t)(offset % PCI_ECAM_FUNCTION_BYTES);
    const bool is_legal = access_is_aligned(exit) && exit->bytes <= 4;
    struct device *device = is_legal ? find_function(dom, pci_ecam_bdf(offset), &ordinal) : NULL;
    if (device == NULL || reg >= CONFIG_BYTES) {
        exit->value = exit->is_write ? exit->value : device ? 0 : reg_mask(0, exit->bytes);
        return true;
    }
    const bool masked = irq_lock(pe->sim, dom->vpci_lock);
    if (exit->is_write)
        write_register(pe, device, reg, exit);
    else
        exit->value = read_register(pe, device, ordinal, reg, exit->bytes);
    irq_unlock(pe->sim, dom->vpci_lock, masked);
    return true;
}
