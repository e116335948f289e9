/* SPDX-License-Identifier: MIT */
/* The smaller of two sizes. */
#pragma once
#include <stdint.h>

/* At least one of the two must fit in 32 bits: the result does, then. */
static inline uint32_t least(uint64_t a, uint64_t b)
{
    return (uint32_t)(a < b ? a : b);
}
