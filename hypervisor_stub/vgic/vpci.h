/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's view of PCI: configuration space of its own devices, trapped; their BARs are mapped
 * and not looked at. Reads come from the device, but the BARs: a guest sees where they are in its
 * own address space. Of writes passes what a driver needs to run its device, and the rest is
 * ignored.
 *
 * Choice: a guest's BARs stay where the hypervisor has put them. A write of all ones asks for the
 * size, as ever; whatever else is written ends that and moves nothing.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct device;
struct domain;
struct pe;
struct sim_exit;

/* Of one device; under the lock of its domain's vpci. */
struct vpci {
    uint8_t express, msi, msix; /* where its capabilities are; 0: it has none */
    uint8_t sizing;             /* bit n: BAR word n shows the size */
};

/* Before time zero. False: no memory. */
bool vpci_create(struct domain *dom);

/* On the boot PE, before the domain runs. */
void vpci_find_capabilities(struct pe *pe, struct device *device);

/* offset: from GUEST_ECAM_BASE. Accesses that are not aligned, or of 8 bytes, are to nobody, as are
 * those to functions that are not the domain's: they read as all ones. In a trap, unmasked. */
bool vpci_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit);
