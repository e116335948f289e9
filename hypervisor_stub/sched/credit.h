/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may preempt by waking (scheduler.wake_preempts): a vCPU earns the share of time that is its
 * own, an equal part of its PE, and pays what it runs. While it has earned more than it ran it has
 * credit; without, it waits for its turn like everybody else, so that a guest that is woken again
 * and again cannot starve the others. What is saved or owed is at most scheduler.wake_credit.
 */
#pragma once
#include "sched/sched.h"

/* It begins to live: it has earned nothing yet. */
void credit_init(struct pe *pe, struct sched_vcpu *v);

/* It was put on this PE, and it is taken off, for `next` (NULL: nobody), who is out of the queue
 * already; the caller owns its state. */
void credit_start(struct pe *pe, struct sched_vcpu *v);
void credit_stop(struct pe *pe, struct sched_vcpu *v, const struct sched_vcpu *next);

/* It woke: may it go first? */
bool credit_allows(struct pe *pe, struct sched_vcpu *v);
