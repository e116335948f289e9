/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MSI state of one function, without time: up to 32 vectors that share an address and differ in the
 * low bits of their data. Source: PCI Local Bus Specification, "MSI Capability and Table
 * Structures", "Per-vector Masking and Function Masking".
 *
 * Choice: a function with more vectors than software allows it maps them to the allowed ones modulo
 * their number; the specification leaves the mapping to the function.
 */
#pragma once
#include "msix.h"

#ifdef __cplusplus
extern "C" {
#endif

struct msi {
    bool open;        /* messages may leave */
    unsigned vectors; /* that software allows: a power of two */
    uint64_t address;
    uint32_t data;
    uint32_t masked, pending; /* one bit per vector */
    unsigned next;            /* where msi_take starts to look */
};

/* As msix_trigger and msix_take. */
enum msix_outcome msi_trigger(struct msi *m, unsigned vector, bool port_free,
                              struct msix_message *out);
bool msi_take(struct msi *m, struct msix_message *out);

/* The vector whose message an event uses. */
unsigned msi_vector(const struct msi *m, unsigned event);

#ifdef __cplusplus
}
#endif
