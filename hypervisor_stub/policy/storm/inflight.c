/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In-flight detection (what-ifs S30 to S33): a pLPI storms when more than max_in_flight of its
 * arrivals are unanswered. The counter (driver/in_flight.h) detects storms and does not replay
 * interrupts: the guest gets one vLPI.
 */
#include "policy/storm/storm.h"

enum { MAX_IN_FLIGHT };

static const struct hv_knob knobs[] = {
    [MAX_IN_FLIGHT] = { .name = "storm.max_in_flight",
                        .kind = HV_UINT,
                        .initial = 1,
                        .min = 1,
                        .max = 1000,
                        .unit = "interrupts",
                        .text = "inflight: pLPIs that may come before the guest's EOI; one more "
                                "is a storm." },
    KNOBS_END
};

static bool on_arrival(const struct storm_policy *self, struct pe *pe,
                       struct storm_arrival *arrival)
{
    (void)pe;
    return lpi_unanswered(arrival->lpi) > self->knob[MAX_IN_FLIGHT];
}

const struct storm_detector storm_detector_inflight = {
    .summary = "a pLPI that comes again before its vLPI's EOI",
    .knobs = knobs,
    .on_arrival = on_arrival,
};
