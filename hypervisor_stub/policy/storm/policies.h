/* SPDX-License-Identifier: Apache-2.0 */
/* The policies that the knobs choose; for storm.c only. */
#pragma once
#include "policy/storm/storm.h"

enum {
    STORM_KNOB_SCOPE,
    STORM_KNOB_INVALL_FROM,
    STORM_KNOB_MIN_GAP,
    STORM_KNOB_NOTICE,
    STORM_KNOB_ACT_IN,
    STORM_KNOB_COMPLETION
};

extern const struct hv_knob storm_knobs[];

/* The n-th detector of the list if it is in the chosen set; else NULL. */
const struct storm_detector *storm_chosen_detector(const struct knobs *knobs, unsigned n);
unsigned storm_detector_words(void); /* number of detectors in the list */

const struct storm_ending *storm_chosen_ending(const struct knobs *knobs);
