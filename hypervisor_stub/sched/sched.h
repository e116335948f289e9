/*
 * Round robin over the vCPUs of each PE. A switch happens only where a vCPU is about to enter its
 * guest (sched_check) or waits (sched_block), never inside the interrupt loop: a PE that is kept
 * there by a storm schedules nobody.
 */
#pragma once
#include "base/list.h"
#include <itstorm/import.h>

struct hv;
struct pe;
struct vcpu;

struct runq {
    sim_lock *lock;
    struct list ready;        /* vCPUs in the order they run */
    uint32_t length;          /* shared */
    struct vcpu *current;     /* NULL: idle; shared */
    struct vcpu *left;        /* whose stack was left by the switch in progress */
    struct vcpu *timer_owner; /* whose virtual timer this PE holds */
    struct list sleepers;     /* sleep.h */
    uint64_t slice_end;       /* counter ticks; SLEEP_NEVER: idle */
    uint64_t retry_at;        /* counter ticks; SLEEP_NEVER: nothing is deferred here */
    bool need_resched;        /* shared */
    bool idle;                /* shared: looks for work or sleeps */
};

void sched_init_pe(struct pe *pe);

/* First thing on the stack of a vCPU. */
struct pe *sched_first_run(struct vcpu *v);

/* The idle stack's loop. */
void sched_idle(struct pe *pe) __attribute__((noreturn));

/* Starts a vCPU that has not run yet. */
void sched_start(struct pe *pe, struct vcpu *v);

/* Makes a blocked vCPU runnable; no effect on others. Any context, no lock held. */
void sched_wake(struct pe *pe, struct vcpu *v);

/* On the vCPU's own stack, masked, no lock held. They return the PE that runs it afterwards. */
struct pe *sched_check(struct pe *pe, struct vcpu *v);
struct pe *sched_block(struct pe *pe, struct vcpu *v);
void sched_off(struct pe *pe, struct vcpu *v);

/* Makes sure that v, of a domain that dies, never runs again: true once it is off. False: it runs
 * elsewhere, or is on its way; it is told to come off. No lock held. */
bool sched_take_off(struct pe *pe, struct vcpu *v);

/*
 * In a trap, unmasked: leaves the stack until sched_resume or, at the latest, `deadline` (counter
 * ticks; SLEEP_NEVER: none). It may return without either: the caller looks again at what it waits
 * for. No lock held.
 */
struct pe *sched_sleep(struct pe *pe, struct vcpu *v, uint64_t deadline);
void sched_resume(struct pe *pe, struct vcpu *v); /* any context, no lock held */

/* Makes this PE look at deferred pLPIs (lpi.h) at that time, or earlier. No lock held. */
void sched_retry_at(struct pe *pe, uint64_t at);

/* CNTHP: the slice is over, a sleeper is due, or something is to be tried again. Masked. */
void sched_tick(struct pe *pe);
