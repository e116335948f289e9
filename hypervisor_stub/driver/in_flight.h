/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many arrivals of a pLPI the guest has not yet answered with an EOI. A delivery stands for
 * every arrival that merged into it, and its EOI takes all of them off. The vGIC keeps the counter
 * for each pLPI, whichever storm policy runs, under the lock of its vLPI.
 *
 *  listed   arrivals that the list register stands for, up to the EOI of its first delivery
 *  again    arrivals in its pending half, if it is pending and active
 *           the rest waits outside of the list register
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct in_flight {
    uint32_t total, listed, again; /* listed + again is at most total */
};

static inline void in_flight_received(struct in_flight *f)
{
    f->total++;
}

/* The pending half of the list register stands for all arrivals that the active half, if any, does
 * not. */
static inline void in_flight_listed(struct in_flight *f, bool is_active, bool is_pending)
{
    if (!is_active)
        f->listed = is_pending ? f->total : 0;
    f->again = is_active && is_pending ? f->total - f->listed : 0;
}

/* The guest's EOI. */
static inline void in_flight_ended(struct in_flight *f)
{
    f->total -= f->listed;
    f->listed = f->again;
    f->again = 0;
}

/* The arrivals that wait outside of the list register will not be delivered. */
static inline void in_flight_forget_waiting(struct in_flight *f)
{
    f->total = f->listed + f->again;
}

/* Neither will those in its pending half. */
static inline void in_flight_forget_listed(struct in_flight *f, bool is_active)
{
    uint32_t *pending = is_active ? &f->again : &f->listed;
    f->total -= *pending;
    *pending = 0;
}
