/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical command ring. Commands are posted in a batch (begin, put.., end) under the ring's
 * lock, which interrupt handlers take too; who must know that they are done waits for the batch's
 * ticket. How to wait is decided above, behind struct cmdq_waiting; the last `reserved_slots` of
 * the `usable_slots` are for critical commands only.
 */
#pragma once
#include "arch/its_cmd.h"
#include "base/pe.h"
#include "base/probes.h"

struct cmdq_batch;
struct host_its;

enum cmdq_urgency {
    CMDQ_BULK,     /* can wait: boot, assignment, what guests cause */
    CMDQ_CRITICAL, /* INV and SYNC that begin or end a storm */
    CMDQ_NO_WAIT,  /* bulk that never waits: a scheduler comes again by itself */
};

/* Why commands are issued: the statistic that counts them. */
enum cmdq_cause {
    CMDQ_BOOT = PROBE_CMDQ_ISSUED_BOOT,
    CMDQ_ASSIGN = PROBE_CMDQ_ISSUED_ASSIGN,
    CMDQ_STORM = PROBE_CMDQ_ISSUED_STORM,
    CMDQ_GUEST = PROBE_CMDQ_ISSUED_GUEST,
    CMDQ_COMPLETION = PROBE_CMDQ_ISSUED_COMPLETION,
};

/* How the ring's users wait: policy/queue_full implements it, dispatch wires it. */
struct cmdq_waiting {
    /* The ring is full. Called with its lock held, all earlier commands announced; returns with it
     * held. True: there is a slot that the batch may take. False: not in time, it is refused. */
    bool (*wait_for_slot)(struct cmdq_batch *batch);

    /* Between two looks of a bulk user that waits for completion; no lock held. Returns the PE that
     * runs the caller afterwards. NULL: it polls. */
    struct pe *(*wait_for_completion)(struct pe *pe, struct host_its *its);
};

/* Commands posted since boot, up to one of them. */
typedef uint64_t cmdq_ticket;

/* A batch being posted. */
struct cmdq_batch {
    struct host_its *its;
    struct pe *pe; /* who runs it: a policy that sleeps may come back on another one */
    enum cmdq_urgency urgency;
    enum cmdq_cause cause;
    bool masked;         /* before the lock */
    bool has_slot;       /* found by cmdq_room, until the next put */
    bool refused;        /* there was no slot in time: nothing is written from there on */
    uint32_t unseen;     /* commands written since the last doorbell */
    uint32_t written;    /* commands written at all */
    cmdq_ticket last;    /* its last command; 0: none was written */
    uint64_t begun_ns;   /* the request of the whole batch */
    uint64_t request_ns; /* of the next command */
    uint64_t lock_ns;    /* of the time since, the waits for the ring's lock */
};

void cmdq_begin(struct cmdq_batch *batch, struct pe *pe, struct host_its *its,
                enum cmdq_urgency urgency, enum cmdq_cause cause);

/* Waits for a slot, the lock dropped meanwhile if the policy says so. Who decides by something that
 * others change under the lock asks first, then decides, then puts, which cannot fail then. */
bool cmdq_room(struct cmdq_batch *batch);

/* False: refused; neither this command nor a later one of the batch is written. */
bool cmdq_put(struct cmdq_batch *batch, const struct its_cmd *cmd);

/* Announces what was written and drops the lock. Look at batch->refused and batch->pe afterwards.
 */
cmdq_ticket cmdq_end(struct cmdq_batch *batch);

/* Until the ITS has stepped over everything up to the ticket. No lock of the ring held. Returns the
 * PE that runs the caller afterwards. */
struct pe *cmdq_wait(struct pe *pe, struct host_its *its, cmdq_ticket ticket,
                     enum cmdq_urgency urgency);

/* How far the ITS is, and how many slots bulk may take now. */
uint32_t cmdq_look(struct pe *pe, struct host_its *its);

/* Between two looks at CREADR of a bulk user who polls. */
void cmdq_poll_delay(struct pe *pe);

/* ---- for whoever implements cmdq_waiting; lock held ---- */

/* Free slots that the batch may take, looked up anew if they seem to be none. */
uint32_t cmdq_free(struct cmdq_batch *batch);
void cmdq_lock(struct cmdq_batch *batch);
void cmdq_unlock(struct cmdq_batch *batch);
