/* SPDX-License-Identifier: MIT */
/*
 * Optional exports: knobs that a scenario may set while the machine runs (`do: set` in its timeline). An object without
 * them has none: its knobs keep the values that they have at time zero.
 */
#pragma once
#include "guest.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The name of a row of hv_knobs, or of a guest program's knobs. */
struct hv_run_time_knob {
    const char *name;
};

/* The knobs that may be set. An object that exports this exports hv_set_knob as well. */
HV_EXPORT const struct hv_run_time_knob *hv_run_time_knobs(unsigned *count);

/* Sets one of them, by its row of hv_knobs, to a value within its limits. Called between two events of the machine, uncharged,
 * whatever runs on the PEs: it may only store values, and calls no import. */
HV_EXPORT void hv_set_knob(struct hv *hv, unsigned row, uint64_t value);

/* Knobs that each program which has them looks up (sim_guest_knob) whenever it uses them. */
HV_EXPORT const struct hv_run_time_knob *guest_run_time_knobs(unsigned *count);

#ifdef __cplusplus
}
#endif
