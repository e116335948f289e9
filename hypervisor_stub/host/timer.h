/*
 * CNTHP: the end of the current slice and the guest timers of vCPUs that sleep here, whichever is first. The counter's unit is
 * the nanosecond (CNTFRQ 1 GHz).
 */
#pragma once
#include <stdint.h>

struct pe;
struct vcpu;

void timer_start(struct pe *pe, uint64_t ns); /* one shot from now */
void timer_stop(struct pe *pe);
void timer_expired(struct pe *pe);            /* INTID 26 */
void timer_guest_expired(struct pe *pe);      /* INTID 27: the guest's virtual timer */
