/* SPDX-License-Identifier: MIT */
/*
 * MSI-X table entries as a driver sees them in a BAR. Source: PCI Local Bus Specification, "MSI-X
 * Table Structure". Enabling is in configuration space: pci_config.h.
 */
#pragma once
#include "bits.h"

#define MSIX_ENTRY_BYTES 16u
#define MSIX_ADDRESS_LO 0u
#define MSIX_ADDRESS_HI 4u
#define MSIX_DATA 8u
#define MSIX_CONTROL 12u
#define MSIX_CONTROL_MASK bit(0)
#define MSIX_VECTORS_MAX 2048u

/* BAR of a function here: the table at 0, the pending bit array in the second 32 KiB. */
#define MSIX_PBA_OFFSET 0x8000u
