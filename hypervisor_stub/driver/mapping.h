/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of devices and events is on the physical ITS: the commands that change it, and the books of
 * it (on_its), which follow the order of the ring. A guest whose commands are propagated decides
 * what is mapped: the books keep the physical ITS from ever seeing a command in error.
 */
#pragma once
#include "driver/cmdq.h"

struct lpi;

/* A device as the ITS knows it. */
struct its_device {
    const struct sim_pci_info *info;
    struct host_its *its; /* NULL: assigned to nobody */
    struct lpi *lpis;     /* [vectors], one per event, once it has its pLPIs; shared */
    uint64_t itt;         /* physical; 0: it has none yet */
    uint16_t domain;      /* whose it is, for statistics; SIM_NO_DOMAIN: nobody's */
    bool throttled;       /* all its pLPIs are disabled against a storm, or about to be; shared */
    bool sweeps;          /* one of them is to be cleared (lpi.h); shared */
    bool on_its;          /* the last word of the ring is its MAPD V=1; under host.cmdq */
    bool unsynced;        /* mappings have been posted, and not all of their SYNCs; as on_its */
    uint16_t synced;      /* unsynced: PEs below this one have theirs */
};

enum { NO_PE = UINT16_MAX };

/* EventID bits that a device of `vectors` needs: at least 1. */
unsigned host_event_bits(uint32_t vectors);

/* Its messages reach its pLPI. */
bool host_event_is_mapped(const struct lpi *lpi);

/* Of the ITT that it needs. */
uint64_t host_itt_bytes(const struct its_device *device);

/* All write into a batch that has begun, and write nothing that would be in error or has no effect.
 * False: the batch was refused; called once more later, they go on where they stopped. */

/* MAPD V=1; and DISCARDs, then MAPD V=0. */
bool host_map_device(struct cmdq_batch *batch, struct its_device *device);
bool host_unmap_device(struct cmdq_batch *batch, struct its_device *device);

bool host_map_event(struct cmdq_batch *batch, struct lpi *lpi);    /* MAPTI, but not its INV */
bool host_unmap_event(struct cmdq_batch *batch, struct lpi *lpi);  /* DISCARD */
bool host_reload_event(struct cmdq_batch *batch, struct lpi *lpi); /* INV */
bool host_clear_event(struct cmdq_batch *batch, struct lpi *lpi);  /* CLEAR */
bool host_raise_event(struct cmdq_batch *batch, struct lpi *lpi);  /* INT */

/* MOVI: another PE takes it. Who needs it done at the one before as well puts a SYNC for that. */
bool host_move_event(struct cmdq_batch *batch, struct lpi *lpi, uint16_t pe);

/* A SYNC for each PE that takes one of the events [first, first + count), if something was written
 * for them since the last one. */
bool host_sync_events(struct cmdq_batch *batch, struct its_device *device, uint32_t first,
                      uint32_t count);

/* An INVALL for each PE that takes an event whose configuration byte has changed without an INV;
 * but `covered`, whose INVALL the caller puts next. */
bool host_reload_stale(struct cmdq_batch *batch, struct its_device *device, uint32_t covered);

/* All events of a device whose configuration bytes have changed: an INV for each, or, from
 * `invall_from` vectors on, an INVALL for each PE that takes one; then a SYNC for each of these. */
bool host_reload_device(struct cmdq_batch *batch, struct its_device *device, uint32_t invall_from);
