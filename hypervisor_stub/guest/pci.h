/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PCI as a guest's drivers use it: a function is found in configuration space, turned on, and its
 * MSI-X vectors are programmed.
 */
#pragma once
#include "guest/driver.h"

/* A function that was opened. */
struct pci_function {
    uint64_t config;     /* IPAs */
    uint64_t bar0, bar2; /* device registers; MSI-X table */
    uint32_t msix;       /* offset of its MSI-X capability */
};

/* Turns memory and bus master on, and MSI-X under the Function Mask. Something missing fails the
 * driver. */
struct pci_function pci_open(struct driver *d, uint16_t bdf);

/* Writes one entry of the table and clears its mask. */
void pci_set_vector(struct driver *d, const struct pci_function *f, uint16_t vector,
                    uint64_t address, uint32_t data);

/* Clears the Function Mask: from now on the function interrupts. */
void pci_start(struct driver *d, const struct pci_function *f);

/* For the domain's n-th device, which its driver has brought up. */
void pci_mask_vector(struct driver *d, uint16_t n, uint16_t vector, bool masked);
void pci_mask_function(struct driver *d, uint16_t n, bool masked);
void pci_stop(struct driver *d, uint16_t n); /* MSI-X off */

/* Function Level Reset, and the time that software has to wait after it. */
void pci_reset(struct driver *d, uint16_t n);
