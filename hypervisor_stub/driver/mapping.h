/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which devices and events are mapped on the physical ITS: the commands that change it, and the
 * books (on_its), which follow the order of the ring. If a guest's commands are forwarded, the
 * guest decides what is mapped: with the books no command that would be in error is ever sent to
 * the physical ITS.
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
    uint16_t domain;      /* the domain it is assigned to, for statistics; SIM_NO_DOMAIN: none */
    bool throttled;  /* all its pLPIs are disabled because of a storm, or about to be; shared */
    bool sweeps;     /* the pending state of one of them is to be cleared (lpi.h); shared */
    bool on_its;     /* its last MAPD in the ring has V=1; under host.cmdq */
    bool unsynced;   /* mappings were posted, and some of their SYNCs were not; as on_its */
    uint16_t synced; /* unsynced: the SYNCs of PEs below this one were posted */
};

enum { NO_PE = UINT16_MAX };

/* EventID bits for a device of `vectors`: at least 1. */
unsigned host_event_bits(uint32_t vectors);

/* The event is mapped on the ITS: its messages become this pLPI. */
bool host_event_is_mapped(const struct lpi *lpi);

/* Size of the device's ITT. */
uint64_t host_itt_bytes(const struct its_device *device);

/* All of these write into a batch that has begun, and skip commands that would be in error or have
 * no effect. False: the batch was refused; the same call later continues where this one stopped. */

/* MAPD V=1; and DISCARDs, then MAPD V=0. */
bool host_map_device(struct cmdq_batch *batch, struct its_device *device);
bool host_unmap_device(struct cmdq_batch *batch, struct its_device *device);

bool host_map_event(struct cmdq_batch *batch, struct lpi *lpi);    /* MAPTI, but not its INV */
bool host_unmap_event(struct cmdq_batch *batch, struct lpi *lpi);  /* DISCARD */
bool host_reload_event(struct cmdq_batch *batch, struct lpi *lpi); /* INV */
bool host_clear_event(struct cmdq_batch *batch, struct lpi *lpi);  /* CLEAR */
bool host_raise_event(struct cmdq_batch *batch, struct lpi *lpi);  /* INT */

/* MOVI: another PE takes it. A caller that needs it done at the old PE as well puts a SYNC for that
 * PE. */
bool host_move_event(struct cmdq_batch *batch, struct lpi *lpi, uint16_t pe);

/* A SYNC for each PE that takes one of the events [first, first + count), if something was written
 * for them since the last one. */
bool host_sync_events(struct cmdq_batch *batch, struct its_device *device, uint32_t first,
                      uint32_t count);

/* An INVALL for each PE that takes an event whose configuration byte has changed without an INV;
 * except `covered`, whose INVALL the caller puts next. */
bool host_reload_stale(struct cmdq_batch *batch, struct its_device *device, uint32_t covered);

/* Makes changed configuration bytes of a device take effect: an INV for each event, or, with at
 * least `invall_from` vectors, an INVALL for each PE that takes one; then a SYNC for each of these
 * PEs. */
bool host_reload_device(struct cmdq_batch *batch, struct its_device *device, uint32_t invall_from);
