/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Round robin over the vCPUs of each PE. A switch happens only where a vCPU is about to enter its
 * guest (sched_check) or waits (sched_block), never inside the interrupt loop: a PE that is kept
 * there by a storm schedules nobody. What a vCPU's guest needs on a PE is behind sched_ops.
 */
#pragma once
#include "base/knobs.h"
#include "base/sync.h"
#include "driver/timer.h"
#include "sched/sched_vcpu.h"

/* Implemented above, wired by dispatch. */
struct sched_ops {
    bool (*has_work)(const struct sched_vcpu *v);      /* something to deliver: it may not block */
    void (*load)(struct pe *pe, struct sched_vcpu *v); /* v comes to this PE */
    void (*save)(struct pe *pe, struct sched_vcpu *v); /* and leaves it */
};

/* Something to be done on a PE at a time: one per PE, embedded by who asks for it. */
struct sched_call {
    struct list node;
    uint64_t at;                                         /* TIMER_NEVER: not asked for */
    void (*run)(struct pe *pe, struct sched_call *call); /* masked, no lock held */
};

static inline void sched_call_init(struct sched_call *call,
                                   void (*run)(struct pe *pe, struct sched_call *call))
{
    list_init(&call->node);
    call->at = TIMER_NEVER;
    call->run = run;
}

struct runq {
    sim_lock *lock;
    struct list ready;              /* vCPUs in the order they run */
    uint32_t length;                /* shared */
    struct sched_vcpu *current;     /* NULL: idle; shared */
    struct sched_vcpu *left;        /* whose stack was left by the switch in progress */
    struct sched_vcpu *timer_owner; /* whose virtual timer this PE holds */
    struct list sleepers;           /* sleep.h */
    struct list calls;              /* sched_call_at; this PE's own, masked */
    uint64_t call_at;               /* of the earliest of them; TIMER_NEVER: there is none */
    uint64_t slice_end;             /* counter ticks; TIMER_NEVER: idle */
    bool need_resched;              /* shared */
    bool idle;                      /* shared: looks for work or sleeps */
};

struct sched {
    const struct sched_ops *ops;
    struct pe *pe; /* [pe_count] */
    unsigned pe_count;
    struct runq *runq; /* [pe_count] */
    uint64_t slice_ns;
    bool wake_preempts;
    uint64_t wake_credit_ns; /* 0: none is kept */
};

extern const struct hv_knob sched_knobs[];

/* Before time zero. False: no memory. */
bool sched_create(struct sched *sched, struct pe *pe, unsigned pe_count,
                  const struct sched_ops *ops, const struct knobs *knobs);

/* Values of knobs: at creation, and when one is set at run time (run_time.h). */
void sched_read_knobs(struct sched *sched, const struct knobs *knobs);

/* v is a new vCPU, whose stack the caller sets. False: `pin` is no PE. */
bool sched_create_vcpu(struct sched *sched, struct sched_vcpu *v, uint16_t index, uint16_t pin);

static inline struct runq *sched_runq(const struct sched *sched, const struct pe *pe)
{
    return &sched->runq[pe->index];
}

/* Who runs on this PE; NULL: its idle stack. */
static inline struct sched_vcpu *sched_current(const struct sched *sched, const struct pe *pe)
{
    return sched_runq(sched, pe)->current;
}

/* Another vCPU is to run on this PE as soon as sched_check is called. Any context. */
static inline bool sched_wants_switch(const struct sched *sched, const struct pe *pe)
{
    return SHARED_LOAD(sched_runq(sched, pe)->need_resched);
}

/* First thing on the stack of a vCPU. */
struct pe *sched_first_run(struct sched_vcpu *v);

/* On the idle stack: runs vCPUs until there is none. Whoever enqueues one later sends an SGI. */
void sched_run_all(struct sched *sched, struct pe *pe);

/* Starts a vCPU that has not run yet. */
void sched_start(struct pe *pe, struct sched_vcpu *v);

/* Makes a blocked vCPU runnable; no effect on others. Any context, no lock held. */
void sched_wake(struct pe *pe, struct sched_vcpu *v);

/* On the vCPU's own stack, masked, no lock held. They return the PE that runs it afterwards. */
struct pe *sched_check(struct pe *pe, struct sched_vcpu *v);
struct pe *sched_block(struct pe *pe, struct sched_vcpu *v);
void sched_off(struct pe *pe, struct sched_vcpu *v);

/* In v's own trap: from now on v is pinned to the PE of that number, and it goes on there. Returns
 * that PE. No lock held. */
struct pe *sched_move(struct pe *pe, struct sched_vcpu *v, uint16_t pin);

/* Makes sure that v, of a domain that dies, never runs again: true once it is off. False: it runs
 * elsewhere, or is on its way; it is told to come off. No lock held. */
bool sched_take_off(struct pe *pe, struct sched_vcpu *v);

/*
 * In a trap, unmasked: leaves the stack until sched_resume or, at the latest, `deadline` (counter
 * ticks; TIMER_NEVER: none). It may return without either: the caller looks again at what it waits
 * for. No lock held.
 */
struct pe *sched_sleep(struct pe *pe, struct sched_vcpu *v, uint64_t deadline);
void sched_resume(struct pe *pe, struct sched_vcpu *v); /* any context, no lock held */

/* Runs call->run on this PE at that time, or earlier if it is asked for earlier already; once. No
 * lock held. */
void sched_call_at(struct sched *sched, struct pe *pe, struct sched_call *call, uint64_t at);

/* CNTHP: the slice is over, a sleeper is due, or a call. Masked. */
void sched_tick(struct sched *sched, struct pe *pe);
