/*
 * The scheduler; see sched.h. Who leaves a stack is dealt with by whoever runs next on that PE
 * (finish_switch): only then is the stack free, so that another PE may run it, and only then does a
 * blocked vCPU look blocked to who might wake it.
 */
#include "dispatch/hv.h"
#include "driver/gic.h"
#include "driver/timer.h"
#include "sched/sleep.h"

void sched_init_pe(struct pe *pe)
{
    pe->runq.lock = sim_lock_create("sched", SIM_NO_DOMAIN);
    list_init(&pe->runq.ready);
    list_init(&pe->runq.sleepers);
    pe->runq.slice_end = pe->runq.retry_at = SLEEP_NEVER;
}

/* ---- run queues ---- */

static uint32_t load_of(struct pe *pe)
{
    return SHARED_LOAD(pe->runq.length) + (SHARED_LOAD(pe->runq.current) != NULL);
}

/* Pinned: its pin. Floating: the least loaded PE, at equal load the one where it was, then the
 * lowest. */
static struct pe *choose_pe(struct hv *hv, const struct vcpu *v)
{
    if (v->sched.pin != SIM_ANY_PE)
        return &hv->pe[v->sched.pin];
    struct pe *best = v->sched.home;
    for (unsigned n = 0; n < hv->machine->pe_count; n++)
        if (load_of(&hv->pe[n]) < load_of(best))
            best = &hv->pe[n];
    return best;
}

static void notify(struct pe *pe, struct pe *dest, bool preempt)
{
    if (preempt)
        SHARED_STORE(dest->runq.need_resched, true);
    if (dest != pe && (preempt || SHARED_LOAD(dest->runq.idle)))
        gic_kick(pe, dest->index);
}

/* v is WAKING: the caller's alone. */
static void enqueue(struct pe *pe, struct vcpu *v, bool first)
{
    struct pe *dest = choose_pe(pe->hv, v);
    const bool masked = irq_lock(pe->sim, dest->runq.lock);
    SHARED_STORE(v->sched.home, dest);
    SHARED_STORE(v->sched.state, VCPU_RUNNABLE);
    if (first)
        list_push_head(&dest->runq.ready, &v->sched.node);
    else
        list_push_tail(&dest->runq.ready, &v->sched.node);
    SHARED_STORE(dest->runq.length, dest->runq.length + 1u);
    irq_unlock(pe->sim, dest->runq.lock, masked);
    notify(pe, dest, first);
}

void sched_wake(struct pe *pe, struct vcpu *v)
{
    uint32_t blocked = VCPU_BLOCKED;
    if (SHARED_LOAD(v->sched.state) != VCPU_BLOCKED)
        return;
    if (__atomic_compare_exchange_n(&v->sched.state, &blocked, VCPU_WAKING, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST))
        enqueue(pe, v, pe->hv->settings.wake_preempts);
}

void sched_resume(struct pe *pe, struct vcpu *v)
{
    uint32_t asleep = VCPU_ASLEEP;
    SHARED_STORE(v->sched.resumed, true);
    if (__atomic_compare_exchange_n(&v->sched.state, &asleep, VCPU_WAKING, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST))
        enqueue(pe, v, false);
}

void sched_start(struct pe *pe, struct vcpu *v)
{
    v->sched.state = VCPU_WAKING;
    enqueue(pe, v, false);
}

/* The first vCPU of a queue that may run on `pe`; NULL: none. */
static struct vcpu *take_from(struct pe *pe, struct pe *other)
{
    if (SHARED_LOAD(other->runq.length) == 0)
        return NULL;
    struct vcpu *found = NULL;
    const bool masked = irq_lock(pe->sim, other->runq.lock);
    for (struct list *at = other->runq.ready.next; at != &other->runq.ready && !found;
         at = at->next) {
        struct vcpu *v = list_entry(at, struct vcpu, sched.node);
        if (pe == other || v->sched.pin == SIM_ANY_PE)
            found = v;
    }
    if (found) {
        list_remove(&found->sched.node);
        SHARED_STORE(other->runq.length, other->runq.length - 1u);
        SHARED_STORE(found->sched.home, pe);
        SHARED_STORE(found->sched.state, VCPU_RUNNING);
    }
    irq_unlock(pe->sim, other->runq.lock, masked);
    return found;
}

/* Its own queue first; a PE with nothing to do helps others. */
static struct vcpu *pick(struct pe *pe, bool may_help)
{
    struct vcpu *v = take_from(pe, pe);
    const unsigned pes = pe->hv->machine->pe_count;
    for (unsigned n = 1; !v && may_help && n < pes; n++)
        v = take_from(pe, &pe->hv->pe[(pe->index + n) % pes]);
    return v;
}

/* ---- time ---- */

static void set_timer(struct pe *pe)
{
    const uint64_t sleepers = sleep_next(pe);
    const uint64_t own =
        pe->runq.slice_end < pe->runq.retry_at ? pe->runq.slice_end : pe->runq.retry_at;
    timer_set(pe, sleepers < own ? sleepers : own);
}

void sched_retry_at(struct pe *pe, uint64_t at)
{
    const bool masked = sim_irq_save(pe->sim);
    if (at < pe->runq.retry_at) {
        pe->runq.retry_at = at;
        set_timer(pe);
    }
    sim_irq_restore(pe->sim, masked);
}

static void retry(struct pe *pe, uint64_t now)
{
    if (now < pe->runq.retry_at)
        return;
    pe->runq.retry_at = SLEEP_NEVER;
    lpi_apply_deferred(pe);
}

static void start_slice(struct pe *pe)
{
    pe->runq.slice_end = timer_now(pe) + pe->hv->settings.slice_ns;
    set_timer(pe);
}

