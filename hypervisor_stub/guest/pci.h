/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PCI as a guest's drivers use it: a function is found in configuration space, turned on, and its
 * MSI-X vectors are programmed.
 */
#pragma once
#include "guest/driver.h"

/* An open function. */
struct pci_function {
    uint64_t config;     /* IPAs */
    uint64_t bar0, bar2; /* device registers; MSI-X table */
    uint32_t msix;       /* where its capability is */
};

/* Memory and bus master on; MSI-X on, under the Function Mask. What is not there fails the driver.
 */
struct pci_function pci_open(struct driver *d, uint16_t bdf);

/* One entry of the table, and its mask off. */
void pci_set_vector(struct driver *d, const struct pci_function *f, uint16_t vector,
                    uint64_t address, uint32_t data);

/* The Function Mask goes: from now on it interrupts. */
void pci_start(struct driver *d, const struct pci_function *f);

/* Of the domain's n-th device, which its driver has brought up. */
void pci_mask_vector(struct driver *d, uint16_t n, uint16_t vector, bool masked);
void pci_mask_function(struct driver *d, uint16_t n, bool masked);
void pci_stop(struct driver *d, uint16_t n); /* MSI-X off */

/* Function Level Reset, and the time that software gives it. */
void pci_reset(struct driver *d, uint16_t n);
