/* SPDX-License-Identifier: MIT */
/*
 * The BARs of the functions of this machine: BAR0 has the device's registers, BAR2 the MSI-X table
 * and the pending bit array (arch/msix.h). Invented here, as every vendor does; only what all kinds
 * of device share.
 */
#pragma once
#include "bits.h"

#define DEVICE_BAR_REGISTERS 0u
#define DEVICE_BAR_MSIX 2u
#define DEVICE_BAR_BYTES 0x10000ull /* each */

/* Registers, 32 bits. */
#define DEVICE_KIND 0x00u    /* what is behind the function: enum device_kind_id; read-only */
#define DEVICE_VECTORS 0x04u /* read-only */
#define DEVICE_INTERRUPT_CAUSE 0x08u /* INTx: bit (vector mod 32) per event; write 1 to clear */
#define DEVICE_KIND_REGISTERS 0x100u /* from here on the kind's own */

enum device_kind_id { DEVICE_GENERATOR, DEVICE_NIC, DEVICE_NVME, DEVICE_BUGGY, DEVICE_HOSTILE };

/* Identity in configuration space. */
#define DEVICE_PCI_VENDOR 0x13b5u  /* Arm's */
#define DEVICE_PCI_DEVICE 0x1700u  /* plus the kind */
#define DEVICE_PCI_CLASS 0x088000u /* other system peripheral */
