/* SPDX-License-Identifier: Apache-2.0 */
/* A binary heap; see agenda.h. */
#include "policy/storm/agenda.h"

struct storm_agenda *agenda_create(uint32_t capacity)
{
    struct storm_agenda *agenda = sim_alloc(sizeof *agenda, 64);
    if (agenda == NULL)
        return NULL;
    agenda->units = sim_alloc((capacity + 1ull) * sizeof(struct storm_unit *), 64);
    return agenda->units != NULL ? agenda : NULL;
}

static void put(struct storm_agenda *agenda, uint32_t slot, struct storm_unit *unit)
{
    agenda->units[slot] = unit;
    unit->agenda_slot = slot;
}

/* Moves the unit towards the top, past all that are due later. */
static void rise(struct storm_agenda *agenda, uint32_t slot, struct storm_unit *unit)
{
    for (; slot > 1 && agenda->units[slot / 2u]->due_ns > unit->due_ns; slot /= 2u)
        put(agenda, slot, agenda->units[slot / 2u]);
    put(agenda, slot, unit);
}

/* Moves the unit away from the top, past all that are due earlier. */
static void sink(struct storm_agenda *agenda, struct storm_unit *unit)
{
    uint32_t slot = 1, child = 2;
    for (; child <= agenda->count; slot = child, child *= 2u) {
        if (child < agenda->count &&
            agenda->units[child + 1u]->due_ns < agenda->units[child]->due_ns)
            child++;
        if (agenda->units[child]->due_ns >= unit->due_ns)
            break;
        put(agenda, slot, agenda->units[child]);
    }
    put(agenda, slot, unit);
}

void agenda_add(struct storm_agenda *agenda, struct storm_unit *unit, uint64_t due_ns)
{
    unit->due_ns = due_ns;
    rise(agenda, ++agenda->count, unit);
}

struct storm_unit *agenda_take(struct storm_agenda *agenda, uint64_t now_ns)
{
    if (agenda_next_ns(agenda) > now_ns)
        return NULL;
    struct storm_unit *first = agenda->units[1];
    struct storm_unit *last = agenda->units[agenda->count--];
    first->agenda_slot = 0;
    if (first != last)
        sink(agenda, last);
    return first;
}

uint64_t agenda_next_ns(const struct storm_agenda *agenda)
{
    return agenda->count != 0 ? agenda->units[1]->due_ns : UINT64_MAX;
}
