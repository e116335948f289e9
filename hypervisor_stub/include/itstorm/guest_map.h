/* SPDX-License-Identifier: MIT */
/*
 * Where a guest finds its machine (IPAs). The hypervisor emulates GICD, GICR, GITS and the ECAM there, maps RAM, and maps the
 * BARs of assigned devices. A device writes its MSIs to the guest's GITS_TRANSLATER; the IOMMU takes them through the same stage 2.
 */
#pragma once
#include <stdint.h>

#define GUEST_GICD_BASE 0x08000000ull
#define GUEST_GITS_BASE 0x08080000ull
#define GUEST_GICR_BASE 0x080a0000ull /* GICR_STRIDE per vCPU */
#define GUEST_BAR_BASE  0x10000000ull /* the domain's n-th device at + n * GUEST_BAR_STRIDE */
#define GUEST_BAR_STRIDE 0x20000ull
#define GUEST_BAR2_OFFSET 0x10000ull  /* BAR2 of a device from its BAR0 */
#define GUEST_ECAM_BASE 0x20000000ull /* of its own devices, by their bdf; PCI_ECAM_BYTES */
#define GUEST_RAM_BASE  0x40000000ull

/* Width of the virtual ITS: DeviceID bits, EventID bits, INTID bits of vLPIs. */
#define GUEST_ITS_DEVICE_BITS 16u
#define GUEST_ITS_EVENT_BITS 16u
#define GUEST_LPI_ID_BITS 17u
