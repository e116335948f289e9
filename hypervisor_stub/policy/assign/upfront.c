/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All events of a device are mapped when it is assigned, in one batch (what-ifs S8, S13): the
 * proposal of the mail. No command of the guest needs the host ring then.
 */
#include "policy/assign/assign.h"

static bool map_all(struct assigning *a)
{
    return assign_map_events(a, 0, a->device->info->vectors);
}

const struct assign_policy assign_upfront = {
    .summary = "all at its assignment",
    .assigned = map_all,
};
