/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing words, such as names of programs and arguments, without a C library. */
#pragma once
#include <stdbool.h>

static inline bool words_are_same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b)
        a++, b++;
    return *a == *b;
}
