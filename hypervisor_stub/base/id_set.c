/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of numbers; see id_set.h. */
#include "base/id_set.h"

enum { LEVELS = 3, NODE_LOG2 = 6, NODE_MASK = (1 << NODE_LOG2) - 1 };

static const uint64_t *level(const struct id_set *set, unsigned n)
{
    return n == 0 ? set->leaf : n == 1 ? set->middle : set->top;
}

static uint64_t bit_of(uint32_t index)
{
    return UINT64_C(1) << (index & NODE_MASK);
}

void id_set_add(struct id_set *set, uint32_t id)
{
    set->leaf[id >> NODE_LOG2] |= bit_of(id);
    set->middle[id >> 2 * NODE_LOG2] |= bit_of(id >> NODE_LOG2);
    set->top[id >> 3 * NODE_LOG2] |= bit_of(id >> 2 * NODE_LOG2);
}

void id_set_remove(struct id_set *set, uint32_t id)
{
    set->leaf[id >> NODE_LOG2] &= ~bit_of(id);
    if (set->leaf[id >> NODE_LOG2] == 0)
        set->middle[id >> 2 * NODE_LOG2] &= ~bit_of(id >> NODE_LOG2);
    if (set->middle[id >> 2 * NODE_LOG2] == 0)
        set->top[id >> 3 * NODE_LOG2] &= ~bit_of(id >> 2 * NODE_LOG2);
}

static uint32_t first_bit(uint64_t word)
{
    return (uint32_t)__builtin_ctzll(word);
}

/* From a bit that is set in this level, down to the first number below it. */
static uint32_t descend(const struct id_set *set, unsigned at_level, uint32_t index)
{
    while (at_level-- != 0)
        index = (index << NODE_LOG2) + first_bit(level(set, at_level)[index]);
    return index;
}

/* Goes up a level until a word has a bit at or after `from`, then down to its first number. */
uint32_t id_set_next(const struct id_set *set, uint32_t from)
{
    uint32_t index = from;
    for (unsigned n = 0; n < LEVELS && index < (uint32_t)ID_SET_LIMIT >> n * NODE_LOG2; n++) {
        const uint64_t ahead = level(set, n)[index >> NODE_LOG2] >> (index & NODE_MASK);
        if (ahead != 0)
            return descend(set, n, index + first_bit(ahead));
        index = (index >> NODE_LOG2) + 1u;
    }
    return ID_SET_LIMIT;
}
