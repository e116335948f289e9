/* SPDX-License-Identifier: Apache-2.0 */
/* Configuration space of one function: see config_space.h. */
#include "config_space.h"
#include "arch/msix.h"
#include "arch/pci_device.h"
#include <string.h>

enum { EXPRESS_MAX_PAYLOAD_256 = 1, EXPRESS_ROLE_BASED_ERRORS = 1 << 15 };

/* Bits that software can write and read back: relaxed ordering, no snoop, error reporting, payload
 * and read request size. */
static const uint32_t express_control_writable = 0x78ffu;

static void define(struct config_space *c, uint32_t offset, uint32_t value, uint32_t writable)
{
    c->word[offset / 4u] = value;
    c->writable[offset / 4u] = writable;
}

static uint32_t capability(uint32_t id, uint32_t next, uint32_t word)
{
    return id | next << 8 | word << 16;
}

static void define_header(struct config_space *c, const struct config_identity *id)
{
    const uint32_t command = PCI_COMMAND_MEMORY | PCI_COMMAND_BUS_MASTER | PCI_COMMAND_INTX_DISABLE;
    define(c, PCI_VENDOR_ID, id->vendor | (uint32_t)id->device << 16, 0);
    define(c, PCI_COMMAND, (uint32_t)PCI_STATUS_CAPABILITIES << 16, command);
    define(c, PCI_REVISION, id->class_code << 8, 0);
    define(c, PCI_SUBSYSTEM, id->vendor | (uint32_t)id->device << 16, 0);
    define(c, PCI_CAPABILITIES, CONFIG_EXPRESS, 0);
    define(c, PCI_INTERRUPT_LINE, id->interrupt_pin ? 1u << 8 : 0u, 0xffu);
}

static void define_bar(struct config_space *c, unsigned n)
{
    define(c, PCI_BAR(n), PCI_BAR_MEMORY_64, ~(uint32_t)(DEVICE_BAR_BYTES - 1u));
    define(c, PCI_BAR(n + 1u), 0, ~0u);
}

static void place_bar(struct config_space *c, unsigned n, uint64_t address)
{
    c->word[PCI_BAR(n) / 4u] |= (uint32_t)address;
    c->word[PCI_BAR(n + 1u) / 4u] = (uint32_t)(address >> 32);
}

static void define_express(struct config_space *c)
{
    define(c, CONFIG_EXPRESS, capability(PCI_CAP_EXPRESS, CONFIG_MSI, PCI_EXPRESS_VERSION), 0);
    define(c, CONFIG_EXPRESS + PCI_EXPRESS_DEVICE_CAPABILITIES,
           EXPRESS_MAX_PAYLOAD_256 | EXPRESS_ROLE_BASED_ERRORS | (uint32_t)PCI_EXPRESS_FLR_CAPABLE,
           0);
    define(c, CONFIG_EXPRESS + PCI_EXPRESS_DEVICE_CONTROL, 0, express_control_writable);
}

/* The number of MSI vectors is a power of two. */
static unsigned msi_capable_log2(unsigned vectors)
{
    unsigned log2 = 0;
    while (log2 < 5u && (2u << log2) <= vectors)
        log2++;
    return log2;
}

static void define_msi(struct config_space *c, unsigned vectors)
{
    const uint64_t capable = bits_put(PCI_MSI_CONTROL_64 | PCI_MSI_CONTROL_MASKING,
                                      PCI_MSI_CONTROL_CAPABLE, msi_capable_log2(vectors));
    const uint64_t control = bits_put(PCI_MSI_CONTROL_ENABLE, PCI_MSI_CONTROL_ENABLED, 7);
    define(c, CONFIG_MSI, capability(PCI_CAP_MSI, CONFIG_MSIX, (uint32_t)capable),
           (uint32_t)control << 16);
    define(c, CONFIG_MSI + PCI_MSI_ADDRESS_LO, 0, ~3u);
    define(c, CONFIG_MSI + PCI_MSI_ADDRESS_HI, 0, ~0u);
    define(c, CONFIG_MSI + PCI_MSI_DATA, 0, 0xffffu);
    define(c, CONFIG_MSI + PCI_MSI_MASK, 0,
           (uint32_t)bits_mask((1u << msi_capable_log2(vectors)) - 1u, 0));
    define(c, CONFIG_MSI + PCI_MSI_PENDING, 0, 0);
}

static void define_msix(struct config_space *c, unsigned vectors)
{
    const uint32_t control = PCI_MSIX_CONTROL_ENABLE | PCI_MSIX_CONTROL_FUNCTION_MASK;
    define(c, CONFIG_MSIX, capability(PCI_CAP_MSIX, 0, vectors - 1u), control << 16);
    define(c, CONFIG_MSIX + PCI_MSIX_TABLE, DEVICE_BAR_MSIX, 0);
    define(c, CONFIG_MSIX + PCI_MSIX_PBA, MSIX_PBA_OFFSET | DEVICE_BAR_MSIX, 0);
}

