/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MSI-X state of one function, without time: the vector table, the mask and pending bits. It says
 * what a trigger or a register write leads to; the caller sends the message. Source: PCI Local
 * Bus Specification, "MSI-X Capability and Table Structures", "Per-vector Masking and Function
 * Masking".
 *
 * Choice: a trigger that finds the function's outgoing port busy also waits in its pending bit, and
 * pending vectors leave in vector order, going round from the one sent last; the specification
 * leaves the order open.
 */
#pragma once
#include "arch/msix.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MSIX_WORDS (MSIX_VECTORS_MAX / 64u)

struct msix_entry {
    uint64_t address;
    uint32_t data;
};

struct msix {
    unsigned vectors;
    bool open; /* messages may leave: enabled, not under the Function Mask (interrupts.h) */
    struct msix_entry *entries;  /* the owner's, `vectors` of them */
    uint64_t masked[MSIX_WORDS]; /* one bit per vector */
    uint64_t pending[MSIX_WORDS];
    unsigned pending_count;
    unsigned next; /* where msix_take starts to look */
};

struct msix_message {
    unsigned vector;
    uint64_t address;
    uint32_t data;
};

enum msix_outcome {
    MSIX_SEND,   /* *out is to be sent now */
    MSIX_PENDED, /* the pending bit has been set */
    MSIX_MERGED, /* the pending bit was set already: one message will stand for both */
};

/* Reset state: every vector masked, nothing pending, not open. */
void msix_init(struct msix *m, struct msix_entry *entries, unsigned vectors);

/* The function wants to interrupt on `vector`. port_free: a message could leave at once. */
enum msix_outcome msix_trigger(struct msix *m, unsigned vector, bool port_free,
                               struct msix_message *out);

/* Takes the next pending vector that may be sent, clears its bit; false: there is none. */
bool msix_take(struct msix *m, struct msix_message *out);

bool msix_pending(const struct msix *m, unsigned vector);
bool msix_masked(const struct msix *m, unsigned vector); /* by its own mask bit */

/* The BAR (layout: arch/msix.h); offset is a multiple of 4. Unknown offsets read as zero and ignore
 * writes, as does the pending bit array. After a write, vectors may have become sendable: see
 * msix_take. */
uint32_t msix_read32(const struct msix *m, uint32_t offset);
void msix_write32(struct msix *m, uint32_t offset, uint32_t value);

#ifdef __cplusplus
}
#endif
