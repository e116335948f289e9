/* SPDX-License-Identifier: Apache-2.0 */
/* Credit of vCPUs that wake; see credit.h. */
#include "sched/credit.h"
#include "base/sync.h"

static int64_t limit(int64_t value, int64_t most)
{
    if (value > most)
        return most;
    return value < -most ? -most : value;
}

/* How many vCPUs share its PE now, itself included. */
static uint32_t sharers(const struct sched_vcpu *v)
{
    const struct runq *runq = sched_runq(v->sched, SHARED_LOAD(v->home));
    const struct sched_vcpu *current = SHARED_LOAD(runq->current);
    return SHARED_LOAD(runq->length) + (current != NULL && current != v) + 1u;
}

static void settle(struct sched_vcpu *v, uint64_t now, uint64_t ran, uint32_t share_of)
{
    const int64_t earned = (int64_t)((now - v->credit_at) / share_of);
    v->credit_at = now;
    v->credit = limit(v->credit + earned - (int64_t)ran, (int64_t)v->sched->wake_credit_ns);
}

void credit_init(struct pe *pe, struct sched_vcpu *v)
{
    if (v->sched->wake_credit_ns != 0)
        v->credit_at = timer_now(pe);
}

void credit_start(struct pe *pe, struct sched_vcpu *v)
{
    if (v->sched->wake_credit_ns == 0)
        return;
    v->runs_since = timer_now(pe);
    settle(v, v->runs_since, 0, sharers(v));
}

void credit_stop(struct pe *pe, struct sched_vcpu *v, const struct sched_vcpu *next)
{
    if (v->sched->wake_credit_ns == 0)
        return;
    const uint64_t now = timer_now(pe);
    settle(v, now, now - v->runs_since, sharers(v) + (next != NULL));
}

bool credit_allows(struct pe *pe, struct sched_vcpu *v)
{
    if (!v->sched->wake_preempts || v->sched->wake_credit_ns == 0)
        return v->sched->wake_preempts;
    settle(v, timer_now(pe), 0, sharers(v));
    return v->credit > 0;
}
