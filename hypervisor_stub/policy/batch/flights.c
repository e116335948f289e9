/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of a guest that are executed and not complete; see batch.h. */
#include "policy/batch/batch.h"

static uint32_t at(const struct batch_flights *flights, uint32_t n)
{
    return (flights->first + n) % BATCH_FLIGHTS_MAX;
}

/* A command that caused no host command is complete with the one before it, because CREADR moves in
 * order. */
void batch_flights_add(struct batch_flights *flights, cmdq_ticket ticket)
{
    const bool is_full = flights->count == BATCH_FLIGHTS_MAX;
    if (ticket == 0 && flights->count == 0) {
        flights->ready++;
        return;
    }
    if (ticket != 0 && !is_full)
        flights->group[at(flights, flights->count++)].commands = 0;
    const uint32_t last = at(flights, flights->count - 1u);
    if (ticket != 0)
        flights->group[last].ticket = ticket;
    flights->group[last].commands++;
}

uint32_t batch_flights_take(struct batch_flights *flights, cmdq_ticket done)
{
    uint32_t commands = flights->ready;
    flights->ready = 0;
    while (flights->count != 0 && flights->group[flights->first].ticket <= done) {
        commands += flights->group[flights->first].commands;
        flights->first = at(flights, 1);
        flights->count--;
    }
    return commands;
}
