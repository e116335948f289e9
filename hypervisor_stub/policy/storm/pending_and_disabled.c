/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pLPI storms when its vLPI pends already and the guest has disabled it (what-if S34), because
 * such a guest will not answer. A storm on a vLPI that stays enabled is not detected (S41).
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
