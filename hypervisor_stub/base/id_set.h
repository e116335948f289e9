/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of numbers below ID_SET_LIMIT, in three levels of 64-bit words, like a radix tree with
 * nodes of 64: finding the next number reads at most five words, however far away it is. The caller
 * makes sure that nobody else changes the set meanwhile.
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
