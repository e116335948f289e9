/* SPDX-License-Identifier: MIT */
/*
 * Emulated registers of 8 bytes that may be accessed in part: by 4 bytes, or bytes of a byte-wise
 * one.
 */
#pragma once
#include <itstorm/types.h>

/* Bits of the register that the access covers; `within`: byte offset into the register. */
static inline uint64_t reg_mask(unsigned within, unsigned bytes)
{
    return (bytes >= 8 ? ~0ull : (1ull << 8u * bytes) - 1u) << 8u * within;
}

static inline uint64_t reg_extract(uint64_t value, const struct sim_exit *exit)
{
    const unsigned within = (unsigned)(exit->address & 7u);
    return (value & reg_mask(within, exit->bytes)) >> 8u * within;
}

static inline uint64_t reg_merge(uint64_t value, const struct sim_exit *exit)
{
    const unsigned within = (unsigned)(exit->address & 7u);
    const uint64_t mask = reg_mask(within, exit->bytes);
    return (value & ~mask) | ((exit->value << 8u * within) & mask);
}

static inline bool access_is_aligned(const struct sim_exit *exit)
{
    return exit->bytes != 0 && exit->bytes <= 8 && (exit->bytes & (exit->bytes - 1u)) == 0 &&
           exit->address % exit->bytes == 0;
}
