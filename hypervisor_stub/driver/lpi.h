/*
 * The table of physical LPIs: pLPI -> device, event, domain, vLPI. One entry per event of a device,
 * made when the device is assigned; "unassigned" (vlpi 0) until the guest's MAPTI names a vLPI.
 * Read without a lock on the interrupt path.
 */
#pragma once
#include "arch/lpi_table.h"
#include "base/list.h"
#include "driver/in_flight.h"
#include <itstorm/import.h>

struct pe;
struct hv;
struct domain;
struct device;

/* in_flight, strays and throttled: under the lock of the vLPI; unassigned: under host.lpi. */
struct lpi {
    uint32_t intid;
    uint32_t event;
    uint32_t vlpi; /* 0: unassigned; shared */
    struct in_flight in_flight;
    uint32_t strays;       /* received while there was nowhere to deliver it, since then */
    bool throttled;        /* disabled by the storm policy, or about to be; shared */
    bool sweep;            /* what pends at the redistributor is to be cleared; shared */
    bool on_its;           /* the last word of the ring is its MAPTI; under host.cmdq */
    bool stale;            /* its configuration byte changed without an INV; under host.cmdq */
    bool deferred;         /* in the table's list; under host.lpi */
    struct device *device; /* NULL: the hypervisor's own completion */
    uint64_t throttled_at_ns;
    struct list node; /* deferred */
};

/* The lock (host.lpi) guards numbers handed out, device states, ITT memory, unassigned entries. */
struct lpi_table {
    sim_lock *lock;
    struct lpi *entries; /* [capacity], INTID_LPI_FIRST upwards */
    uint32_t count, capacity;
    struct list deferred; /* those that lpi_apply could not apply */
};

bool lpi_table_create(struct hv *hv);

/* The next `count` entries, for events 0 upwards of `device`. NULL: there are not so many. The
 * caller holds the lock. */
struct lpi *lpi_table_take(struct hv *hv, struct device *device, uint32_t count);

/* An LPI was acknowledged on this PE and its priority dropped. Masked. */
void lpi_receive(struct pe *pe, uint32_t intid);

/*
 * Makes the redistributor follow lpi->throttled and lpi->sweep: configuration byte, CLEAR, INV,
 * SYNC, wait. No lock held, any context. Whoever changes the flag calls this afterwards; the byte
 * is written and the INV posted under the ring's lock with the flag's value of that moment, so the
 * last change always wins. Refused by the ring, it is deferred: this PE tries again soon.
 */
void lpi_apply(struct pe *pe, struct lpi *lpi);

/* What was deferred, as far as the ring takes it; the rest is deferred again. Masked. */
void lpi_apply_deferred(struct pe *pe);

/* Received, and neither ended by the guest nor forgotten: what a storm policy looks at. */
static inline uint32_t lpi_unanswered(const struct lpi *lpi)
{
    return lpi->in_flight.total + lpi->strays;
}

static inline struct lpi *lpi_lookup(struct lpi_table *table, uint32_t intid)
{
    const uint32_t index = intid - INTID_LPI_FIRST;
    return intid >= INTID_LPI_FIRST && index < table->count ? &table->entries[index] : 0;
}
