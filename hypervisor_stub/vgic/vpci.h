/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's view of PCI: accesses to the configuration space of its devices trap; the BARs are
 * mapped and do not. Reads return what the device says, except the BARs: a guest sees them in its
 * own address space. Writes that a driver needs to run its device are passed on, all others are
 * ignored.
 *
 * Choice: a guest's BARs stay where the hypervisor has put them. Writing all ones asks for the
 * size, as usual; any other write ends that and moves nothing.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct device;
struct domain;
struct pe;
struct sim_exit;

/* State of one device; under the vpci lock of its domain. */
struct vpci {
    uint8_t express, msi, msix; /* where its capabilities are; 0: it has none */
    uint8_t sizing;             /* bit n: BAR word n shows the size */
};

/* Before time zero. False: no memory. */
bool vpci_create(struct domain *dom);

/* On the boot PE, before the domain runs. */
void vpci_find_capabilities(struct pe *pe, struct device *device);

/* offset: from GUEST_ECAM_BASE. Accesses that are not aligned, have 8 bytes, or go to functions of
 * others read as all ones. In a trap, unmasked. */
bool vpci_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit);
