/* SPDX-License-Identifier: MIT */
/*
 * Configuration space of a type 0 function: header, MSI, MSI-X and PCI Express capabilities, and
 * where ECAM puts it. Sources: PCI Local Bus Specification, "Configuration Space", "MSI Capability
 * and Table Structures"; PCI Express Base Specification, "PCI Express Capability Structure",
 * "PCI Express Enhanced Configuration Access Mechanism (ECAM)".
 */
#pragma once
#include "bits.h"

/* ---- ECAM ---- */

#define PCI_ECAM_FUNCTION_BYTES 0x1000u
#define PCI_ECAM_BUS_BYTES 0x100000ull
#define PCI_ECAM_BYTES (256 * PCI_ECAM_BUS_BYTES) /* 256 buses */
#define PCI_NOBODY 0xffffffffu                    /* what reads where no function is */

/* bus << 8 | device << 3 | function: the Requester ID. */
ARCH_FN uint16_t pci_ecam_bdf(uint64_t offset)
{
    return (uint16_t)bits_get(offset, 27, 12);
}

ARCH_FN uint64_t pci_ecam_offset(uint16_t bdf)
{
    return (uint64_t)bdf << 12;
}

/* ---- header ---- */

#define PCI_VENDOR_ID 0x00u /* 16 bits */
#define PCI_DEVICE_ID 0x02u /* 16 bits */
#define PCI_COMMAND 0x04u   /* 16 bits */
#define PCI_STATUS 0x06u    /* 16 bits */
#define PCI_REVISION 0x08u  /* 8 bits; class code in the upper 24 */
#define PCI_HEADER_TYPE 0x0eu
#define PCI_BAR(n) (0x10u + 4u * (n))
#define PCI_BARS 6u
#define PCI_SUBSYSTEM 0x2cu
#define PCI_CAPABILITIES 0x34u
#define PCI_INTERRUPT_LINE 0x3cu
#define PCI_INTERRUPT_PIN 0x3du
#define PCI_HEADER_BYTES 0x40u

#define PCI_COMMAND_MEMORY bit(1)
#define PCI_COMMAND_BUS_MASTER bit(2)
#define PCI_COMMAND_INTX_DISABLE bit(10)
#define PCI_STATUS_INTERRUPT bit(3)
#define PCI_STATUS_CAPABILITIES bit(4)

#define PCI_BAR_MEMORY_64 4u /* [3:0] of a 64-bit memory BAR, not prefetchable */
#define PCI_BAR_FLAGS 0xfu

/* ---- capabilities: id [7:0], offset of the next [15:8], their own word [31:16] ---- */

#define PCI_CAP_MSI 0x05u
#define PCI_CAP_EXPRESS 0x10u
#define PCI_CAP_MSIX 0x11u

/* MSI with a 64-bit address and a mask bit per vector. */
#define PCI_MSI_CONTROL 0x02u /* 16 bits */
#define PCI_MSI_ADDRESS_LO 0x04u
#define PCI_MSI_ADDRESS_HI 0x08u
#define PCI_MSI_DATA 0x0cu /* 16 bits */
#define PCI_MSI_MASK 0x10u
#define PCI_MSI_PENDING 0x14u
#define PCI_MSI_BYTES 0x18u
#define PCI_MSI_CONTROL_ENABLE bit(0)
#define PCI_MSI_CONTROL_CAPABLE 3, 1 /* log2 of the vectors it has */
#define PCI_MSI_CONTROL_ENABLED 6, 4 /* log2 of those it may use */
#define PCI_MSI_CONTROL_64 bit(7)
#define PCI_MSI_CONTROL_MASKING bit(8)
#define PCI_MSI_VECTORS_MAX 32u

#define PCI_MSIX_CONTROL 0x02u /* 16 bits */
#define PCI_MSIX_TABLE 0x04u   /* offset; BAR [2:0] */
#define PCI_MSIX_PBA 0x08u     /* the same */
#define PCI_MSIX_BYTES 0x0cu
#define PCI_MSIX_CONTROL_SIZE 10, 0 /* vectors - 1 */
#define PCI_MSIX_CONTROL_FUNCTION_MASK bit(14)
#define PCI_MSIX_CONTROL_ENABLE bit(15)

#define PCI_EXPRESS_CAPABILITIES 0x02u        /* 16 bits */
#define PCI_EXPRESS_DEVICE_CAPABILITIES 0x04u /* 32 bits */
#define PCI_EXPRESS_DEVICE_CONTROL 0x08u      /* 16 bits */
#define PCI_EXPRESS_DEVICE_STATUS 0x0au       /* 16 bits */
#define PCI_EXPRESS_BYTES 0x3cu
#define PCI_EXPRESS_VERSION 2u /* type [7:4] is 0: endpoint */
#define PCI_EXPRESS_FLR_CAPABLE bit(28)
#define PCI_EXPRESS_CONTROL_FLR bit(15) /* reads as zero */
