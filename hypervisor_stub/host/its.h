/*
 * Driver of the physical ITS: bring-up and the command ring. Commands are posted in a batch (begin,
 * put.., end) under the ring's lock; who must know that they are done waits for the batch's ticket.
 */
#pragma once
#include "arch/its_cmd.h"
#include "core/knobs.h"
#include "core/ram.h"
#include <itstorm/import.h>

struct pe;
struct cmdq_full_ops;

enum cmdq_urgency { CMDQ_BULK, CMDQ_CRITICAL };
enum cmdq_cause { CMDQ_BOOT, CMDQ_ASSIGN, CMDQ_STORM };

struct host_its {
    const struct sim_its_info *info;
    const struct cmdq_full_ops *full;
    sim_lock *lock;
    uint64_t ring_pa;
    uint32_t ring_bytes;
    uint32_t cwriter, creadr; /* offsets; creadr as last seen */
    uint64_t posted, done;    /* commands since boot; done is shared */
    uint32_t seen;            /* how often creadr was updated; shared */
    uint32_t itt_entry_bytes;
    enum host_creadr creadr_policy;
    uint32_t burst_commands;
};

/* A batch being posted. */
struct cmdq_batch {
    enum cmdq_urgency urgency;
    enum cmdq_cause cause;
    bool masked;         /* before the lock */
    uint32_t unseen;     /* commands written since the last doorbell */
    uint64_t request_ns; /* of the next command */
};

typedef uint64_t cmdq_ticket;

bool host_its_create(struct host_its *its, const struct sim_its_info *info, struct ram *ram,
                     const struct settings *settings);

/* On the boot PE: tables, ring, enable. */
void host_its_boot(struct pe *pe, struct host_its *its);

/* On every PE, its LPIs enabled: collection <index> is this PE. */
void host_its_map_pe(struct pe *pe, struct host_its *its);

void cmdq_begin(struct pe *pe, struct host_its *its, struct cmdq_batch *batch,
                enum cmdq_urgency urgency, enum cmdq_cause cause);
void cmdq_put(struct pe *pe, struct host_its *its, struct cmdq_batch *batch,
              const struct its_cmd *cmd);
cmdq_ticket cmdq_end(struct pe *pe, struct host_its *its, struct cmdq_batch *batch);

/* Until the ITS has stepped over everything up to the ticket. No lock of the ring held. */
void cmdq_wait(struct pe *pe, struct host_its *its, cmdq_ticket ticket, enum cmdq_urgency urgency);

/* For policies of a full ring; lock held. */
bool cmdq_has_room(struct pe *pe, struct host_its *its);
void cmdq_doorbell(struct pe *pe, struct host_its *its, struct cmdq_batch *batch);
