/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A storm ends when the guest enables the vLPI, which an INV makes known, or maps it again (what-if
 * S40). With a guest that never disables it, the pLPI stays disabled for ever (S41).
 */
#include "policy/storm/storm.h"

static bool is_over(const struct storm_policy *self, const struct storm_unit *unit)
{
    (void)self;
    return unit->guest_enabled;
}

const struct storm_ending storm_ending_guest_enable = {
    .summary = "when the guest next enables the vLPI",
    .is_over = is_over,
};
