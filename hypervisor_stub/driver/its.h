/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Driver of the physical ITS: its state and its bring-up. The command ring is cmdq.h.
 */
#pragma once
#include "base/knobs.h"
#include "driver/cmdq.h"
#include "driver/completion.h"
#include "driver/gic.h"

enum host_creadr { HOST_CREADR_CACHED, HOST_CREADR_EACH };
enum host_bulk { HOST_BULK_WAITS, HOST_BULK_IS_REFUSED };

struct host_its {
    const struct sim_its_info *info;
    unsigned index; /* of the machine's ITSs */
    const struct gic *gic;
    struct ram *ram;
    const struct cmdq_waiting *waiting;
    void *waiter;   /* owned by the implementation of `waiting` */
    sim_lock *lock; /* host.cmdq: guards everything below that changes */
    uint64_t ring_pa;
    uint32_t ring_bytes;
    uint32_t cwriter, creadr; /* offsets; creadr as last seen */
    uint64_t posted, done;    /* commands since boot; done is shared */
    uint32_t seen;            /* how often creadr was updated; shared */
    uint32_t itt_entry_bytes;
    enum host_creadr creadr_policy;
    uint32_t burst_commands;
    uint32_t usable_slots;   /* commands in the ring at most */
    uint32_t reserved_slots; /* of these, for critical commands alone */
    enum host_bulk bulk_admission;
    struct completion completion;
};

extern const struct hv_knob host_its_knobs[];

/* How many slots can be reserved so that `others` remain. */
uint32_t host_its_reservable(const struct knobs *knobs, uint32_t others);

/* Before time zero; `waiting` belongs to the caller. False: no RAM, or a ring size that the ITS
 * cannot have. */
bool host_its_create(struct host_its *its, unsigned index, const struct gic *gic, struct ram *ram,
                     const struct knobs *knobs);

/* The value of host.burst: at creation, and when it is set at run time. */
void host_its_set_burst(struct host_its *its, const struct knobs *knobs);

/* On the boot PE: tables, ring, enable. */
void host_its_boot(struct pe *pe, struct host_its *its);

/* On every PE, its LPIs enabled: collection <index> is this PE. */
void host_its_map_pe(struct pe *pe, struct host_its *its);

/* Posts all of them, in as many batches as it takes; at boot only. */
cmdq_ticket host_its_post_at_boot(struct pe *pe, struct host_its *its, const struct its_cmd *cmds,
                                  unsigned count);

/* A SYNC for the redistributor of a PE. */
struct its_cmd host_its_sync(const struct host_its *its, unsigned target);
