/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Round robin over the vCPUs of each PE. A switch happens only where a vCPU is about to enter its
 * guest (sched_check) or waits (sched_block), never inside the interrupt loop: a PE that a storm
 * keeps there schedules nobody. Context of the guest is loaded and saved through sched_ops.
 */
#pragma once
#include "base/knobs.h"
#include "base/sync.h"
#include "driver/timer.h"
#include "sched/sched_vcpu.h"

/* Implemented above, connected by dispatch. */
struct sched_ops {
    bool (*has_work)(const struct sched_vcpu *v);      /* something to deliver: may not block */
    void (*load)(struct pe *pe, struct sched_vcpu *v); /* v comes to this PE */
    void (*save)(struct pe *pe, struct sched_vcpu *v); /* v leaves this PE */
};

/* Work to be done on a PE at a given time: one per PE, embedded in the structure of whoever asks
 * for it. */
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
    struct sched_vcpu *left;        /* the switch in progress leaves its stack */
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

/* The vCPU that runs on this PE; NULL: its idle stack. */
static inline struct sched_vcpu *sched_current(const struct sched *sched, const struct pe *pe)
{
    return sched_runq(sched, pe)->current;
}

/* Another vCPU is to run on this PE at the next sched_check. Any context. */
static inline bool sched_wants_switch(const struct sched *sched, const struct pe *pe)
{
    return SHARED_LOAD(sched_runq(sched, pe)->need_resched);
}

/* First thing on the stack of a vCPU. */
struct pe *sched_first_run(struct sched_vcpu *v);

/* On the idle stack: runs vCPUs until there is none. Whoever enqueues one later wakes this PE by an
 * SGI. */
void sched_run_all(struct sched *sched, struct pe *pe);

/* Starts a vCPU that has not run yet. */
void sched_start(struct pe *pe, struct sched_vcpu *v);

/* Makes a blocked vCPU runnable; no effect on others. Any context, no lock held. */
void sched_wake(struct pe *pe, struct sched_vcpu *v);

/* On the vCPU's own stack, masked, no lock held. Each returns the PE that runs the vCPU
 * afterwards. */
struct pe *sched_check(struct pe *pe, struct sched_vcpu *v);
struct pe *sched_block(struct pe *pe, struct sched_vcpu *v);
void sched_off(struct pe *pe, struct sched_vcpu *v);

/* In v's own trap: pins v to that PE and moves it there. Returns that PE. No lock held. */
struct pe *sched_move(struct pe *pe, struct sched_vcpu *v, uint16_t pin);

/* Makes sure that v, of a domain that is being destroyed, never runs again. True: it is off. False:
 * it runs on another PE, or is being woken; it has been told to leave. No lock held. */
bool sched_take_off(struct pe *pe, struct sched_vcpu *v);

/*
 * In a trap, unmasked: leaves the stack until sched_resume or, at the latest, `deadline` (counter
 * ticks; TIMER_NEVER: none). It may return without either, so the caller checks what it waits for
 * again. No lock held.
 */
struct pe *sched_sleep(struct pe *pe, struct sched_vcpu *v, uint64_t deadline);
void sched_resume(struct pe *pe, struct sched_vcpu *v); /* any context, no lock held */

/* Runs call->run on this PE, once, at that time, or earlier if it has been asked for an earlier
 * time already. No lock held. */
void sched_call_at(struct sched *sched, struct pe *pe, struct sched_call *call, uint64_t at);

/* The interrupt of CNTHP: the slice is over, a sleeper is due, or a call is. Masked. */
void sched_tick(struct sched *sched, struct pe *pe);
