/* SPDX-License-Identifier: MIT */
/*
 * A heap in memory that its owner gives it: of sim_alloc for what nobody else sees, or the bytes
 * behind sim_ram for what devices see. First fit, neighbours that are free become one block. Its
 * lock is its owner's business; what it takes is charged like other code.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct heap_block;

struct heap {
    struct heap_block *first; /* in order of addresses */
};

/* `memory` is aligned to 16 bytes and holds at least 64. */
void heap_create(struct heap *heap, void *memory, uint64_t bytes);

/* Zeroed, aligned to 16 bytes. NULL: no block is large enough. */
void *heap_alloc(struct heap *heap, uint64_t bytes);

/* What heap_alloc gave; NULL: nothing. Freeing twice is a panic. */
void heap_free(void *memory);

/* Bytes that a single allocation could have. */
uint64_t heap_largest(const struct heap *heap);
