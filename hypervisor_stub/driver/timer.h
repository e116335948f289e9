/*
 * The timers of a PE: CNTHP is the scheduler's (INTID 26: sched_tick), CNTV is that of the guest
 * loaded last. The counter's unit is the nanosecond (CNTFRQ 1 GHz).
 */
#pragma once
#include <stdint.h>

struct pe;

uint64_t timer_now(struct pe *pe);
void timer_set(struct pe *pe, uint64_t at); /* UINT64_MAX: off */
void timer_guest_expired(struct pe *pe);    /* INTID 27: the guest's virtual timer */
