/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All events of a device are mapped when its guest's MAPD comes, in blocks of 32, each with a SYNC
 * and waited for before the next: Xen, gic-v3-its.c, gicv3_its_map_guest_device. All of it in the
 * guest's trap, with the virtual ITS's lock held. MAPD with V=0 takes them off again.
 *
 * Choice: a device has as many events as it has vectors. Xen rounds up to a power of two, 32 at
 * least.
 */
#include "kit/least.h"
#include "policy/assign/assign.h"

enum { BLOCK_EVENTS = 32 };

static bool map_blocks(struct assigning *a)
{
    const uint32_t events = a->device->info->vectors;
    for (uint32_t first = 0; first < events; first += BLOCK_EVENTS)
        if (!assign_map_events(a, first, (uint32_t)least(BLOCK_EVENTS, events - first)))
            return false;
    return true;
}

const struct assign_policy assign_mapd = {
    .summary = "in blocks of 32 at its guest's MAPD (Xen)",
    .mapd = map_blocks,
    .unmapd = assign_unmap_device,
};
