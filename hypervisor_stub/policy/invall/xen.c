/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop of upstream Xen. The mapped vLPIs of the whole domain are fetched in gangs of 16 from a
 * radix tree; those of other vCPUs are skipped, and the configuration bytes of this vCPU's are
 * read. The vCPU's lock is held and interrupts are masked for the whole loop.
 *
 * The cursor from which the next gang is fetched follows only vLPIs of this vCPU: a gang without
 * one of them moves it by 1. It begins at 0, below all LPIs, so an INVALL whose first 16 vLPIs
 * belong to others fetches the same gang some 8000 times.
 *
 * With a bound on traps (vits.trap_bound) it drops the lock after each portion, which Xen does not.
 */
#include "arch/intid.h"
#include "kit/least.h"
#include "policy/invall/invall.h"

enum { GANG = 16 };

static void begin(struct pe *pe, struct invall *invall)
{
    (void)pe;
    invall->next = 0;
    invall->end = invall_ops(invall)->table_end(invall);
}

static unsigned fetch_gang(const struct invall *invall, uint32_t gang[GANG])
{
    unsigned count = 0;
    uint32_t vlpi = invall_ops(invall)->next_mapped(invall, invall->next);
    for (; count < GANG && vlpi != UINT32_MAX; count++) {
        gang[count] = vlpi;
        vlpi = invall_ops(invall)->next_mapped(invall, vlpi + 1u);
    }
    return count;
}

static void reload_own(struct pe *pe, struct invall *invall, uint32_t vlpi)
{
    if (!invall_ops(invall)->is_targets(invall, vlpi))
        return;
    invall->next = vlpi;
    invall->is_incomplete |= !invall_ops(invall)->reload_held(pe, invall, vlpi);
    invall->bytes++;
}

/* Returns how many vLPIs the gang had. */
static unsigned visit_gang(struct pe *pe, struct invall *invall)
{
    uint32_t gang[GANG];
    const unsigned count = fetch_gang(invall, gang);
    for (unsigned n = 0; n < count; n++)
        reload_own(pe, invall, gang[n]);
    invall->gangs++;
    invall->entries += count;
    invall->next++;
    invall->is_over = count < GANG || invall->next >= invall->end;
    return count;
}

static uint32_t go_on(struct pe *pe, struct invall *invall, uint32_t steps)
{
    invall_ops(invall)->hold(pe, invall);
    while (steps != 0 && !invall->is_over)
        steps -= least(steps, visit_gang(pe, invall) + 1u);
    invall_ops(invall)->let_go(pe, invall);
    return steps;
}

const struct invall_policy invall_xen = {
    .summary = "upstream Xen's loop: gangs of 16 from the domain's vLPIs, interrupts off",
    .walks_mapped = true,
    .begin = begin,
    .go_on = go_on,
};
