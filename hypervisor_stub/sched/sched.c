/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scheduler; see sched.h. A vCPU that leaves its stack is put where it belongs by whatever runs
 * next on that PE (finish_switch): only then is the stack free, so that another PE may run it, and
 * only then is the vCPU shown as blocked to those that might wake it.
 */
#include "sched/sched.h"
#include "base/sync.h"
#include "driver/gic.h"
#include "driver/timer.h"
#include "kit/panic.h"
#include "sched/credit.h"
#include "sched/sleep.h"

enum { SLICE, WAKE_PREEMPTS, WAKE_CREDIT };

const struct hv_knob sched_knobs[] = {
    [SLICE] = { .name = "scheduler.slice",
                .kind = HV_DURATION_NS,
                .initial = 1000000,
                .min = 10000,
                .max = 1000000000,
                .text = "How long a vCPU runs before the next one of its PE." },
    [WAKE_PREEMPTS] = { .name = "scheduler.wake_preempts",
                        .kind = HV_BOOL,
                        .max = 1,
                        .text = "A vCPU that wakes runs before the one that runs." },
    [WAKE_CREDIT] = { .name = "scheduler.wake_credit",
                      .kind = HV_DURATION_NS,
                      .max = 1000000000,
                      .text = "wake_preempts: only a vCPU that has run less than its equal share "
                              "of the PE, of which so much is remembered; 0: every one." },
    KNOBS_END
};

void sched_read_knobs(struct sched *sched, const struct knobs *knobs)
{
    sched->slice_ns = knob(knobs, &sched_knobs[SLICE]);
    sched->wake_preempts = knob(knobs, &sched_knobs[WAKE_PREEMPTS]) != 0;
    sched->wake_credit_ns = knob(knobs, &sched_knobs[WAKE_CREDIT]);
}

bool sched_create(struct sched *sched, struct pe *pe, unsigned pe_count,
                  const struct sched_ops *ops, const struct knobs *knobs)
{
    sched->ops = ops;
    sched->pe = pe;
    sched->pe_count = pe_count;
    sched_read_knobs(sched, knobs);
    sched->runq = sim_alloc(pe_count * sizeof *sched->runq, 64);
    for (unsigned n = 0; sched->runq != NULL && n < pe_count; n++) {
        struct runq *runq = &sched->runq[n];
        runq->lock = sim_lock_create("sched", SIM_NO_DOMAIN);
        list_init(&runq->ready);
        list_init(&runq->sleepers);
        list_init(&runq->calls);
        runq->slice_end = runq->call_at = TIMER_NEVER;
    }
    return sched->runq != NULL;
}

bool sched_create_vcpu(struct sched *sched, struct sched_vcpu *v, uint16_t index, uint16_t pin)
{
    v->sched = sched;
    v->pin = pin;
    v->home = &sched->pe[pin == SIM_ANY_PE ? index % sched->pe_count : 0];
    list_init(&v->node);
    list_init(&v->sleep_node);
    list_init(&v->wait_node);
    return pin == SIM_ANY_PE || pin < sched->pe_count;
}

/* ---- run queues ---- */

static uint32_t load_of(const struct runq *runq)
{
    return SHARED_LOAD(runq->length) + (SHARED_LOAD(runq->current) != NULL);
}

/* A pinned vCPU goes to its pin. A floating one goes to the least loaded PE; at equal load to the
 * one where it ran last, then to the lowest. */
static struct pe *choose_pe(const struct sched_vcpu *v)
{
    struct sched *sched = v->sched;
    if (v->pin != SIM_ANY_PE)
        return &sched->pe[v->pin];
    struct pe *best = v->home;
    for (unsigned n = 0; n < sched->pe_count; n++)
        if (load_of(&sched->runq[n]) < load_of(sched_runq(sched, best)))
            best = &sched->pe[n];
    return best;
}

