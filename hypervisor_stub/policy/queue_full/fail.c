/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Full ring: poll for a millisecond, then refuse (-EBUSY), as upstream Xen. Callers cope: a guest's
 * command stays in the guest's ring, an assignment returns HVC_BUSY and continues where it stopped,
 * the commands of a storm are deferred (storm_apply).
 */
#include "policy/queue_full/queue_full.h"

enum { POLLS = 1000 };

static bool spin_then_refuse(struct cmdq_batch *batch)
{
    return queue_full_spin_unlocked(batch, POLLS);
}

const struct queue_full_policy queue_full_fail = {
    .summary = "give up after 1 ms (Xen)",
    .waiting = { .wait_for_slot = spin_then_refuse },
};
