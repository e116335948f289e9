/*
 * One tree of all pending LPIs, one per priority level of those that could be delivered.
 */
#include "lpi_set.h"

static unsigned level_of(uint8_t priority)
{
    return priority >> 3;
}

static uint8_t priority_of(unsigned level)
{
    return (uint8_t)(level << 3);
}

static void leave_ready(struct lpi_set *s, uint32_t intid)
{
    const uint8_t place = id_bytes_get(&s->place, intid);
    if (place == 0)
        return;
    const unsigned level = place - 1u;
    id_bytes_put(&s->place, intid, 0);
    id_tree_erase(&s->ready[level], intid);
    if (id_tree_empty(&s->ready[level]))
        s->levels &= ~(1u << level);
}

static void enter_ready(struct lpi_set *s, uint32_t intid, unsigned level)
{
    id_bytes_put(&s->place, intid, (uint8_t)(level + 1u));
    id_tree_insert(&s->ready[level], intid);
    s->levels |= 1u << level;
}

bool lpi_set_add(struct lpi_set *s, uint32_t intid)
{
    if (!id_tree_insert(&s->pending, intid))
        return false;
    s->count++;
    return true;
}

bool lpi_set_remove(struct lpi_set *s, uint32_t intid)
{
    if (!id_tree_erase(&s->pending, intid))
        return false;
    s->count--;
    leave_ready(s, intid);
    return true;
}

bool lpi_set_pending(const struct lpi_set *s, uint32_t intid)
{
    return id_tree_has(&s->pending, intid);
}

void lpi_set_configure(struct lpi_set *s, uint32_t intid, uint8_t priority, bool enabled)
{
    if (!lpi_set_pending(s, intid))
        return;
    leave_ready(s, intid);
    if (enabled)
        enter_ready(s, intid, level_of(priority));
}

struct candidate lpi_set_best(const struct lpi_set *s)
{
    if (s->levels == 0)
        return candidate_none();
    const unsigned level = (unsigned)__builtin_ctz(s->levels);
    struct candidate best = { INTID_NONE, priority_of(level) };
    id_tree_next(&s->ready[level], 0, &best.intid);
    return best;
}

bool lpi_set_is_candidate(const struct lpi_set *s, struct candidate c)
{
    return id_bytes_get(&s->place, c.intid) == level_of(c.priority) + 1u;
}

uint32_t lpi_set_count(const struct lpi_set *s)
{
    return s->count;
}

bool lpi_set_next(const struct lpi_set *s, uint32_t from, uint32_t *intid)
{
    return id_tree_next(&s->pending, from, intid);
}

void lpi_set_free(struct lpi_set *s)
{
    id_tree_free(&s->pending);
    for (unsigned level = 0; level < LPI_LEVELS; level++)
        id_tree_free(&s->ready[level]);
    id_bytes_free(&s->place);
    s->levels = 0;
    s->count = 0;
}
