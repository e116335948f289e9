/*
 * Full ring: spin (what-if S6). The lock is dropped between looks, so that others get their turn
 * and interrupts come through if they were unmasked before. After a second the batch is refused.
 */
#include "dispatch/hv.h"
#include "policy/queue_full/queue_full.h"

bool cmdq_spin(struct cmdq_batch *batch, unsigned polls)
{
    for (unsigned n = 0; n < polls; n++) {
        if (cmdq_free(batch) != 0)
            return true;
        cmdq_unlock(batch);
        sim_delay_ns(batch->pe->sim, CMDQ_POLL_NS);
        cmdq_lock(batch);
    }
    return cmdq_free(batch) != 0;
}

static bool spin_wait(struct cmdq_batch *batch)
{
    return cmdq_spin(batch, CMDQ_GIVE_UP_POLLS);
}

const struct cmdq_full_ops cmdq_full_spin = { "spin", spin_wait, false };

const struct cmdq_full_ops *cmdq_full_policy(unsigned choice)
{
    static const struct cmdq_full_ops *const policies[] = { &cmdq_full_spin, &cmdq_full_spin_locked,
                                                            &cmdq_full_sleep, &cmdq_full_fail };
    return choice < sizeof policies / sizeof *policies ? policies[choice] : &cmdq_full_spin;
}
