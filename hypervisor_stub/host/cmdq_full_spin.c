/*
 * Full ring: spin. The lock is dropped between looks, so that others get their turn and interrupts
 * come through if they were unmasked before.
 */
#include "core/hv.h"
#include "host/cmdq_full.h"

enum { SPIN_STEP_NS = 1000, SPIN_STEPS_MAX = 1000000 };

static void spin_wait(struct pe *pe, struct host_its *its, struct cmdq_batch *batch)
{
    for (unsigned step = 0; !cmdq_has_room(pe, its); step++) {
        if (step == SPIN_STEPS_MAX)
            HV_PANIC("the physical ITS has not taken a command for a second");
        irq_unlock(pe->sim, its->lock, batch->masked);
        sim_delay_ns(pe->sim, SPIN_STEP_NS);
        batch->masked = irq_lock(pe->sim, its->lock);
    }
}

const struct cmdq_full_ops cmdq_full_spin = { "spin", spin_wait };