void sched_tick(struct pe *pe)
{
    const uint64_t now = timer_now(pe);
    sleep_expire(pe, now);
    if (now >= pe->runq.slice_end) {
        pe->runq.slice_end = SLEEP_NEVER;
        SHARED_STORE(pe->runq.need_resched, true);
    }
    retry(pe, now);
    set_timer(pe);
}

/* ---- switching ---- */

static void finish_switch(struct pe *pe)
{
    struct vcpu *left = pe->runq.left;
    pe->runq.left = NULL;
    if (left == NULL)
        return;
    SHARED_STORE(left->sched.state, left->sched.leave_as);
    if (left->sched.leave_as == VCPU_WAKING)
        enqueue(pe, left, false);
    else if (left->sched.leave_as == VCPU_BLOCKED && vgic_has_work(left))
        sched_wake(pe, left);
    else if (left->sched.leave_as == VCPU_ASLEEP && SHARED_LOAD(left->sched.resumed))
        sched_resume(pe, left);
}

/* Puts `next` on this PE; NULL: the idle stack. */
static void make_current(struct pe *pe, struct vcpu *next)
{
    SHARED_STORE(pe->runq.current, next);
    SHARED_STORE(pe->runq.need_resched, false);
    if (next == NULL) {
        pe->runq.slice_end = SLEEP_NEVER;
        set_timer(pe);
        return;
    }
    pe->runq.timer_owner = next;
    vgic_load(pe, next);
    start_slice(pe);
}

/* From v's stack to another. Returns on the PE that runs v again. */
static struct pe *leave_stack(struct pe *pe, struct vcpu *v, enum vcpu_state leave_as,
                              struct vcpu *next)
{
    struct hv *hv = pe->hv;
    vgic_save(pe, v);
    v->sched.leave_as = leave_as;
    pe->runq.left = v;
    make_current(pe, next);
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, false);
    sim_el2_switch(pe->sim, next ? next->stack : NULL);
    pe = pe_self(hv);
    finish_switch(pe);
    return pe;
}

struct pe *sched_first_run(struct vcpu *v)
{
    struct pe *pe = pe_self(v->dom->hv);
    finish_switch(pe);
    return pe;
}

struct pe *sched_check(struct pe *pe, struct vcpu *v)
{
    if (!SHARED_LOAD(pe->runq.need_resched))
        return pe;
    SHARED_STORE(pe->runq.need_resched, false);
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
    struct vcpu *next = pick(pe, false);
    if (next != NULL)
        return leave_stack(pe, v, VCPU_WAKING, next);
    start_slice(pe);
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, false);
    return pe;
}

struct pe *sched_block(struct pe *pe, struct vcpu *v)
{
    if (vgic_has_work(v))
        return pe;
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
    sleep_begin(pe, v);
    return leave_stack(pe, v, VCPU_BLOCKED, pick(pe, false));
}

struct pe *sched_sleep(struct pe *pe, struct vcpu *v, uint64_t deadline)
{
    const bool masked = sim_irq_save(pe->sim);
    if (!SHARED_LOAD(v->sched.resumed)) {
        sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
        sleep_until(pe, v, deadline);
        pe = leave_stack(pe, v, VCPU_ASLEEP, pick(pe, false));
    }
    SHARED_STORE(v->sched.resumed, false);
    sim_irq_restore(pe->sim, masked);
    return pe;
}

void sched_off(struct pe *pe, struct vcpu *v)
{
    sim_span(pe->sim, SIM_SPAN_SCHEDULE, true);
    leave_stack(pe, v, VCPU_OFF, pick(pe, false));
    HV_PANIC("a vCPU that is off was scheduled");
}

static bool turn_off(struct vcpu *v, uint32_t from)
{
    return __atomic_compare_exchange_n(&v->sched.state, &from, VCPU_OFF, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

/* Out of the queue it waits in, if it still does. */
static bool unqueue(struct pe *pe, struct vcpu *v)
{
    struct pe *home = SHARED_LOAD(v->sched.home);
    const bool masked = irq_lock(pe->sim, home->runq.lock);
    const bool is_here = v->sched.home == home && turn_off(v, VCPU_RUNNABLE);
    if (is_here) {
        list_remove(&v->sched.node);
        SHARED_STORE(home->runq.length, home->runq.length - 1u);
    }
    irq_unlock(pe->sim, home->runq.lock, masked);
    return is_here;
}

bool sched_take_off(struct pe *pe, struct vcpu *v)
{
    if (SHARED_LOAD(v->sched.state) == VCPU_RUNNING)
        notify(pe, SHARED_LOAD(v->sched.home), true);
    if (SHARED_LOAD(v->sched.state) != VCPU_OFF && !turn_off(v, VCPU_BLOCKED) &&
        !turn_off(v, VCPU_ASLEEP) && !unqueue(pe, v))
        return false;
    const bool masked = sim_irq_save(pe->sim);
    sleep_until(pe, v, SLEEP_NEVER);
    sim_irq_restore(pe->sim, masked);
    return true;
}

/* `idle` is set before the look, so that who enqueues afterwards sends an SGI, which ends the
 * sleep: masked, it stays pending. */
void sched_idle(struct pe *pe)
{
    for (;;) {
        finish_switch(pe);
        SHARED_STORE(pe->runq.idle, true);
        struct vcpu *next = pick(pe, true);
        if (next != NULL) {
            SHARED_STORE(pe->runq.idle, false);
            make_current(pe, next);
            sim_el2_switch(pe->sim, next->stack);
            continue;
        }
        sim_wfi(pe->sim);
        gic_interrupt_loop(pe);
    }
}
