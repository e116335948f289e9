/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each event is mapped when its guest's MAPTI or MAPI comes, and unmapped by its DISCARD: the
 * physical ITS knows what the guest uses and nothing else.
 */
#include "policy/assign/assign.h"

static bool map_event(struct assigning *a, struct lpi *lpi)
{
    return assign_map_events(a, lpi->event, 1);
}

const struct assign_policy assign_mapti = {
    .summary = "each at its guest's MAPTI",
    .mapd = assign_map_device,
    .unmapd = assign_unmap_device,
    .mapti = map_event,
    .discard = assign_unmap_event,
};
