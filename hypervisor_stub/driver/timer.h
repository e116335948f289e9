/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The timers of a PE: CNTHP belongs to the scheduler (INTID 26), CNTV to the guest loaded last
 * (INTID 27). The counter's unit is the nanosecond (CNTFRQ 1 GHz).
 */
#pragma once
#include "base/pe.h"

#define TIMER_NEVER UINT64_MAX

uint64_t timer_now(struct pe *pe);
void timer_set(struct pe *pe, uint64_t at); /* TIMER_NEVER: off */

/* The guest's own timer: whether it will fire, and when. */
bool timer_guest_is_armed(struct pe *pe);
uint64_t timer_guest_due(struct pe *pe);

/* INTID 27 is a level: masked at its source until the guest writes its timer again. */
void timer_mask_guest(struct pe *pe);
