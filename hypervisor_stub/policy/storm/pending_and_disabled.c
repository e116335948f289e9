/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pLPI storms whose vLPI pends already and is disabled by the guest (what-if S34): a guest that
 * has disabled it will not answer. It sees no storm on a vLPI that stays enabled (S41).
 */
#include "policy/storm/storm.h"

static bool on_arrival(const struct storm_policy *self, struct pe *pe,
                       struct storm_arrival *arrival)
{
    (void)self;
    (void)pe;
    return arrival->is_again && arrival->is_held_back;
}

const struct storm_detector storm_detector_pending_and_disabled = {
    .summary = "a pLPI that comes while its vLPI pends and the guest has disabled it",
    .on_arrival = on_arrival,
};
