/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Full ring: spin (what-if S6). The lock is dropped between polls, so that others get their turn
 * and interrupts are taken if they were unmasked before. After a second the batch is refused.
 */
#include "policy/queue_full/queue_full.h"

static bool spin(struct cmdq_batch *batch)
{
    return queue_full_spin_unlocked(batch, CMDQ_GIVE_UP_POLLS);
}

const struct queue_full_policy queue_full_spin = {
    .summary = "the lock is dropped between looks",
    .waiting = { .wait_for_slot = spin },
};
