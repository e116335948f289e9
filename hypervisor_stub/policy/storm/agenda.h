/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units that are held for a time, the earliest first: a binary heap, so that many storms of one
 * guest do not make an operation long. Under the storm lock.
 */
#pragma once
#include "policy/storm/storm.h"

struct storm_agenda {
    struct storm_unit *
        *units; /* [capacity + 1], from 1 on; a unit knows its slot, 0: not in here */
    uint32_t count;
};

/* Has room for all units. NULL: no memory. */
struct storm_agenda *agenda_create(uint32_t capacity);

/* Adds a unit that is not in the agenda. */
void agenda_add(struct storm_agenda *agenda, struct storm_unit *unit, uint64_t due_ns);

/* Takes out the earliest unit if it is due. NULL: none is. */
struct storm_unit *agenda_take(struct storm_agenda *agenda, uint64_t now_ns);

/* When the earliest unit is due; UINT64_MAX: there is none. */
uint64_t agenda_next_ns(const struct storm_agenda *agenda);
