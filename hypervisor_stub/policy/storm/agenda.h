/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units that are held for a time, the earliest first: a binary heap, so that a guest with many
 * storms cannot make a look at it long. Under the storm lock.
 */
#pragma once
#include "policy/storm/storm.h"

struct storm_agenda {
    struct storm_unit *
        *units; /* [capacity + 1], from 1 on; a unit knows its slot, 0: not in here */
    uint32_t count;
};

/* For all units there are. NULL: no memory. */
struct storm_agenda *agenda_create(uint32_t capacity);

/* The unit is not in there. */
void agenda_add(struct storm_agenda *agenda, struct storm_unit *unit, uint64_t due_ns);

/* The earliest, if it is due: taken out. NULL: none is. */
struct storm_unit *agenda_take(struct storm_agenda *agenda, uint64_t now_ns);

/* When the earliest is due; UINT64_MAX: there is none. */
uint64_t agenda_next_ns(const struct storm_agenda *agenda);