void config_space_init(struct config_space *c, const struct config_identity *identity)
{
    memset(c, 0, sizeof *c);
    define_header(c, identity);
    define_bar(c, DEVICE_BAR_REGISTERS);
    define_bar(c, DEVICE_BAR_MSIX);
    define_express(c);
    define_msi(c, identity->vectors);
    define_msix(c, identity->vectors);
    memcpy(c->reset_value, c->word, sizeof c->word);
    place_bar(c, DEVICE_BAR_REGISTERS, identity->bar[0]);
    place_bar(c, DEVICE_BAR_MSIX, identity->bar[1]);
}

void config_space_reset(struct config_space *c)
{
    memcpy(c->word, c->reset_value, sizeof c->word);
}

/* ---- accesses ---- */

uint32_t config_space_read(const struct config_space *c, uint32_t offset, unsigned bytes)
{
    if (offset >= CONFIG_BYTES)
        return 0;
    const unsigned low = 8u * (offset % 4u);
    return (uint32_t)bits_get(c->word[offset / 4u], low + 8u * bytes - 1u, low);
}

bool config_space_write(struct config_space *c, uint32_t offset, unsigned bytes, uint32_t value)
{
    if (offset >= CONFIG_BYTES)
        return false;
    const unsigned low = 8u * (offset % 4u), high = low + 8u * bytes - 1u;
    const uint32_t written = (uint32_t)bits_mask(high, low);
    const uint32_t word = (uint32_t)bits_put(0, high, low, value);
    const uint32_t takes = written & c->writable[offset / 4u];
    c->word[offset / 4u] = (c->word[offset / 4u] & ~takes) | (word & takes);
    return offset / 4u == (CONFIG_EXPRESS + PCI_EXPRESS_DEVICE_CONTROL) / 4u &&
           (word & PCI_EXPRESS_CONTROL_FLR) != 0;
}

/* ---- what it means ---- */

static uint32_t half(const struct config_space *c, uint32_t offset)
{
    return config_space_read(c, offset, 2);
}

bool config_space_memory_enabled(const struct config_space *c)
{
    return (half(c, PCI_COMMAND) & PCI_COMMAND_MEMORY) != 0;
}

bool config_space_bus_master(const struct config_space *c)
{
    return (half(c, PCI_COMMAND) & PCI_COMMAND_BUS_MASTER) != 0;
}

bool config_space_has_pin(const struct config_space *c)
{
    return config_space_read(c, PCI_INTERRUPT_PIN, 1) != 0;
}

bool config_space_intx_disabled(const struct config_space *c)
{
    return (half(c, PCI_COMMAND) & PCI_COMMAND_INTX_DISABLE) != 0;
}

bool config_space_msi_enabled(const struct config_space *c)
{
    return (half(c, CONFIG_MSI + PCI_MSI_CONTROL) & PCI_MSI_CONTROL_ENABLE) != 0;
}

bool config_space_msix_enabled(const struct config_space *c)
{
    return (half(c, CONFIG_MSIX + PCI_MSIX_CONTROL) & PCI_MSIX_CONTROL_ENABLE) != 0;
}

bool config_space_msix_function_masked(const struct config_space *c)
{
    return (half(c, CONFIG_MSIX + PCI_MSIX_CONTROL) & PCI_MSIX_CONTROL_FUNCTION_MASK) != 0;
}

void config_space_load_msi(const struct config_space *c, struct msi *msi)
{
    const uint32_t control = half(c, CONFIG_MSI + PCI_MSI_CONTROL);
    const unsigned capable = (unsigned)bits_get(control, PCI_MSI_CONTROL_CAPABLE);
    const unsigned enabled = (unsigned)bits_get(control, PCI_MSI_CONTROL_ENABLED);
    msi->vectors = 1u << (enabled < capable ? enabled : capable);
    msi->address = c->word[(CONFIG_MSI + PCI_MSI_ADDRESS_LO) / 4u] |
                   (uint64_t)c->word[(CONFIG_MSI + PCI_MSI_ADDRESS_HI) / 4u] << 32;
    msi->data = c->word[(CONFIG_MSI + PCI_MSI_DATA) / 4u];
    msi->masked = c->word[(CONFIG_MSI + PCI_MSI_MASK) / 4u];
}

void config_space_show(struct config_space *c, uint32_t msi_pending, bool interrupt_status)
{
    const uint32_t status = (uint32_t)PCI_STATUS_INTERRUPT << 16;
    uint32_t *command = &c->word[PCI_COMMAND / 4u];
    c->word[(CONFIG_MSI + PCI_MSI_PENDING) / 4u] = msi_pending;
    *command = interrupt_status ? *command | status : *command & ~status;
}
