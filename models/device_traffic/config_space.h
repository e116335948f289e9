/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configuration space of one function, without time: type 0 header, two 64-bit BARs, PCI Express,
 * MSI and MSI-X capabilities. It is words with a mask of the bits that software may change; what
 * they mean to the function is read out by the questions below. Layout: arch/pci_config.h.
 *
 * Choice: Memory Space Enable gates the BARs, but the machine decodes them where firmware put them,
 * whatever is written to them afterwards.
 */
#pragma once
#include "arch/pci_config.h"
#include "msi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Offsets of its capabilities, in the order of the list. There are no extended ones from 0x100
 * on. */
#define CONFIG_EXPRESS 0x40u
#define CONFIG_MSI 0x80u
#define CONFIG_MSIX 0xa0u
#define CONFIG_BYTES 0x100u

struct config_identity {
    uint16_t vendor, device;
    uint32_t class_code;
    unsigned vectors;   /* of MSI-X; MSI has up to 32 of them */
    bool interrupt_pin; /* INTA */
    uint64_t bar[2];    /* where firmware puts BAR0 and BAR2 */
};

struct config_space {
    uint32_t word[CONFIG_BYTES / 4u];
    uint32_t writable[CONFIG_BYTES / 4u];
    uint32_t reset_value[CONFIG_BYTES / 4u];
};

/* The state that firmware leaves: BARs programmed, all of the command register off. */
void config_space_init(struct config_space *c, const struct config_identity *identity);
/* The state that a Function Level Reset leaves: the BARs are zero, too. */
void config_space_reset(struct config_space *c);

/* bytes: 1, 2 or 4; offset below PCI_ECAM_FUNCTION_BYTES and aligned to it. */
uint32_t config_space_read(const struct config_space *c, uint32_t offset, unsigned bytes);

/* True: software has asked for a Function Level Reset, which is the caller's to do. */
bool config_space_write(struct config_space *c, uint32_t offset, unsigned bytes, uint32_t value);

bool config_space_memory_enabled(const struct config_space *c);
bool config_space_bus_master(const struct config_space *c);
bool config_space_has_pin(const struct config_space *c);
bool config_space_intx_disabled(const struct config_space *c);
bool config_space_msi_enabled(const struct config_space *c);
bool config_space_msix_enabled(const struct config_space *c);
bool config_space_msix_function_masked(const struct config_space *c);

/* What software has set up for MSI: vectors, address, data, mask bits. */
void config_space_load_msi(const struct config_space *c, struct msi *msi);

/* What the function shows in read-only bits. */
void config_space_show(struct config_space *c, uint32_t msi_pending, bool interrupt_status);

#ifdef __cplusplus
}
#endif
