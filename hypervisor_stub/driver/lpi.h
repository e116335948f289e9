/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of physical LPIs: pLPI -> device, event, PE, and the vLPI that the floors above bound
 * to it. There is one entry per event of a device, made when the device is assigned; vlpi is 0
 * until the guest's MAPTI names a vLPI. The interrupt path reads it without a lock.
 */
#pragma once
#include "arch/lpi_table.h"
#include "base/pe.h"
#include "base/sync.h"
#include "driver/in_flight.h"
#include "driver/mapping.h"

struct gic;

enum {
    LPI_HOST_PRIORITY = 0xa0,
    LPI_PES_MAX = 512 /* of the machine */
};

/* in_flight, strays and throttled: guarded by the lock of the vLPI's owner once vlpi is not 0, by
 * host.lpi before. */
struct lpi {
    uint32_t intid;
    uint32_t event;
    uint32_t vlpi;   /* 0: unassigned; shared */
    uint16_t target; /* index of the PE that takes it; its collection; changes under host.cmdq */
    struct in_flight in_flight;
    uint32_t strays;   /* received since it had nowhere to be delivered */
    bool throttled;    /* disabled because of a storm, or about to be; shared */
    bool sweep;        /* its pending state in the redistributor is to be cleared; shared */
    bool guest_off;    /* disabled because its guest has disabled the vLPI; shared */
    bool guest_turned; /* guest_off has changed, and the hardware does not follow yet; shared */
    uint32_t holds; /* 1 + the PE whose priority it holds until its guest's EOI; 0: none; shared */
    bool on_its;    /* its last mapping command in the ring is a MAPTI; under host.cmdq */
    bool is_free;   /* given back; under host.lpi */
    bool is_ready;  /* its guest can use it, noted once since it was assigned */
    bool stale;     /* its configuration byte changed without an INV; under host.cmdq */
    struct its_device *device; /* NULL: the hypervisor's own completion */
};

/* The lock (host.lpi) guards numbers handed out, device states, ITT memory, unassigned entries. */
struct lpi_table {
    sim_lock *lock;
    struct lpi *entries; /* [capacity], INTID_LPI_FIRST upwards */
    uint32_t count, capacity;
    unsigned id_bits;
    uint32_t *to_drop; /* [pe_count]; a held LPI whose EOI another PE has seen; 0: none; shared */
};

/* Before time zero. False: no memory. */
bool lpi_table_create(struct lpi_table *table, const struct sim_machine *machine);

/* `count` consecutive entries, for events 0 upwards of `device`; entries that were given back come
 * first. NULL: there are not that many. The caller holds the lock. */
struct lpi *lpi_table_take(struct lpi_table *table, struct its_device *device, uint32_t count);

/* The entries can be used again: nothing refers to them, and none of their pLPIs can arrive. Lock
 * held. */
void lpi_table_give_back(struct lpi_table *table, struct lpi *lpis, uint32_t count);

/* Writes the configuration byte; an INV makes the redistributor read it. */
void lpi_write_config(struct pe *pe, const struct gic *gic, uint32_t intid, bool enabled);

/* Which commands make a change take effect, and whether the caller waits for them. */
struct lpi_applying {
    uint32_t invall_from; /* devices with at least this many vectors get one INVALL per PE, not an
                             INV per event */
    bool waits;           /* until the ITS has done it */
};

/*
 * Makes the redistributor follow the flags `throttled` of the pLPI and of its device, and
 * lpi->sweep: configuration byte, CLEAR, INV, SYNC. No lock held, any context. Whoever changes a
 * flag calls this afterwards; the byte is written and the INV posted under the ring's lock with the
 * flags' values of that moment, so the last change always wins. False: the ring refused; the caller
 * tries again later.
 */
bool lpi_apply(struct pe *pe, struct lpi *lpi, const struct lpi_applying *how);
bool lpi_apply_device(struct pe *pe, struct its_device *device, const struct lpi_applying *how);

/* The guest has enabled or disabled the vLPI, and the pLPI is to follow (lpi_follow_guest). False:
 * nothing changed. */
static inline bool lpi_turn(struct lpi *lpi, bool enabled)
{
    if (SHARED_LOAD(lpi->guest_off) != enabled)
        return false;
    SHARED_STORE(lpi->guest_off, !enabled);
    SHARED_STORE(lpi->guest_turned, true);
    return true;
}

/* Writes the configuration byte if its guest has changed the enable bit; in that case, or if
 * `reloads`, posts an INV. */
bool lpi_follow_guest(struct cmdq_batch *batch, struct lpi *lpi, bool reloads);

/* Writes the configuration bytes of all events of a device, then host_reload_stale. The ring's lock
 * is held, as after cmdq_room. */
bool lpi_follow_guest_everywhere(struct cmdq_batch *batch, struct its_device *device,
                                 uint32_t covered);

/* Disabled because of a storm. */
static inline bool lpi_is_disabled(const struct lpi *lpi)
{
    return SHARED_LOAD(lpi->throttled) || SHARED_LOAD(lpi->device->throttled);
}

/*
 * With host.eoi = at_guest_eoi the priority of an LPI is held from its acknowledge until its
 * guest's EOI. Whoever sees that EOI drops it, once. ICC_EOIR must be written by the PE that
 * acknowledged: another PE kicks that one, and lpi_drop_late drops the priority there. All LPIs
 * have the same priority, so a PE never holds two. Masked.
 */
void lpi_hold_priority(struct pe *pe, struct lpi *lpi);
void lpi_drop_priority(struct lpi_table *table, struct pe *pe, struct lpi *lpi);
void lpi_drop_late(struct lpi_table *table, struct pe *pe);

/* Arrivals that were neither ended by the guest nor forgotten: what storm policies decide by. */
static inline uint32_t lpi_unanswered(const struct lpi *lpi)
{
    return lpi->in_flight.total + lpi->strays;
}

static inline struct lpi *lpi_lookup(struct lpi_table *table, uint32_t intid)
{
    const uint32_t index = intid - INTID_LPI_FIRST;
    return intid >= INTID_LPI_FIRST && index < table->count ? &table->entries[index] : 0;
}
