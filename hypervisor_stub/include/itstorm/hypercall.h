/* SPDX-License-Identifier: MIT */
/* Hypercalls: function numbers and results. */
#pragma once
#include <stdint.h>

/* arg[0]: DeviceID. The device is about to be used: the hypervisor maps all its events up front (Xen: PHYSDEVOP_manage_pci_add). */
#define HVC_MANAGE_PCI_ADD 1ull

/* arg[0]: number of a domain, as in sim_machine. Ends that domain. Only for privileged callers, and not for a privileged domain.
 * HVC_BUSY: call again, it goes on where it stopped. */
#define HVC_DOMAIN_DESTROY 2ull

/* arg[0]: DeviceID, as above. The device is no longer used: the hypervisor unmaps it from the physical ITS and frees
 * its pLPIs. HVC_MANAGE_PCI_ADD brings it back. HVC_BUSY: call again, it goes on where it stopped. */
#define HVC_MANAGE_PCI_REMOVE 3ull

/* The calling vCPU is off until another one of its domain turns it on; then the call returns. Interrupts that come meanwhile wait.
 * Choice: as PSCI CPU_OFF and CPU_ON (Arm DEN 0022), except that the vCPU goes on where it was. */
#define HVC_VCPU_OFF 4ull

/* arg[0]: index of a vCPU of the caller's domain. HVC_BUSY: it is not off, or not yet. */
#define HVC_VCPU_ON 5ull

/* arg[0]: a PE. The calling vCPU continues on that PE and stays there; its interrupts follow it.
 * Choice: asked for by the vCPU itself, so that a scenario can order it; elsewhere it is the toolstack that asks (Xen:
 * XEN_DOMCTL_setvcpuaffinity). */
#define HVC_VCPU_MOVE 6ull

#define HVC_OK 0ull
#define HVC_INVALID (~0ull) /* unknown function, or a device that is not the caller's */
#define HVC_BUSY (~1ull)
#define HVC_NO_SPACE (~2ull)
