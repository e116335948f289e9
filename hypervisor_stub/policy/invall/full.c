/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Visits every vLPI that was ever mapped, and reads the configuration byte of each that is in the
 * collection (what-if S52). The bound is the highest vLPI that was ever mapped (S54): with few
 * vLPIs at the top of the range it goes over the whole range.
 */
#include "arch/intid.h"
#include "kit/least.h"
#include "policy/invall/invall.h"

static void begin(struct pe *pe, struct invall *invall)
{
    (void)pe;
    invall->next = INTID_LPI_FIRST;
    invall->end = invall_ops(invall)->mapped_end(invall);
    invall->is_over = invall->next == invall->end;
}

/* Visits vLPIs up to the next one of the collection, which is reloaded, or to `end`. Returns where
 * to continue. */
static uint32_t visit_next(struct pe *pe, struct invall *invall, uint32_t end)
{
    const uint32_t vlpi = invall_ops(invall)->next_of_collection(invall, invall->next, end);
    if (vlpi == end)
        return end;
    invall_reload(pe, invall, vlpi);
    return vlpi + 1u;
}

static uint32_t go_on(struct pe *pe, struct invall *invall, uint32_t steps)
{
    while (steps != 0 && !invall->is_over) {
        const uint32_t end = least(invall->end, (uint64_t)invall->next + steps);
        const uint32_t next = visit_next(pe, invall, end);
        steps -= next - invall->next;
        invall->entries += next - invall->next;
        invall->next = next;
        invall->is_over = next == invall->end;
    }
    return steps;
}

const struct invall_policy invall_full = {
    .summary = "each vLPI up to the highest one ever mapped, and the configuration byte of each of "
               "the collection",
    .begin = begin,
    .go_on = go_on,
};
