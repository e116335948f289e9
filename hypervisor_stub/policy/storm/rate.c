/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rate detection (what-if S29): each pLPI has a token bucket of rate_burst tokens, refilled at
 * rate_limit; an arrival that finds no token is a storm. The state is the time at which the bucket
 * will be full again (the "virtual scheduling" form of ITU-T I.371's generic cell rate algorithm):
 * a single number, and exact.
 */
#include "policy/storm/storm.h"

enum { LIMIT, BURST };

static const struct hv_knob knobs[] = {
    [LIMIT] = { .name = "storm.rate_limit",
                .kind = HV_RATE_PER_S,
                .initial = 100000,
                .min = 1,
                .max = 1000000000,
                .text = "rate: pLPIs of one kind that are no storm, for as long as they like." },
    [BURST] = { .name = "storm.rate_burst",
                .kind = HV_UINT,
                .initial = 32,
                .min = 1,
                .max = 1000000,
                .unit = "interrupts",
                .text = "rate: how many may come at once." },
    KNOBS_END
};

struct bucket {
    uint64_t full_at_ns;
};

static bool on_arrival(const struct storm_policy *self, struct pe *pe,
                       struct storm_arrival *arrival)
{
    struct bucket *bucket = storm_state(self, arrival->lpi);
    const uint64_t token_ns = 1000000000ull / self->knob[LIMIT];
    const uint64_t now = sim_now_ns(pe->sim);
    const uint64_t full = bucket->full_at_ns > now ? bucket->full_at_ns : now;
    if (full - now > (self->knob[BURST] - 1u) * token_ns)
        return true;
    bucket->full_at_ns = full + token_ns;
    return false;
}

const struct storm_detector storm_detector_rate = {
    .summary = "a pLPI that comes more often than rate_limit, but for rate_burst",
    .knobs = knobs,
    .state_bytes = sizeof(struct bucket),
    .on_arrival = on_arrival,
};
