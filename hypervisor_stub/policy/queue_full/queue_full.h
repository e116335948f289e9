/*
 * What to do when the host ring is full: one policy per file, by knob host.queue_full.
 */
#pragma once
#include "driver/cmdq.h"

struct hv;

struct cmdq_full_ops {
    const char *name;

    /* Called with the ring's lock held, all earlier commands announced; returns with it held. True:
     * there is a slot that the batch may take. False: not in time, the batch is refused. */
    bool (*wait)(struct cmdq_batch *batch);

    bool sleeps; /* `wait` leaves the EL2 stack: what is held around it must be a mutex */
};

extern const struct cmdq_full_ops cmdq_full_spin, cmdq_full_spin_locked, cmdq_full_sleep,
    cmdq_full_fail;

/* By the choice of knob host.queue_full. */
const struct cmdq_full_ops *cmdq_full_policy(unsigned choice);

/* Between two looks, and when an ITS that takes nothing is given up: Linux's driver does both. */
enum { CMDQ_POLL_NS = 1000, CMDQ_GIVE_UP_POLLS = 1000000 };

/* Looks `polls` times, CMDQ_POLL_NS apart, the lock dropped in between. */
bool cmdq_spin(struct cmdq_batch *batch, unsigned polls);
