/*
 * In-flight detection: a pLPI of which more than max_in_flight are unanswered storms. It is
 * disabled (INV, SYNC from interrupt context) and enabled again when the guest's EOI of the last
 * of them is seen; the vGIC asks for a maintenance interrupt, so that this is soon. The counter
 * (driver/in_flight.h) detects, it does not replay: the guest gets one vLPI.
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

static bool on_arrival(const struct storm_detector *detector, struct pe *pe, const struct lpi *lpi)
{
    (void)pe;
    return lpi_unanswered(lpi) > detector->knob[MAX_IN_FLIGHT];
}

const struct storm_policy storm_inflight = {
    .summary = "disable a pLPI that comes again before its vLPI's EOI",
    .knobs = knobs,
    .on_arrival = on_arrival,
};
