/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical command ring. Commands are posted in a batch (begin, put.., end) under the ring's
 * lock, which interrupt handlers take too. A caller that must know that they are done waits for the
 * batch's ticket. How to wait is decided above, behind struct cmdq_waiting. The last
 * `reserved_slots` of the `usable_slots` are for critical commands only.
 */
#pragma once
#include "arch/its_cmd.h"
#include "base/pe.h"
#include "base/probes.h"

struct cmdq_batch;
struct host_its;

enum cmdq_urgency {
    CMDQ_BULK,     /* can wait: boot, assignment, commands that guests cause */
    CMDQ_CRITICAL, /* INV and SYNC that begin or end a storm */
    CMDQ_NO_WAIT,  /* bulk that never waits: its scheduler tries again by itself */
};

/* Why commands are issued: the statistic that counts them. */
enum cmdq_cause {
    CMDQ_BOOT = PROBE_CMDQ_ISSUED_BOOT,
    CMDQ_ASSIGN = PROBE_CMDQ_ISSUED_ASSIGN,
    CMDQ_STORM = PROBE_CMDQ_ISSUED_STORM,
    CMDQ_GUEST = PROBE_CMDQ_ISSUED_GUEST,
    CMDQ_COMPLETION = PROBE_CMDQ_ISSUED_COMPLETION,
};

/* How the ring's users wait: policy/queue_full implements it, dispatch connects it. */
struct cmdq_waiting {
    /* The ring is full. Called with its lock held, when all earlier commands have been announced;
     * returns with the lock held. True: there is a slot for the batch. False: there was none in
     * time, the batch is refused. */
    bool (*wait_for_slot)(struct cmdq_batch *batch);

    /* A bulk user waits for completion: called between two reads of CREADR, no lock held. Returns
     * the PE that runs the caller afterwards. NULL: it polls. */
    struct pe *(*wait_for_completion)(struct pe *pe, struct host_its *its);
};

/* Number of commands posted since boot, up to and including one. */
typedef uint64_t cmdq_ticket;

/* A batch being posted. */
struct cmdq_batch {
    struct host_its *its;
    struct pe *pe; /* runs the caller; changes if a policy sleeps and resumes on another PE */
    enum cmdq_urgency urgency;
    enum cmdq_cause cause;
    bool masked;         /* whether interrupts were masked before the lock was taken */
    bool has_slot;       /* cmdq_room found one; valid until the next put */
    bool refused;        /* no slot in time: neither that command nor a later one is written */
    uint32_t most;       /* commands that it may write; beyond them it is refused, even if */
    bool is_cut;         /* there is room: is_cut */
    uint32_t unseen;     /* commands written since the last doorbell */
    uint32_t written;    /* commands written */
    cmdq_ticket last;    /* of its last command; 0: none was written */
    uint64_t begun_ns;   /* the request of the whole batch */
    uint64_t request_ns; /* of the next command */
    uint64_t lock_ns;    /* part of the time since then: waits for the ring's lock */
};

void cmdq_begin(struct cmdq_batch *batch, struct pe *pe, struct host_its *its,
                enum cmdq_urgency urgency, enum cmdq_cause cause);

/* Waits for a slot; the policy may drop the lock meanwhile. A caller whose decision depends on data
 * that others change under the lock calls this first, then decides, then puts, which cannot fail
 * then. */
bool cmdq_room(struct cmdq_batch *batch);

/* False: refused; neither this command nor a later one of the batch is written. */
bool cmdq_put(struct cmdq_batch *batch, const struct its_cmd *cmd);

/* Announces what was written and drops the lock. Look at batch->refused and batch->pe afterwards.
 */
cmdq_ticket cmdq_end(struct cmdq_batch *batch);

/* Waits until the ITS has stepped over everything up to the ticket. The ring's lock is not held.
 * Returns the PE that runs the caller afterwards. */
struct pe *cmdq_wait(struct pe *pe, struct host_its *its, cmdq_ticket ticket,
                     enum cmdq_urgency urgency);

/* Reads CREADR. Returns how many slots bulk may take now. */
uint32_t cmdq_room_for_bulk(struct pe *pe, struct host_its *its);

/* The delay between two reads of CREADR of a bulk user that polls. */
void cmdq_poll_delay(struct pe *pe);

/* ---- for whoever implements cmdq_waiting; lock held ---- */

/* Free slots that the batch may take; reads CREADR again if there seem to be none. */
uint32_t cmdq_free(struct cmdq_batch *batch);
void cmdq_lock(struct cmdq_batch *batch);
void cmdq_unlock(struct cmdq_batch *batch);
