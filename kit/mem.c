/* SPDX-License-Identifier: MIT */
/*
 * The four functions that a compiler may call on its own, for objects without a C library. They
 * work by 8 bytes, so that the basic blocks charged are about those of a real implementation.
 */
#include "kit/mem.h"
#include <stdint.h>

typedef uint64_t __attribute__((may_alias, aligned(1))) word;

/* Without this GCC recognises the loop of memcpy as a memcpy, and calls itself. */
#define MEM_FN __attribute__((optimize("no-tree-loop-distribute-patterns")))

MEM_FN void *memcpy(void *restrict dst, const void *restrict src, size_t bytes)
{
    unsigned char *d = dst;
    const unsigned char *s = src;
    for (; bytes >= 8; bytes -= 8, d += 8, s += 8)
        *(word *)d = *(const word *)s;
    for (; bytes > 0; bytes--)
        *d++ = *s++;
    return dst;
}

MEM_FN static void copy_backwards(unsigned char *d, const unsigned char *s, size_t bytes)
{
    for (; bytes >= 8; bytes -= 8)
        *(word *)(d + bytes - 8) = *(const word *)(s + bytes - 8);
    while (bytes-- > 0)
        d[bytes] = s[bytes];
}

/* Word by word upwards is safe for d < s even if they overlap by less than a word: each word is
 * read before it is written. */
MEM_FN static void copy_forwards(unsigned char *d, const unsigned char *s, size_t bytes)
{
    for (; bytes >= 8; bytes -= 8, d += 8, s += 8)
        *(word *)d = *(const word *)s;
    for (; bytes > 0; bytes--)
        *d++ = *s++;
}

MEM_FN void *memmove(void *dst, const void *src, size_t bytes)
{
    if ((uintptr_t)dst <= (uintptr_t)src)
        copy_forwards(dst, src, bytes);
    else
        copy_backwards(dst, src, bytes);
    return dst;
}

MEM_FN void *memset(void *dst, int value, size_t bytes)
{
    unsigned char *d = dst;
    const uint64_t pattern = (unsigned char)value * 0x0101010101010101ull;
    for (; bytes >= 8; bytes -= 8, d += 8)
        *(word *)d = pattern;
    for (; bytes > 0; bytes--)
        *d++ = (unsigned char)value;
    return dst;
}

MEM_FN int memcmp(const void *a, const void *b, size_t bytes)
{
    const unsigned char *x = a, *y = b;
    for (; bytes >= 8 && *(const word *)x == *(const word *)y; bytes -= 8)
        x += 8, y += 8;
    for (; bytes > 0; bytes--, x++, y++)
        if (*x != *y)
            return *x < *y ? -1 : 1;
    return 0;
}