static void notify(struct sched *sched, struct pe *pe, struct pe *dest, bool preempt)
{
    struct runq *runq = sched_runq(sched, dest);
    if (preempt)
        SHARED_STORE(runq->need_resched, true);
    if (dest != pe && (preempt || SHARED_LOAD(runq->idle)))
        gic_kick(pe, dest->index);
}

/* v is WAKING, so it belongs to the caller alone. */
static void enqueue(struct pe *pe, struct sched_vcpu *v, bool first)
{
    struct pe *dest = choose_pe(v);
    struct runq *runq = sched_runq(v->sched, dest);
    const bool masked = irq_lock(pe->sim, runq->lock);
    SHARED_STORE(v->home, dest);
    SHARED_STORE(v->state, VCPU_RUNNABLE);
    if (first)
        list_push_head(&runq->ready, &v->node);
    else
        list_push_tail(&runq->ready, &v->node);
    SHARED_STORE(runq->length, runq->length + 1u);
    irq_unlock(pe->sim, runq->lock, masked);
    notify(v->sched, pe, dest, first);
}

void sched_wake(struct pe *pe, struct sched_vcpu *v)
{
    uint32_t blocked = VCPU_BLOCKED;
    if (SHARED_LOAD(v->state) != VCPU_BLOCKED)
        return;
    if (__atomic_compare_exchange_n(&v->state, &blocked, VCPU_WAKING, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST))
        enqueue(pe, v, credit_allows(pe, v));
}

void sched_resume(struct pe *pe, struct sched_vcpu *v)
{
    uint32_t asleep = VCPU_ASLEEP;
    SHARED_STORE(v->resumed, true);
    if (__atomic_compare_exchange_n(&v->state, &asleep, VCPU_WAKING, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST))
        enqueue(pe, v, false);
}

void sched_start(struct pe *pe, struct sched_vcpu *v)
{
    v->state = VCPU_WAKING;
    credit_init(pe, v);
    enqueue(pe, v, false);
}

/* The first vCPU in the queue of `other` that may run on `pe`; NULL: none. */
static struct sched_vcpu *take_from(struct sched *sched, struct pe *pe, struct pe *other)
{
    struct runq *runq = sched_runq(sched, other);
    if (SHARED_LOAD(runq->length) == 0)
        return NULL;
    struct sched_vcpu *found = NULL;
    const bool masked = irq_lock(pe->sim, runq->lock);
    for (struct list *at = runq->ready.next; at != &runq->ready && !found; at = at->next) {
        struct sched_vcpu *v = list_entry(at, struct sched_vcpu, node);
        if (pe == other || v->pin == SIM_ANY_PE)
            found = v;
    }
    if (found) {
        list_remove(&found->node);
        SHARED_STORE(runq->length, runq->length - 1u);
        SHARED_STORE(found->home, pe);
        SHARED_STORE(found->state, VCPU_RUNNING);
    }
    irq_unlock(pe->sim, runq->lock, masked);
    return found;
}

/* Looks into its own queue first; an idle PE then takes vCPUs from other PEs' queues. */
static struct sched_vcpu *pick(struct sched *sched, struct pe *pe, bool may_help)
{
    struct sched_vcpu *v = take_from(sched, pe, pe);
    for (unsigned n = 1; !v && may_help && n < sched->pe_count; n++)
        v = take_from(sched, pe, &sched->pe[(pe->index + n) % sched->pe_count]);
    return v;
}

/* ---- time ---- */

static void set_timer(struct sched *sched, struct pe *pe)
{
    const struct runq *runq = sched_runq(sched, pe);
    const uint64_t sleepers = sleep_next(sched, pe);
    const uint64_t own = runq->slice_end < runq->call_at ? runq->slice_end : runq->call_at;
    timer_set(pe, sleepers < own ? sleepers : own);
}

void sched_call_at(struct sched *sched, struct pe *pe, struct sched_call *call, uint64_t at)
{
    struct runq *runq = sched_runq(sched, pe);
    const bool masked = sim_irq_save(pe->sim);
    if (call->at == TIMER_NEVER)
        list_push_tail(&runq->calls, &call->node);
    if (at < call->at)
        call->at = at;
    if (at < runq->call_at) {
        runq->call_at = at;
        set_timer(sched, pe);
    }
    sim_irq_restore(pe->sim, masked);
}

