/* SPDX-License-Identifier: Apache-2.0 */
/* Finding units by pLPI and by device, for storm.c and act.c only. */
#pragma once
#include "policy/storm/storm.h"

static inline struct storm_unit *unit_of_lpi(const struct storm *storm, const struct lpi *lpi)
{
    return &storm->units[lpi - storm->lpis->entries];
}

static inline struct storm_unit *unit_of_device(const struct storm *storm,
                                                const struct its_device *device)
{
    return &storm->device_units[device->info - storm->machine->pci];
}

/* The flag that the hardware is to follow. */
static inline bool *unit_flag(const struct storm_unit *unit)
{
    return unit->device != NULL ? &unit->device->throttled : &unit->lpi->throttled;
}

/* ---- act.c ---- */

/* Before time zero. False: no memory. */
bool act_create(struct storm *storm);
