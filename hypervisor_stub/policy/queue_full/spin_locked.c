/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Full ring: spin with the lock held and interrupts masked, as the drivers of 2015 did. All other
 * users of the ring, storm handling included, wait for the lock meanwhile. After a second the batch
 * is refused.
 */
#include "policy/queue_full/queue_full.h"

static bool spin_locked(struct cmdq_batch *batch)
{
    for (unsigned n = 0; n < CMDQ_GIVE_UP_POLLS; n++) {
        if (cmdq_free(batch) != 0)
            return true;
        sim_delay_ns(batch->pe->sim, CMDQ_POLL_NS);
    }
    return cmdq_free(batch) != 0;
}

const struct queue_full_policy queue_full_spin_locked = {
    .summary = "spin with the lock held and interrupts off",
    .waiting = { .wait_for_slot = spin_locked },
};
