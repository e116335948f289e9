/* SPDX-License-Identifier: MIT */
/*
 * A heap in memory that the caller provides: from sim_alloc for data that only software accesses,
 * or simulated RAM (sim_ram) for data that devices access, too. First fit; free neighbours are
 * joined. The caller locks. Its code is charged like any other.
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

/* Frees what heap_alloc returned; NULL is ignored. Freeing twice is a panic. */
void heap_free(void *memory);

/* The largest allocation that would succeed now, in bytes. */
uint64_t heap_largest(const struct heap *heap);
