/* Sleepers of a PE, under the lock of its run queue; see sleep.h. */
#include "sched/sleep.h"
#include "arch/sysreg.h"
#include "dispatch/hv.h"

static struct vcpu *sleeper(struct list *node)
{
    return list_entry(node, struct vcpu, sched.sleep_node);
}

/* It may have slept on another PE last time, and been woken by something else. */
static void forget_last_sleep(struct pe *pe, struct vcpu *v)
{
    struct pe *last = v->sched.sleeps_on;
    if (last == NULL)
        return;
    const bool masked = irq_lock(pe->sim, last->runq.lock);
    list_remove(&v->sched.sleep_node);
    irq_unlock(pe->sim, last->runq.lock, masked);
    v->sched.sleeps_on = NULL;
}

static void add_sleeper(struct pe *pe, struct vcpu *v, uint64_t wake_at)
{
    v->sched.wake_at = wake_at;
    v->sched.sleeps_on = pe;
    const bool masked = irq_lock(pe->sim, pe->runq.lock);
    list_push_tail(&pe->runq.sleepers, &v->sched.sleep_node);
    irq_unlock(pe->sim, pe->runq.lock, masked);
}

void sleep_begin(struct pe *pe, struct vcpu *v)
{
    const uint64_t ctl = sim_mrs(pe->sim, CNTV_CTL_EL0);
    forget_last_sleep(pe, v);
    if ((ctl & (CNT_CTL_ENABLE | CNT_CTL_IMASK)) != CNT_CTL_ENABLE)
        return;
    add_sleeper(pe, v, sim_mrs(pe->sim, CNTV_CVAL_EL0));
}

void sleep_until(struct pe *pe, struct vcpu *v, uint64_t at)
{
    forget_last_sleep(pe, v);
    if (at != SLEEP_NEVER)
        add_sleeper(pe, v, at);
}

/* Lock held. The sleeper that is due first; NULL: none. */
static struct vcpu *first_due(struct pe *pe)
{
    struct vcpu *first = NULL;
    struct list *sleepers = &pe->runq.sleepers;
    for (struct list *at = sleepers->next; at != sleepers; at = at->next)
        if (first == NULL || sleeper(at)->sched.wake_at < first->sched.wake_at)
            first = sleeper(at);
    return first;
}

uint64_t sleep_next(struct pe *pe)
{
    if (list_empty(&pe->runq.sleepers))
        return SLEEP_NEVER;
    const bool masked = irq_lock(pe->sim, pe->runq.lock);
    const struct vcpu *first = first_due(pe);
    const uint64_t wake_at = first ? first->sched.wake_at : SLEEP_NEVER;
    irq_unlock(pe->sim, pe->runq.lock, masked);
    return wake_at;
}

/* Out of the list, but sleeps_on stays: only the vCPU itself, at its next sleep, writes that. */
static struct vcpu *take_due(struct pe *pe, uint64_t now)
{
    const bool masked = irq_lock(pe->sim, pe->runq.lock);
    struct vcpu *first = first_due(pe);
    if (first != NULL && first->sched.wake_at > now)
        first = NULL;
    if (first != NULL)
        list_remove(&first->sched.sleep_node);
    irq_unlock(pe->sim, pe->runq.lock, masked);
    return first;
}

void sleep_expire(struct pe *pe, uint64_t now)
{
    if (list_empty(&pe->runq.sleepers))
        return;
    for (struct vcpu *v = take_due(pe, now); v != NULL; v = take_due(pe, now)) {
        sched_wake(pe, v);
        sched_resume(pe, v);
    }
}
