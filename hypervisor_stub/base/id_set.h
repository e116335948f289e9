/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of numbers below ID_SET_LIMIT, in three levels of 64-bit words, as a radix tree of 64-way
 * nodes has them: the next number in the set is found in a look at five words, however far it is.
 * Who changes a set has it to himself.
 */
#pragma once
#include <stdint.h>

enum { ID_SET_LIMIT = 1 << 18 };

/* Zeroed: empty. */
struct id_set {
    uint64_t leaf[ID_SET_LIMIT >> 6];    /* a bit for each number */
    uint64_t middle[ID_SET_LIMIT >> 12]; /* a bit for each word of the level above that is not 0 */
    uint64_t top[ID_SET_LIMIT >> 18];
};

void id_set_add(struct id_set *set, uint32_t id);
void id_set_remove(struct id_set *set, uint32_t id);

/* The least that is not below `from`; ID_SET_LIMIT: there is none. */
uint32_t id_set_next(const struct id_set *set, uint32_t from);
