/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Visits only vLPIs that pend and cannot be delivered, by words of the vCPU's store of them (what-
 * ifs S53 to S56): words without an entry are skipped (S60), and the configuration byte of each
 * entry is read (S64).
 *
 * Other vLPIs are not visited although their cached byte may have changed: all cached bytes are
 * declared outdated at the beginning, and each is read again when its vLPI comes, or goes into a
 * list register. That is also why `dirty` asks whether anything pends, and not whether anything was
 * added since the last INVALL (S56 as it was proposed): a vLPI that pended, disabled, before the
 * last INVALL may have been enabled since, and would never be delivered.
 */
#include "arch/intid.h"
#include "policy/invall/invall.h"

enum { BOUNDS };

/* The words of vits.invall_bounds, a bit each. */
enum { HIGH_MAPPED, PENDING_MARKS, DIRTY };

static const struct hv_knob knobs[] = {
    [BOUNDS] = { .name = "vits.invall_bounds",
                 .kind = HV_SET,
                 .initial = 1u << HIGH_MAPPED,
                 .choices = "high_mapped|pending_marks|dirty",
                 .text = "bitmap64: what bounds it besides the guest's table: the highest vLPI "
                         "ever mapped, the lowest and highest that pend; dirty: nothing to do if "
                         "none pends." },
    KNOBS_END
};

static bool has_bound(const struct invall *invall, unsigned word)
{
    return (invall->family->knob[BOUNDS] >> word & 1u) != 0;
}

static void bound_by_marks(struct invall *invall, const struct invall_pending *pending)
{
    const unsigned per_word = invall_ops(invall)->per_word(invall);
    if (pending->low > invall->next)
        invall->next = pending->low / per_word * per_word;
    if (pending->end < invall->end)
        invall->end = pending->end;
}

static void begin(struct pe *pe, struct invall *invall)
{
    const struct invall_ops *ops = invall_ops(invall);
    ops->outdate(pe, invall);
    const struct invall_pending pending = ops->pending(invall);
    invall->next = INTID_LPI_FIRST;
    invall->end = has_bound(invall, HIGH_MAPPED) ? ops->mapped_end(invall) : ops->table_end(invall);
    if (has_bound(invall, PENDING_MARKS))
        bound_by_marks(invall, &pending);
    if (has_bound(invall, DIRTY) && pending.count == 0)
        invall->end = invall->next;
    invall->is_over = invall->next >= invall->end;
}

static void load_next(struct pe *pe, struct invall *invall)
{
    invall->found = invall_ops(invall)->load(pe, invall, invall->next);
    invall->found_at = invall->next;
    invall->next += invall_ops(invall)->per_word(invall);
    invall->words++;
    invall->words_set += invall->found != 0;
}

static void visit_next(struct pe *pe, struct invall *invall)
{
    const uint32_t vlpi = invall->found_at + (uint32_t)__builtin_ctzll(invall->found);
    invall->found &= invall->found - 1u;
    invall->entries++;
    if (invall_ops(invall)->is_pending(invall, vlpi))
        invall_reload(pe, invall, vlpi);
}

static uint32_t go_on(struct pe *pe, struct invall *invall, uint32_t steps)
{
    for (; steps != 0 && !invall->is_over; steps--) {
        if (invall->found != 0)
            visit_next(pe, invall);
        else
            load_next(pe, invall);
        invall->is_over = invall->found == 0 && invall->next >= invall->end;
    }
    return steps;
}

const struct invall_policy invall_bitmap64 = {
    .summary = "the vLPIs that pend and cannot be delivered, found by words of 64 bits; all other "
               "configuration bytes are read again at their next use",
    .knobs = knobs,
    .walks_pending = true,
    .begin = begin,
    .go_on = go_on,
};