/* Takes out the first call that is due; the others determine when the next one is. */
static struct sched_call *take_call(struct runq *runq, uint64_t now)
{
    struct sched_call *due = NULL;
    runq->call_at = TIMER_NEVER;
    for (struct list *at = runq->calls.next; at != &runq->calls; at = at->next) {
        struct sched_call *call = list_entry(at, struct sched_call, node);
        if (!due && call->at <= now)
            due = call;
        else if (call->at < runq->call_at)
            runq->call_at = call->at;
    }
    if (due != NULL) {
        list_remove(&due->node);
        due->at = TIMER_NEVER;
    }
    return due;
}

/* A call that asks for itself again does so for a later time, so this ends. */
static void run_calls(struct runq *runq, struct pe *pe, uint64_t now)
{
    while (runq->call_at <= now) {
        struct sched_call *call = take_call(runq, now);
        if (call != NULL)
            call->run(pe, call);
    }
}

static void start_slice(struct sched *sched, struct pe *pe)
{
    sched_runq(sched, pe)->slice_end = timer_now(pe) + sched->slice_ns;
    set_timer(sched, pe);
}

void sched_tick(struct sched *sched, struct pe *pe)
{
    struct runq *runq = sched_runq(sched, pe);
    const uint64_t now = timer_now(pe);
    sleep_expire(sched, pe, now);
    if (now >= runq->slice_end) {
        runq->slice_end = TIMER_NEVER;
        SHARED_STORE(runq->need_resched, true);
    }
    run_calls(runq, pe, now);
    set_timer(sched, pe);
}

/* ---- switching ---- */

static void finish_switch(struct sched *sched, struct pe *pe)
{
    struct sched_vcpu *left = sched_runq(sched, pe)->left;
    sched_runq(sched, pe)->left = NULL;
    if (left == NULL)
        return;
    SHARED_STORE(left->state, left->leave_as);
    if (left->leave_as == VCPU_WAKING)
        enqueue(pe, left, false);
    else if (left->leave_as == VCPU_BLOCKED && sched->ops->has_work(left))
        sched_wake(pe, left);
    else if (left->leave_as == VCPU_ASLEEP && SHARED_LOAD(left->resumed))
        sched_resume(pe, left);
}

/* Puts `next` on this PE; NULL: the idle stack. */
static void make_current(struct sched *sched, struct pe *pe, struct sched_vcpu *next)
{
    struct runq *runq = sched_runq(sched, pe);
    SHARED_STORE(runq->current, next);
    SHARED_STORE(runq->need_resched, false);
    if (next == NULL) {
        runq->slice_end = TIMER_NEVER;
        set_timer(sched, pe);
        return;
    }
    runq->timer_owner = next;
    sched->ops->load(pe, next);
    credit_start(pe, next);
    start_slice(sched, pe);
}

/* Switches from v's stack to another. Returns on the PE that runs v again. */
static struct pe *leave_stack(struct pe *pe, struct sched_vcpu *v, enum vcpu_state leave_as,
                              struct sched_vcpu *next)
{
    struct sched *sched = v->sched;
    sched->ops->save(pe, v);
    credit_stop(pe, v, next);
    v->leave_as = leave_as;
    sched_runq(sched, pe)->left = v;
    make_current(sched, pe, next);
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, false);
    sim_el2_switch(pe->sim, next ? next->stack : NULL);
    pe = pe_self(pe);
    finish_switch(sched, pe);
    return pe;
}

struct pe *sched_first_run(struct sched_vcpu *v)
{
    struct pe *pe = pe_self(v->sched->pe);
    finish_switch(v->sched, pe);
    return pe;
}

