/* SPDX-License-Identifier: MIT */
/*
 * Physical RAM that the hypervisor hands out: tables, rings, guests. Never-used RAM is taken from
 * the bottom up; what is freed is used again first. There are few such blocks: those of a device or
 * a domain that ended, and what was left of one; a block that finds no place is lost.
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

/* What ram_alloc gave; at 0: nothing. */
void ram_free(struct ram *ram, uint64_t at, uint64_t bytes);
