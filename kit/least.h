/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>

/* The least of two numbers, of which one is of 32 bits. */
static inline uint32_t least(uint64_t a, uint64_t b)
{
    return (uint32_t)(a < b ? a : b);
}
