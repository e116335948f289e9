/* SPDX-License-Identifier: Apache-2.0 */
/* Mutexes; see mutex.h. */
#include "sched/mutex.h"
#include "base/sync.h"
#include "sched/sleep.h"

void mutex_create(struct mutex *m, struct sched *sched, const char *name, uint16_t domain,
                  bool sleeps)
{
    m->sched = sched;
    m->lock = sim_lock_create(name, domain);
    m->sleeps = sleeps;
    list_init(&m->waiters);
}

struct pe *mutex_take(struct pe *pe, struct mutex *m)
{
    struct sched_vcpu *v = sched_current(m->sched, pe);
    sim_lock_take(pe->sim, m->lock);
    if (!m->sleeps)
        return pe;
    if (m->holder == NULL)
        SHARED_STORE(m->holder, v);
    else
        list_push_tail(&m->waiters, &v->wait_node);
    sim_lock_drop(pe->sim, m->lock);
    while (SHARED_LOAD(m->holder) != v)
        pe = sched_sleep(pe, v, TIMER_NEVER);
    return pe;
}

/* The mutex is handed to the first that waits: nobody overtakes it. */
void mutex_drop(struct pe *pe, struct mutex *m)
{
    struct sched_vcpu *next = NULL;
    if (m->sleeps) {
        sim_lock_take(pe->sim, m->lock);
        if (!list_empty(&m->waiters)) {
            next = list_entry(m->waiters.next, struct sched_vcpu, wait_node);
            list_remove(&next->wait_node);
        }
        SHARED_STORE(m->holder, next);
    }
    sim_lock_drop(pe->sim, m->lock);
    if (next != NULL)
        sched_resume(pe, next);
}
