/* SPDX-License-Identifier: Apache-2.0 */
/* Interrupt moderation: see moderation.h. */
#include "moderation.h"
#include "arch/queue_regs.h"

#define PS_PER_NS 1000ull

void moderation_event(struct moderation *m, uint64_t now_ps)
{
    if (m->waiting++ == 0)
        m->first_ps = now_ps;
}

void moderation_handled(struct moderation *m, uint32_t left)
{
    if (m->waiting > left)
        m->waiting = left;
    if (m->waiting == 0)
        m->at_once = false;
}

/* The time from which the events justify an interrupt; false: not before another event comes. */
static bool worth(const struct moderation *m, uint64_t *ready_ps)
{
    *ready_ps = m->first_ps;
    if (m->at_once || m->waiting >= m->coalesce)
        return true;
    *ready_ps += m->coalesce_ns * PS_PER_NS;
    return m->coalesce_ns != 0;
}

bool moderation_due(const struct moderation *m, uint64_t *due_ps)
{
    if (m->waiting == 0 || (m->mask & QUEUE_MASKED) || !worth(m, due_ps))
        return false;
    const uint64_t earliest_ps = m->has_fired ? m->last_ps + m->interval_ns * PS_PER_NS : 0;
    if (*due_ps < earliest_ps)
        *due_ps = earliest_ps;
    return true;
}

void moderation_fire(struct moderation *m, uint64_t now_ps)
{
    m->waiting = 0;
    m->at_once = false;
    m->has_fired = true;
    m->last_ps = now_ps;
    if (m->mask & QUEUE_AUTO_MASK)
        m->mask |= QUEUE_MASKED;
}

/* All unhandled events count again, because the interrupt that announced them may have come while
 * the driver was not looking. */
static void set_mask(struct moderation *m, uint32_t value, uint32_t unhandled, uint64_t now_ps)
{
    const bool unmasked = (m->mask & QUEUE_MASKED) && !(value & QUEUE_MASKED);
    m->mask = value & (uint32_t)(QUEUE_MASKED | QUEUE_AUTO_MASK);
    if (!unmasked || unhandled == 0)
        return;
    m->waiting = unhandled;
    m->first_ps = now_ps;
    m->at_once = true;
}

uint32_t moderation_read32(const struct moderation *m, uint32_t offset)
{
    switch (offset) {
    case QUEUE_MASK: return m->mask;
    case QUEUE_INTERVAL_NS: return m->interval_ns;
    case QUEUE_COALESCE: return m->coalesce;
    case QUEUE_COALESCE_NS: return m->coalesce_ns;
    default: return 0;
    }
}

void moderation_write32(struct moderation *m, uint32_t offset, uint32_t value, uint32_t unhandled,
                        uint64_t now_ps)
{
    switch (offset) {
    case QUEUE_MASK: set_mask(m, value, unhandled, now_ps); break;
    case QUEUE_INTERVAL_NS: m->interval_ns = value; break;
    case QUEUE_COALESCE: m->coalesce = value; break;
    case QUEUE_COALESCE_NS: m->coalesce_ns = value; break;
    default: break;
    }
}
