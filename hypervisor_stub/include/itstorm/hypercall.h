/* SPDX-License-Identifier: MIT */
/* Hypercalls: function numbers and results. */
#pragma once
#include <stdint.h>

/* arg[0]: DeviceID. The device is about to be used: the hypervisor maps all its events up front (Xen: PHYSDEVOP_manage_pci_add). */
#define HVC_MANAGE_PCI_ADD 1ull

/* arg[0]: number of a domain, as in sim_machine. Only for privileged domains, and not on one of them: ends it. HVC_BUSY: call
 * again, it goes on where it stopped. */
#define HVC_DOMAIN_DESTROY 2ull

#define HVC_OK 0ull
#define HVC_INVALID (~0ull) /* unknown function, or a device that is not the caller's */
#define HVC_BUSY (~1ull)
#define HVC_NO_SPACE (~2ull)
