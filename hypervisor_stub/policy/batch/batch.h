/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When guests' commands are executed, and whose come first: knob vits.schedule. Each policy is a
 * file of its name, which defines batch_<name>. To add one, add its file here and its name to the
 * list.
 *
 * A client is the command queue of a guest. The virtual ITS above implements it (batch_client_ops),
 * says what triggers a pass (batch_trigger), and executes commands when a pass gives it a turn. A
 * guest's command is complete, and its CREADR moves, once the host ring has executed the command's
 * counterpart.
 */
#pragma once
#include "base/knobs.h"
#include "base/sync.h"
#include "driver/its.h"
#include "kit/list.h"

#define BATCH_POLICIES(X) X(in_trap) X(round_robin)

struct batch;
struct batch_client;

enum batch_trigger {
    BATCH_ON_WRITE, /* the guest wrote CWRITER, or enabled its ITS */
    BATCH_ON_READ,  /* it read CREADR or CTLR with commands outstanding */
    BATCH_ON_INT,   /* the hypervisor's own completion LPI came (completion.h) */
};

struct batch_policy {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */

    /* NULL: no scheduling, the trap that announces commands executes them. */
    void (*pass)(struct pe *pe, struct batch *batch);
    bool (*is_triggered)(const struct batch *batch, enum batch_trigger trigger);

    /* Does it use the completion LPI of its ring? NULL: no. */
    bool (*uses_completion)(const struct knobs *knobs);

    /* Adds values of its own knobs that cannot work. NULL: all can. */
    void (*refuse)(const struct knobs *knobs, struct refusals *refusals);
};

/* The policy's state at one host ring. */
struct batch {
    const struct batch_policy *policy;
    const uint64_t *knob; /* values of its knobs, by row */
    struct host_its *its;
    sim_lock *lock;      /* host.batch: only one pass at a time */
    struct list clients; /* the first has the next turn */
    bool is_wanted; /* a pass is to be made by the next caller outside of an interrupt; shared */
};

/* The result of a turn. */
struct batch_turn {
    uint32_t executed; /* commands of the guest */
    uint32_t posted;   /* host commands that these caused */
    bool
        is_refused; /* no slot in the host ring: the command stays and continues in its next turn */
};

/* Implemented above. Under host.batch, in a trap or before a guest is entered, unmasked. */
struct batch_client_ops {
    bool (*has_work)(const struct batch_client *client); /* any context, no lock */

    /* Executes `max` commands at most, then moves CREADR over all that are complete. */
    struct batch_turn (*turn)(struct pe *pe, struct batch_client *client, uint32_t max);
};

enum { BATCH_FLIGHTS_MAX = 64 };

/* Commands of a guest that were executed and are not complete, in groups in the order of the host
 * ring. If there are too many groups, the last one grows and is complete with its last command. */
struct batch_flights {
    struct {
        cmdq_ticket ticket;
        uint32_t commands;
    } group[BATCH_FLIGHTS_MAX];
    uint32_t first, count;
    uint32_t ready; /* commands without a counterpart: they wait for nothing */
};

struct batch_client {
    const struct batch_client_ops *ops;
    struct batch *batch; /* NULL: nobody schedules it */
    struct list node;    /* in batch->clients, in the order of turns; under host.batch */
    uint32_t turn_left;  /* how many commands its turn has left; under host.batch */
};

/* Adds vits.schedule and the policies' own knobs. */
void batch_add_knobs(struct knob_table *table);

/* Does the policy that the knob names use the completion LPI? */
bool batch_uses_completion(const struct knobs *knobs);

/* Does the policy that the knob names execute guests' commands in passes of its own? */
bool batch_schedules_all(const struct knobs *knobs);

/* Adds values that cannot work. */
void batch_refuse(const struct knobs *knobs, struct refusals *refusals);

/* Gives the ring the policy that the knob names. Before time zero. False: no memory. */
bool batch_create(struct batch *batch, struct host_its *its, const struct knobs *knobs);

/* Before time zero. */
void batch_add_client(struct batch *batch, struct batch_client *client,
                      const struct batch_client_ops *ops);

/* Its guest ends: waits until no turn is under way; none will follow. */
void batch_remove_client(struct pe *pe, struct batch_client *client);

static inline bool batch_schedules(const struct batch_client *client)
{
    return client->batch != NULL;
}

/* In a trap of the client's guest, unmasked, its lock not held. */
void batch_trigger(struct pe *pe, struct batch_client *client, enum batch_trigger trigger);

/* The completion LPI came, masked: a pass will follow outside of the interrupt. */
void batch_completed(struct batch *batch);

/* Outside of interrupts, unmasked: the pass that an interrupt asked for. */
static inline bool batch_is_wanted(const struct batch *batch)
{
    return SHARED_LOAD(batch->is_wanted);
}
void batch_run_wanted(struct pe *pe, struct batch *batch);

/* ---- for clients, under the client's own lock ---- */

/* A command was executed. `ticket`: its last host command; 0: it caused none. */
void batch_flights_add(struct batch_flights *flights, cmdq_ticket ticket);

/* How many more commands are complete, now that the host ring has executed everything up to
 * `done`. */
uint32_t batch_flights_take(struct batch_flights *flights, cmdq_ticket done);
