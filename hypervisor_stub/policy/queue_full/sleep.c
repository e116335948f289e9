/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Full ring: sleep (what-if S7). The vCPU whose trap needs the slot leaves its EL2 stack, and its
 * PE runs other vCPUs. It tries again after knob host.sleep_poll, or, with host.sleep_wake = int,
 * when the hypervisor's own completion LPI comes (completion.h), if its INT is in the ring. Callers
 * that cannot sleep, interrupt handlers and the boot, spin. After a second the batch is refused.
 */
#include "policy/queue_full/queue_full.h"

enum {
    GIVE_UP_NS = CMDQ_POLL_NS * CMDQ_GIVE_UP_POLLS,
    BACKSTOP_NS = 1000000 /* longest time for which a sleeper relies on an INT */
};

enum { WAKE, POLL };
enum { WAKE_POLL, WAKE_INT };

static const struct hv_knob knobs[] = {
    [WAKE] = { .name = "host.sleep_wake",
               .kind = HV_CHOICE,
               .initial = WAKE_POLL,
               .choices = "poll|int",
               .text =
                   "sleep: look again after sleep_poll, or when the hypervisor's own completion "
                   "LPI comes." },
    [POLL] = { .name = "host.sleep_poll",
               .kind = HV_DURATION_NS,
               .initial = 20000,
               .min = 1000,
               .max = 1000000000,
               .text = "sleep: how long between two looks." },
    KNOBS_END
};

struct sleepers {
    struct list waiting; /* sched_vcpus, by wait_node; under host.cmdq */
};

static void create(struct queue_full *ring)
{
    list_init(&((struct sleepers *)ring->state)->waiting);
}

static bool uses_completion(const struct knobs *values)
{
    return knob(values, &knobs[WAKE]) == WAKE_INT;
}

static struct sched_vcpu *current(const struct host_its *its, const struct pe *pe)
{
    return sched_current(queue_full_of(its)->sched, pe);
}

/* May the caller leave its stack: is the batch bulk, posted in a vCPU's trap with interrupts
 * unmasked? */
static bool may_sleep(const struct cmdq_batch *batch)
{
    return batch->urgency == CMDQ_BULK && !batch->masked && current(batch->its, batch->pe) != NULL;
}

static void sleep_once(struct cmdq_batch *batch)
{
    const struct completion *completion = &batch->its->completion;
    const struct queue_full *ring = queue_full_of(batch->its);
    struct sleepers *sleepers = queue_full_state(batch->its);
    struct sched_vcpu *v = current(batch->its, batch->pe);
    const bool is_woken = ring->uses_completion && completion->on_the_way;
    const uint64_t longest = is_woken ? BACKSTOP_NS : ring->knob[POLL];
    if (ring->uses_completion)
        list_push_tail(&sleepers->waiting, &v->wait_node);
    sim_probe(batch->pe->sim, PROBE_CMDQ_SLEEPS, SIM_NO_DOMAIN, 1);
    v->wants_slot = true;
    cmdq_unlock(batch);
    batch->pe = sched_sleep(batch->pe, v, timer_now(batch->pe) + longest);
    cmdq_lock(batch);
    v->wants_slot = false;
    list_remove(&v->wait_node);
}

static bool sleep_for_slot(struct cmdq_batch *batch)
{
    if (!may_sleep(batch))
        return queue_full_spin_unlocked(batch, CMDQ_GIVE_UP_POLLS);
    const uint64_t start = timer_now(batch->pe);
    while (cmdq_free(batch) == 0) {
        if (timer_now(batch->pe) - start >= GIVE_UP_NS)
            return false;
        sleep_once(batch);
    }
    return true;
}

/* A bulk user is in a trap, unmasked, except at boot. */
static struct pe *sleep_for_completion(struct pe *pe, struct host_its *its)
{
    struct sched_vcpu *v = current(its, pe);
    if (v != NULL)
        return sched_sleep(pe, v, timer_now(pe) + queue_full_of(its)->knob[POLL]);
    cmdq_poll_delay(pe);
    return pe;
}

static struct sched_vcpu *take_sleeper(struct pe *pe, struct host_its *its)
{
    struct list *waiting = &((struct sleepers *)queue_full_state(its))->waiting;
    struct sched_vcpu *v = NULL;
    sim_lock_take(pe->sim, its->lock);
    if (!list_empty(waiting)) {
        v = list_entry(waiting->next, struct sched_vcpu, wait_node);
        list_remove(&v->wait_node);
    }
    sim_lock_drop(pe->sim, its->lock);
    return v;
}

static void wake_all(struct pe *pe, struct host_its *its)
{
    for (struct sched_vcpu *v = take_sleeper(pe, its); v != NULL; v = take_sleeper(pe, its))
        sched_resume(pe, v);
}

const struct queue_full_policy queue_full_sleep = {
    .summary = "the vCPU leaves its trap, and its PE runs others",
    .knobs = knobs,
    .state_bytes = sizeof(struct sleepers),
    .waiting = { .wait_for_slot = sleep_for_slot, .wait_for_completion = sleep_for_completion },
    .sleeps = true,
    .create = create,
    .uses_completion = uses_completion,
    .completed = wake_all,
};
