/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Window detection (what-if S29): a pLPI storms when it arrives more than window_limit times within
 * window. A window begins with the first arrival after the last window has passed.
 */
#include "policy/storm/storm.h"

enum { WINDOW, LIMIT };

static const struct hv_knob knobs[] = {
    [WINDOW] = { .name = "storm.window",
                 .kind = HV_DURATION_NS,
                 .initial = 1000000,
                 .min = 1000,
                 .max = 1000000000,
                 .text = "window: how long is counted." },
    [LIMIT] = { .name = "storm.window_limit",
                .kind = HV_UINT,
                .initial = 500,
                .min = 1,
                .max = 1000000000,
                .unit = "interrupts",
                .text = "window: so many may come meanwhile; one more is a storm." },
    KNOBS_END
};

struct window {
    uint64_t end_ns;
    uint32_t count;
};

static bool on_arrival(const struct storm_policy *self, struct pe *pe,
                       struct storm_arrival *arrival)
{
    struct window *window = storm_state(self, arrival->lpi);
    const uint64_t now = sim_now_ns(pe->sim);
    if (now >= window->end_ns) {
        window->end_ns = now + self->knob[WINDOW];
        window->count = 0;
    }
    return ++window->count > self->knob[LIMIT];
}

const struct storm_detector storm_detector_window = {
    .summary = "a pLPI that comes more than window_limit times in a window",
    .knobs = knobs,
    .state_bytes = sizeof(struct window),
    .on_arrival = on_arrival,
};
