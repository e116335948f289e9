/* SPDX-License-Identifier: MIT */
/*
 * Bit fields, written as the manual writes them: [hi:lo]. Shared by the C and the C++ side; no behaviour, no state.
 * A field macro expands to "hi, lo" (registers) or "dw, hi, lo" (command words), so that it can be passed as an argument:
 *     bits_get(baser, GITS_BASER_PAGE_SIZE)
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
#define ARCH_FN constexpr inline
#else
#define ARCH_FN static inline
#endif

ARCH_FN uint64_t bits_mask(unsigned hi, unsigned lo)
{
    return (hi - lo == 63u ? ~0ULL : (1ULL << (hi - lo + 1u)) - 1u) << lo;
}

ARCH_FN uint64_t bits_get(uint64_t word, unsigned hi, unsigned lo)
{
    return (word & bits_mask(hi, lo)) >> lo;
}

/* `word` with the field replaced; bits of `value` beyond the field are dropped. */
ARCH_FN uint64_t bits_put(uint64_t word, unsigned hi, unsigned lo, uint64_t value)
{
    return (word & ~bits_mask(hi, lo)) | ((value << lo) & bits_mask(hi, lo));
}

ARCH_FN uint64_t bit(unsigned n)
{
    return 1ULL << n;
}
