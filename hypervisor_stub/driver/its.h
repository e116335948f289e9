/*
 * Driver of the physical ITS: what is kept of it, and its bring-up. Its command ring is cmdq.h.
 */
#pragma once
#include "base/knobs.h"
#include "base/ram.h"
#include "driver/completion.h"
#include <itstorm/import.h>

struct pe;
struct cmdq_full_ops;

struct host_its {
    const struct sim_its_info *info;
    const struct cmdq_full_ops *full;
    sim_lock *lock; /* host.cmdq: everything from here on that changes */
    uint64_t ring_pa;
    uint32_t ring_bytes;
    uint32_t cwriter, creadr; /* offsets; creadr as last seen */
    uint64_t posted, done;    /* commands since boot; done is shared */
    uint32_t seen;            /* how often creadr was updated; shared */
    uint32_t itt_entry_bytes;
    enum host_creadr creadr_policy;
    uint32_t burst_commands;
    uint32_t reserved_slots;
    struct completion completion;
};

bool host_its_create(struct host_its *its, const struct sim_its_info *info, struct ram *ram,
                     const struct settings *settings);

/* On the boot PE: tables, ring, enable. */
void host_its_boot(struct pe *pe, struct host_its *its);

/* On every PE, its LPIs enabled: collection <index> is this PE. */
void host_its_map_pe(struct pe *pe, struct host_its *its);
