/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One tree for each level, and for each LPI the level it is at.
 */
#include "lpi_set.h"
#include "arch/bits.h"

static uint8_t priority_of(unsigned level)
{
    return (uint8_t)(level << 3);
}

static void enter(struct lpi_set *s, uint32_t intid, unsigned level)
{
    id_bytes_put(&s->place, intid, (uint8_t)(level + 1u));
    id_tree_insert(&s->at[level], intid);
    s->levels |= bit(level);
}

static void leave(struct lpi_set *s, uint32_t intid, unsigned level)
{
    id_tree_erase(&s->at[level], intid);
    if (id_tree_empty(&s->at[level]))
        s->levels &= ~bit(level);
}

bool lpi_set_add(struct lpi_set *s, uint32_t intid, unsigned level)
{
    if (lpi_set_has(s, intid))
        return false;
    enter(s, intid, level);
    s->count++;
    return true;
}

bool lpi_set_remove(struct lpi_set *s, uint32_t intid)
{
    const uint8_t place = id_bytes_get(&s->place, intid);
    if (place == 0)
        return false;
    leave(s, intid, place - 1u);
    id_bytes_put(&s->place, intid, 0);
    s->count--;
    return true;
}

bool lpi_set_has(const struct lpi_set *s, uint32_t intid)
{
    return id_bytes_get(&s->place, intid) != 0;
}

uint32_t lpi_set_count(const struct lpi_set *s)
{
    return s->count;
}

void lpi_set_level(struct lpi_set *s, uint32_t intid, unsigned level)
{
    const uint8_t place = id_bytes_get(&s->place, intid);
    if (place == 0 || place == level + 1u)
        return;
    leave(s, intid, place - 1u);
    enter(s, intid, level);
}

unsigned lpi_set_level_of(const struct lpi_set *s, uint32_t intid)
{
    const uint8_t place = id_bytes_get(&s->place, intid);
    return place == 0 ? LPI_UNKNOWN : place - 1u;
}

static uint32_t lowest_at(const struct lpi_set *s, unsigned level)
{
    uint32_t intid = INTID_NONE;
    id_tree_first(&s->at[level], &intid);
    return intid;
}

struct candidate lpi_set_best(const struct lpi_set *s)
{
    const uint64_t ready = s->levels & (bit(LPI_LEVELS) - 1);
    if (ready == 0)
        return candidate_none();
    const unsigned level = (unsigned)__builtin_ctzll(ready);
    const struct candidate best = { lowest_at(s, level), priority_of(level) };
    return best;
}

bool lpi_set_is_candidate(const struct lpi_set *s, struct candidate c)
{
    return id_bytes_get(&s->place, c.intid) == lpi_level(c.priority, true) + 1u;
}

bool lpi_set_first(const struct lpi_set *s, uint32_t *intid)
{
    if (s->levels == 0)
        return false;
    *intid = lowest_at(s, (unsigned)__builtin_ctzll(s->levels));
    return true;
}

bool lpi_set_last(const struct lpi_set *s, uint32_t *intid)
{
    const uint64_t known = s->levels & ~bit(LPI_UNKNOWN);
    if (known == 0)
        return false;
    return id_tree_last(&s->at[63u - (unsigned)__builtin_clzll(known)], intid);
}

bool lpi_set_next(const struct lpi_set *s, uint32_t from, uint32_t *intid)
{
    bool found = false;
    for (uint64_t left = s->levels; left != 0; left &= left - 1) {
        uint32_t here;
        if (!id_tree_next(&s->at[__builtin_ctzll(left)], from, &here) || (found && here >= *intid))
            continue;
        *intid = here;
        found = true;
    }
    return found;
}

bool lpi_set_next_unknown(const struct lpi_set *s, uint32_t from, uint32_t *intid)
{
    return id_tree_next(&s->at[LPI_UNKNOWN], from, intid);
}

void lpi_set_free(struct lpi_set *s)
{
    for (unsigned level = 0; level <= LPI_UNKNOWN; level++)
        id_tree_free(&s->at[level]);
    id_bytes_free(&s->place);
    s->levels = 0;
    s->count = 0;
}
