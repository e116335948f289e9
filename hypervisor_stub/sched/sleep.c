/* SPDX-License-Identifier: Apache-2.0 */
/* Sleepers of a PE, under the lock of its run queue; see sleep.h. */
#include "sched/sleep.h"
#include "base/sync.h"
#include "driver/timer.h"

static struct sched_vcpu *sleeper(struct list *node)
{
    return list_entry(node, struct sched_vcpu, sleep_node);
}

/* Last time it may have slept on another PE, and been woken by something else than the timer. */
static void forget_last_sleep(struct pe *pe, struct sched_vcpu *v)
{
    struct pe *last = v->sleeps_on;
    if (last == NULL)
        return;
    struct runq *runq = sched_runq(v->sched, last);
    const bool masked = irq_lock(pe->sim, runq->lock);
    list_remove(&v->sleep_node);
    irq_unlock(pe->sim, runq->lock, masked);
    v->sleeps_on = NULL;
}

static void add_sleeper(struct pe *pe, struct sched_vcpu *v, uint64_t wake_at)
{
    struct runq *runq = sched_runq(v->sched, pe);
    v->wake_at = wake_at;
    v->sleeps_on = pe;
    const bool masked = irq_lock(pe->sim, runq->lock);
    list_push_tail(&runq->sleepers, &v->sleep_node);
    irq_unlock(pe->sim, runq->lock, masked);
}

void sleep_begin(struct pe *pe, struct sched_vcpu *v)
{
    const bool is_armed = timer_guest_is_armed(pe);
    forget_last_sleep(pe, v);
    if (is_armed)
        add_sleeper(pe, v, timer_guest_due(pe));
}

void sleep_until(struct pe *pe, struct sched_vcpu *v, uint64_t at)
{
    forget_last_sleep(pe, v);
    if (at != TIMER_NEVER)
        add_sleeper(pe, v, at);
}

/* Lock held. The sleeper that is due first; NULL: none. */
static struct sched_vcpu *first_due(struct runq *runq)
{
    struct sched_vcpu *first = NULL;
    struct list *sleepers = &runq->sleepers;
    for (struct list *at = sleepers->next; at != sleepers; at = at->next)
        if (first == NULL || sleeper(at)->wake_at < first->wake_at)
            first = sleeper(at);
    return first;
}

uint64_t sleep_next(struct sched *sched, struct pe *pe)
{
    struct runq *runq = sched_runq(sched, pe);
    if (list_empty(&runq->sleepers))
        return TIMER_NEVER;
    const bool masked = irq_lock(pe->sim, runq->lock);
    const struct sched_vcpu *first = first_due(runq);
    const uint64_t wake_at = first ? first->wake_at : TIMER_NEVER;
    irq_unlock(pe->sim, runq->lock, masked);
    return wake_at;
}

/* Taken out of the list, but sleeps_on stays: only the vCPU itself writes that, at its next
 * sleep. */
static struct sched_vcpu *take_due(struct runq *runq, struct pe *pe, uint64_t now)
{
    const bool masked = irq_lock(pe->sim, runq->lock);
    struct sched_vcpu *first = first_due(runq);
    if (first != NULL && first->wake_at > now)
        first = NULL;
    if (first != NULL)
        list_remove(&first->sleep_node);
    irq_unlock(pe->sim, runq->lock, masked);
    return first;
}

void sleep_expire(struct sched *sched, struct pe *pe, uint64_t now)
{
    struct runq *runq = sched_runq(sched, pe);
    if (list_empty(&runq->sleepers))
        return;
    for (struct sched_vcpu *v = take_due(runq, pe, now); v != NULL; v = take_due(runq, pe, now)) {
        sched_wake(pe, v);
        sched_resume(pe, v);
    }
}
