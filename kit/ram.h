/* SPDX-License-Identifier: MIT */
/*
 * Physical RAM that the hypervisor hands out: tables, rings, memory of guests. Freed blocks are
 * used first, then RAM that was never used, from the bottom up. The list of freed blocks has
 * RAM_FREE_BLOCKS entries: a block that is freed when it is full is not used again.
 */
#pragma once
#include <itstorm/types.h>

enum { RAM_FREE_BLOCKS = 256 };

struct ram_block {
    uint64_t at, bytes; /* 0 bytes: unused */
};

struct ram {
    uint64_t next, end; /* physical; never used */
    struct ram_block free[RAM_FREE_BLOCKS];
};

/* `align`: a power of two. 0: there is not that much left. The bytes are zero at first use. */
uint64_t ram_alloc(struct ram *ram, uint64_t bytes, uint64_t align);

/* Frees what ram_alloc returned; at 0: nothing. */
void ram_free(struct ram *ram, uint64_t at, uint64_t bytes);