struct pe *sched_check(struct pe *pe, struct sched_vcpu *v)
{
    struct runq *runq = sched_runq(v->sched, pe);
    if (!SHARED_LOAD(runq->need_resched))
        return pe;
    SHARED_STORE(runq->need_resched, false);
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
    struct sched_vcpu *next = pick(v->sched, pe, false);
    if (next != NULL)
        return leave_stack(pe, v, VCPU_WAKING, next);
    start_slice(v->sched, pe);
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, false);
    return pe;
}

struct pe *sched_block(struct pe *pe, struct sched_vcpu *v)
{
    if (v->sched->ops->has_work(v))
        return pe;
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
    sleep_begin(pe, v);
    return leave_stack(pe, v, VCPU_BLOCKED, pick(v->sched, pe, false));
}

struct pe *sched_sleep(struct pe *pe, struct sched_vcpu *v, uint64_t deadline)
{
    const bool masked = sim_irq_save(pe->sim);
    if (!SHARED_LOAD(v->resumed)) {
        sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
        sleep_until(pe, v, deadline);
        pe = leave_stack(pe, v, VCPU_ASLEEP, pick(v->sched, pe, false));
    }
    SHARED_STORE(v->resumed, false);
    sim_irq_restore(pe->sim, masked);
    return pe;
}

/* The next to run on this PE puts v into the queue of the other PE. */
struct pe *sched_move(struct pe *pe, struct sched_vcpu *v, uint16_t pin)
{
    const bool masked = sim_irq_save(pe->sim);
    v->pin = pin;
    if (pin != pe->index) {
        sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
        pe = leave_stack(pe, v, VCPU_WAKING, pick(v->sched, pe, false));
    }
    sim_irq_restore(pe->sim, masked);
    return pe;
}

void sched_off(struct pe *pe, struct sched_vcpu *v)
{
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
    leave_stack(pe, v, VCPU_OFF, pick(v->sched, pe, false));
    HV_PANIC("a vCPU that is off was scheduled");
}

static bool turn_off(struct sched_vcpu *v, uint32_t from)
{
    return __atomic_compare_exchange_n(&v->state, &from, VCPU_OFF, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

/* Takes v out of the queue in which it waits, if it still does. */
static bool unqueue(struct pe *pe, struct sched_vcpu *v)
{
    struct pe *home = SHARED_LOAD(v->home);
    struct runq *runq = sched_runq(v->sched, home);
    const bool masked = irq_lock(pe->sim, runq->lock);
    const bool is_here = v->home == home && turn_off(v, VCPU_RUNNABLE);
    if (is_here) {
        list_remove(&v->node);
        SHARED_STORE(runq->length, runq->length - 1u);
    }
    irq_unlock(pe->sim, runq->lock, masked);
    return is_here;
}

bool sched_take_off(struct pe *pe, struct sched_vcpu *v)
{
    if (SHARED_LOAD(v->state) == VCPU_RUNNING)
        notify(v->sched, pe, SHARED_LOAD(v->home), true);
    if (SHARED_LOAD(v->state) != VCPU_OFF && !turn_off(v, VCPU_BLOCKED) &&
        !turn_off(v, VCPU_ASLEEP) && !unqueue(pe, v))
        return false;
    const bool masked = sim_irq_save(pe->sim);
    sleep_until(pe, v, TIMER_NEVER);
    sim_irq_restore(pe->sim, masked);
    return true;
}

/* `idle` is set before the queues are read: whoever enqueues a vCPU afterwards sees it and sends an
 * SGI, which ends the sleep. It stays pending while interrupts are masked. */
void sched_run_all(struct sched *sched, struct pe *pe)
{
    struct runq *runq = sched_runq(sched, pe);
    for (;;) {
        finish_switch(sched, pe);
        SHARED_STORE(runq->idle, true);
        struct sched_vcpu *next = pick(sched, pe, true);
        if (next == NULL)
            return;
        SHARED_STORE(runq->idle, false);
        make_current(sched, pe, next);
        sim_el2_switch(pe->sim, next->stack);
    }
}
