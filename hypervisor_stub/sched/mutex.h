/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock whose holder may leave its EL2 stack. `sleeps` false: a spin lock and nothing else. True:
 * whoever has to wait sleeps as well, in order of arrival, since the holder may need its PE.
 */
#pragma once
#include "sched/sched.h"

struct mutex {
    struct sched *sched;
    sim_lock *lock; /* sleeps: only while the other members are looked at */
    bool sleeps;
    struct sched_vcpu *holder; /* sleeps only; shared */
    struct list waiters;       /* vCPUs, by wait_node */
};

void mutex_create(struct mutex *m, struct sched *sched, const char *name, uint16_t domain,
                  bool sleeps);

/* In a trap, unmasked. Returns the PE that runs the caller afterwards. */
struct pe *mutex_take(struct pe *pe, struct mutex *m);
void mutex_drop(struct pe *pe, struct mutex *m);
