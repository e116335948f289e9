/* SPDX-License-Identifier: Apache-2.0 */
/* The policies for a full host ring, by name; see queue_full.h. */
#include "policy/queue_full/queue_full.h"

#define DECLARE(name) extern const struct queue_full_policy queue_full_##name;
#define REFER(name) &queue_full_##name,
#define DESCRIBE(word)                                                                             \
    { .name = #word, .summary = queue_full_##word.summary, .knobs = queue_full_##word.knobs },

QUEUE_FULL_POLICIES(DECLARE)

static const struct queue_full_policy *const policies[] = { QUEUE_FULL_POLICIES(REFER) };

enum { POLICIES = sizeof policies / sizeof *policies };

static const struct hv_knob family = { .name = "host.queue_full", .text = "Full host ring." };

void queue_full_add_knobs(struct knob_table *table)
{
    const struct policy_name names[] = { QUEUE_FULL_POLICIES(DESCRIBE) };
    knobs_add_family(table, &family, names, POLICIES);
}

static const struct queue_full_policy *chosen(const struct knobs *knobs)
{
    return policies[knob(knobs, &family)];
}

bool queue_full_uses_completion(const struct knobs *knobs)
{
    return chosen(knobs)->uses_completion != NULL && chosen(knobs)->uses_completion(knobs);
}

bool queue_full_attach(struct host_its *its, struct sched *sched, const struct knobs *knobs)
{
    const struct queue_full_policy *policy = chosen(knobs);
    struct queue_full *ring = sim_alloc(sizeof *ring, 64);
    if (ring == NULL)
        return false;
    ring->policy = policy;
    ring->sched = sched;
    ring->uses_completion = queue_full_uses_completion(knobs);
    ring->knob = knob_values(knobs, policy->knobs);
    ring->state = sim_alloc(policy->state_bytes + 1ull, 64);
    its->waiting = &policy->waiting;
    its->waiter = ring;
    if (ring->knob == NULL || ring->state == NULL)
        return false;
    if (policy->create != NULL)
        policy->create(ring);
    return true;
}

void queue_full_completed(struct pe *pe, struct host_its *its)
{
    if (queue_full_of(its)->uses_completion)
        queue_full_of(its)->policy->completed(pe, its);
}

void queue_full_forget_sleeper(struct pe *pe, struct sched_vcpu *v)
{
    list_remove(&v->wait_node);
    if (v->wants_slot)
        sim_probe(pe->sim, PROBE_CMDQ_NO_SLOT_BULK, SIM_NO_DOMAIN, false);
    v->wants_slot = false;
}

bool queue_full_spin_unlocked(struct cmdq_batch *batch, unsigned polls)
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
