/* SPDX-License-Identifier: Apache-2.0 */
/* Words, as names of programs and arguments are; there is no C library here. */
#pragma once
#include <stdbool.h>

static inline bool words_are_same(const char *a, const char *b)
{
    while (*a != '\0' && *a == *b)
        a++, b++;
    return *a == *b;
}
