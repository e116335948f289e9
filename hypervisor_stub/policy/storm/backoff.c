/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A storm ends after a time that doubles with each further storm, and halves with each
 * backoff_decay without one. Nothing that the guest does changes it.
 */
#include "policy/storm/storm.h"

enum { FIRST, MOST, DECAY };

static const struct hv_knob knobs[] = {
    [FIRST] = { .name = "storm.backoff_first",
                .kind = HV_DURATION_NS,
                .initial = 100000,
                .min = 1000,
                .max = 1000000000,
                .text = "backoff: how long the first storm disables." },
    [MOST] = { .name = "storm.backoff_most",
               .kind = HV_DURATION_NS,
               .initial = 10000000,
               .min = 1000,
               .max = 10000000000,
               .text = "backoff: and the longest." },
    [DECAY] = { .name = "storm.backoff_decay",
                .kind = HV_DURATION_NS,
                .initial = 10000000,
                .min = 1000,
                .max = 10000000000,
                .text = "backoff: time without a storm that halves it again." },
    KNOBS_END
};

struct backoff {
    uint64_t ns;          /* length of the last storm */
    uint64_t released_ns; /* when the last storm ended */
};

/* The last storm's length after decay. */
static uint64_t decayed(const struct storm_policy *self, const struct backoff *backoff,
                        uint64_t now_ns)
{
    const uint64_t quiet =
        now_ns > backoff->released_ns ? (now_ns - backoff->released_ns) / self->knob[DECAY] : 0;
    return quiet < 64 ? backoff->ns >> quiet : 0;
}

static uint64_t hold_ns(const struct storm_policy *self, const struct lpi *lpi, uint64_t now_ns)
{
    struct backoff *backoff = storm_state(self, lpi);
    uint64_t ns = 2u * decayed(self, backoff, now_ns);
    if (ns > self->knob[MOST])
        ns = self->knob[MOST];
    if (ns < self->knob[FIRST])
        ns = self->knob[FIRST];
    backoff->ns = ns;
    backoff->released_ns = now_ns + ns;
    return ns;
}

/* It is over when its time has passed. */
static bool is_over(const struct storm_policy *self, const struct storm_unit *unit)
{
    (void)self;
    (void)unit;
    return true;
}

const struct storm_ending storm_ending_backoff = {
    .summary = "after a time that doubles while it storms on",
    .knobs = knobs,
    .state_bytes = sizeof(struct backoff),
    .hold_ns = hold_ns,
    .is_over = is_over,
};
