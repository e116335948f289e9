/*
 * The table of physical LPIs: pLPI -> device, event, domain, vLPI. One entry per event of a device,
 * made when the device is assigned; "unassigned" (vlpi 0) until the guest's MAPTI names a vLPI.
 * Read without a lock on the interrupt path.
 */
#pragma once
#include "arch/lpi_table.h"
#include <itstorm/import.h>

struct pe;
struct hv;
struct domain;
struct device;

/* in_flight and throttled: under the lock of the vLPI; unassigned: under host.lpi. */
struct lpi {
    uint32_t intid;
    uint32_t event;
    uint32_t vlpi;      /* 0: unassigned; shared */
    uint16_t in_flight; /* received since the vLPI's EOI */
    bool throttled;     /* disabled by the storm policy, or about to be; shared */
    struct device *device;
    uint64_t throttled_at_ns;
};

/* The lock (host.lpi) guards numbers handed out, device states, ITT memory, unassigned entries. */
struct lpi_table {
    sim_lock *lock;
    struct lpi *entries; /* [capacity], INTID_LPI_FIRST upwards */
    uint32_t count, capacity;
};

bool lpi_table_create(struct hv *hv);

/* An LPI was acknowledged on this PE and its priority dropped. Masked. */
void lpi_receive(struct pe *pe, uint32_t intid);

/*
 * Maps all events of a device and enables their pLPIs: 1 MAPD, a MAPTI and an INV per event, a SYNC
 * per PE concerned; waits until all is done. Returns an HVC_* result. On a trap, unmasked.
 */
uint64_t lpi_assign_device(struct pe *pe, struct device *device);

/*
 * Makes the redistributor follow lpi->throttled: configuration byte, INV, SYNC, wait. No lock held,
 * any context. Whoever changes the flag calls this afterwards; the byte is written and the commands
 * are posted under the ring's lock with the flag's value of that moment, so the last change always
 * wins.
 */
void lpi_apply(struct pe *pe, struct lpi *lpi);

static inline struct lpi *lpi_lookup(struct lpi_table *table, uint32_t intid)
{
    const uint32_t index = intid - INTID_LPI_FIRST;
    return intid >= INTID_LPI_FIRST && index < table->count ? &table->entries[index] : 0;
}
