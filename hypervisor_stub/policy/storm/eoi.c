/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A storm ends when the guest has answered all its arrivals (what-if S39): with the EOI of the last
 * delivery that stands for one of them, as the in-flight counter (driver/in_flight.h) says.
 */
#include "policy/storm/storm.h"

static bool is_over(const struct storm_policy *self, const struct storm_unit *unit)
{
    (void)self;
    return lpi_unanswered(unit->lpi) == 0;
}

const struct storm_ending storm_ending_eoi = {
    .summary = "when the guest has written the EOI of all that came",
    .is_over = is_over,
};
