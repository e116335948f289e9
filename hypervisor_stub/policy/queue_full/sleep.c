/*
 * Full ring: sleep (what-if S7). The vCPU whose trap needs the slot leaves its EL2 stack, and its
 * PE runs others. It looks again after knob host.sleep_poll, or, with host.sleep_wake = int, when
 * the hypervisor's own completion LPI comes (completion.h), if its INT is in the ring. Who cannot
 * sleep, an interrupt handler or the boot, spins. After a second the batch is refused.
 */
#include "dispatch/hv.h"
#include "driver/timer.h"
#include "policy/queue_full/queue_full.h"

enum { GIVE_UP_NS = CMDQ_POLL_NS * CMDQ_GIVE_UP_POLLS };

static void sleep_once(struct cmdq_batch *batch)
{
    struct completion *completion = &batch->its->completion;
    struct vcpu *v = batch->pe->runq.current;
    const uint64_t longest =
        completion->on_the_way ? COMPLETION_BACKSTOP_NS : batch->pe->hv->settings.sleep_poll_ns;
    if (completion_is_used(completion))
        list_push_tail(&completion->sleepers, &v->sched.wait_node);
    sim_probe(batch->pe->sim, PROBE_CMDQ_SLEEPS, SIM_NO_DOMAIN, 1);
    v->wants_slot = true;
    cmdq_unlock(batch);
    batch->pe = sched_sleep(batch->pe, v, timer_now(batch->pe) + longest);
    cmdq_lock(batch);
    v->wants_slot = false;
    list_remove(&v->sched.wait_node);
}

static bool sleep_wait(struct cmdq_batch *batch)
{
    if (!cmdq_may_sleep(batch))
        return cmdq_spin(batch, CMDQ_GIVE_UP_POLLS);
    const uint64_t start = timer_now(batch->pe);
    while (cmdq_free(batch) == 0) {
        if (timer_now(batch->pe) - start >= GIVE_UP_NS)
            return false;
        sleep_once(batch);
    }
    return true;
}

const struct cmdq_full_ops cmdq_full_sleep = { "sleep", sleep_wait, true };
