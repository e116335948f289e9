/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to do when the host ring is full: knob host.queue_full. Each policy is a file of its name,
 * which defines queue_full_<name>. To add one, add its file here and its name to the list.
 */
#pragma once
#include "base/knobs.h"
#include "driver/its.h"
#include "sched/sched.h"

#define QUEUE_FULL_POLICIES(X) X(spin) X(spin_locked) X(sleep) X(fail) X(refuse)

struct queue_full;

struct queue_full_policy {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */
    uint32_t state_bytes;        /* its own, per ring, zeroed: queue_full_state */
    struct cmdq_waiting waiting;

    bool sleeps; /* waiting leaves the EL2 stack, so callers may hold mutexes only */

    /* Initialises its state, which is zeroed. Before time zero. NULL: nothing to do. */
    void (*create)(struct queue_full *ring);

    /* Does it use the completion LPI of its ring (completion.h)? NULL: no. `completed`: that LPI
     * has come, masked. */
    bool (*uses_completion)(const struct knobs *knobs);
    void (*completed)(struct pe *pe, struct host_its *its);
};

/* The policy's state at one ring. */
struct queue_full {
    const struct queue_full_policy *policy;
    const uint64_t *knob; /* values of its knobs, by row */
    struct sched *sched;
    void *state;
    bool uses_completion;
};

/* Adds host.queue_full and the policies' own knobs. */
void queue_full_add_knobs(struct knob_table *table);

/* Does the policy that the knob names use the completion LPI? */
bool queue_full_uses_completion(const struct knobs *knobs);

/* Gives the ring the policy that the knob names. Before time zero. False: no memory. */
bool queue_full_attach(struct host_its *its, struct sched *sched, const struct knobs *knobs);

static inline struct queue_full *queue_full_of(const struct host_its *its)
{
    return (struct queue_full *)its->waiter;
}

static inline void *queue_full_state(const struct host_its *its)
{
    return queue_full_of(its)->state;
}

static inline bool queue_full_sleeps(const struct host_its *its)
{
    return queue_full_of(its)->policy->sleeps;
}

void queue_full_completed(struct pe *pe, struct host_its *its);

/* The vCPU is being destroyed, and may be asleep in the middle of a batch. The ring's lock is
 * held. */
void queue_full_forget_sleeper(struct pe *pe, struct sched_vcpu *v);

/* ---- for policies ---- */

/* Time between two polls, and the number of polls after which an ITS that makes no progress is
 * given up; as in Linux's driver. */
enum { CMDQ_POLL_NS = 1000, CMDQ_GIVE_UP_POLLS = 1000000 };

/* Polls for a slot `polls` times, CMDQ_POLL_NS apart, with the lock dropped in between. */
bool queue_full_spin_unlocked(struct cmdq_batch *batch, unsigned polls);
