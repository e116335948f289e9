/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One tree per priority level.
 */
#include "ready_set.h"

static unsigned level_of(uint8_t priority)
{
    return priority >> 3;
}

void ready_set_insert(struct ready_set *s, uint32_t intid, uint8_t priority)
{
    id_tree_insert(&s->level[level_of(priority)], intid);
    s->used |= 1u << level_of(priority);
}

void ready_set_erase(struct ready_set *s, uint32_t intid, uint8_t priority)
{
    struct id_tree *level = &s->level[level_of(priority)];
    id_tree_erase(level, intid);
    if (id_tree_empty(level))
        s->used &= ~(1u << level_of(priority));
}

struct candidate ready_set_best(const struct ready_set *s)
{
    if (s->used == 0)
        return candidate_none();
    const unsigned level = (unsigned)__builtin_ctz(s->used);
    struct candidate best = { INTID_NONE, (uint8_t)(level << 3), false };
    id_tree_first(&s->level[level], &best.intid);
    return best;
}

void ready_set_free(struct ready_set *s)
{
    for (unsigned level = 0; level < READY_LEVELS; level++)
        id_tree_free(&s->level[level]);
    s->used = 0;
}
