/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vCPUs that a timer wakes: in WFI with their virtual timer armed, or in a trap until a deadline.
 * While another guest has the PE's CNTV, only the hypervisor's own timer can wake them; the virtual
 * interrupt itself comes from CNTV once they run.
 */
#pragma once
#include "sched/sched.h"

/* v, whose virtual timer this PE holds, is about to block here. */
void sleep_begin(struct pe *pe, struct sched_vcpu *v);

/* v is about to sleep in a trap, until this time at the latest. TIMER_NEVER: no timer wakes it. */
void sleep_until(struct pe *pe, struct sched_vcpu *v, uint64_t at);

/* When the first sleeper of this PE is due, in counter ticks; TIMER_NEVER: none has a timer. */
uint64_t sleep_next(struct sched *sched, struct pe *pe);

/* Wakes the sleepers that are due. Masked, no lock held; bounded by the number of vCPUs. */
void sleep_expire(struct sched *sched, struct pe *pe, uint64_t now);
