/* SPDX-License-Identifier: MIT */
/* The smaller of two sizes. */
#pragma once
#include <stdint.h>

/* One of the two must fit in 32 bits; then the result does. */
static inline uint32_t least(uint64_t a, uint64_t b)
{
    return (uint32_t)(a < b ? a : b);
}
