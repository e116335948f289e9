/* SPDX-License-Identifier: Apache-2.0 */
/* A vCPU as the scheduler knows it: part of struct vcpu. */
#pragma once
#include "base/pe.h"
#include "kit/list.h"

enum vcpu_state {
    VCPU_WAKING,   /* runnable, on its way to a run queue: belongs to whoever set this state */
    VCPU_RUNNABLE, /* in a run queue */
    VCPU_RUNNING,  /* current on a PE */
    VCPU_BLOCKED,  /* in WFI */
    VCPU_ASLEEP,   /* in a trap, until sched_resume */
    VCPU_OFF,
};

struct sched_vcpu {
    struct sched *sched;
    sim_el2 *stack;
    struct list node;
    uint32_t state;           /* enum vcpu_state; shared */
    enum vcpu_state leave_as; /* what it becomes once its stack is left */
    uint16_t pin;             /* SIM_ANY_PE: floating */
    struct pe *home;          /* where it runs or ran last */
    struct list sleep_node;   /* sleep.h: under the lock of sleeps_on */
    struct pe *sleeps_on;     /* the PE in whose list of sleepers it was put last; NULL: none */
    uint64_t wake_at;         /* counter ticks */
    int64_t credit;           /* credit.h, as are the next two: counter ticks */
    uint64_t credit_at;       /* when credit was brought up to date */
    uint64_t runs_since;
    struct list wait_node; /* in the list of what it sleeps for; under the lock of that list */
    bool wants_slot;       /* sleeps until the command ring has room; under host.cmdq */
    bool resumed;          /* sched_resume was called; shared */
};
