/* SPDX-License-Identifier: MIT */
/*
 * Pages of 4 KiB in physical RAM, by powers of two, aligned to their size: for rings, tables and
 * buffers that devices access. A block has two names: its physical address, which the hardware is
 * given, and a pointer to the same bytes for software.
 */
#pragma once
#include "kit/ram.h"
#include <stddef.h>

enum { PAGE_BYTES = 4096 };

struct pages {
    struct ram ram;
    uint64_t base;        /* physical */
    unsigned char *bytes; /* the same, as a pointer */
    uint64_t size_bytes;
};

/* False: [base, base + bytes) is not all RAM. Before time zero, or on a PE. */
bool pages_create(struct pages *pages, uint64_t base, uint64_t bytes);

/* 2^order pages, zeroed. NULL: none are left. */
void *pages_alloc(struct pages *pages, unsigned order);
void pages_free(struct pages *pages, void *block, unsigned order);

/* A pointer into a block, and its physical address. */
static inline uint64_t pages_pa(const struct pages *pages, const void *at)
{
    return pages->base + (uint64_t)((const unsigned char *)at - pages->bytes);
}

static inline void *pages_pointer(const struct pages *pages, uint64_t pa)
{
    return pages->bytes + (pa - pages->base);
}

/* The least order that holds so many bytes. */
static inline unsigned pages_order(uint64_t bytes)
{
    unsigned order = 0;
    while (((uint64_t)PAGE_BYTES << order) < bytes)
        order++;
    return order;
}
