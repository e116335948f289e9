/* SPDX-License-Identifier: MIT */
/*
 * A spin lock that knows its holder, for assertions. Time, waiting and statistics are those of the
 * simulator's lock.
 */
#pragma once
#include "kit/sync.h"
#include <stddef.h>

struct spinlock {
    sim_lock *lock;
    sim_pe *holder; /* shared; NULL: free, or about to be taken */
};

static inline void spinlock_create(struct spinlock *s, const char *name, uint16_t domain)
{
    s->lock = sim_lock_create(name, domain);
    s->holder = NULL;
}

static inline void spinlock_take(sim_pe *pe, struct spinlock *s)
{
    sim_lock_take(pe, s->lock);
    SHARED_STORE(s->holder, pe);
}

static inline bool spinlock_try(sim_pe *pe, struct spinlock *s)
{
    const bool taken = sim_lock_try(pe, s->lock);
    if (taken)
        SHARED_STORE(s->holder, pe);
    return taken;
}

static inline void spinlock_drop(sim_pe *pe, struct spinlock *s)
{
    SHARED_STORE(s->holder, NULL);
    sim_lock_drop(pe, s->lock);
}

/* For any PE. If another PE holds it, the answer may be outdated at once. */
static inline bool spinlock_is_held(const struct spinlock *s)
{
    return SHARED_LOAD(s->holder) != NULL;
}

/* Held by this PE: for assertions. */
static inline bool spinlock_is_mine(const sim_pe *pe, const struct spinlock *s)
{
    return SHARED_LOAD(s->holder) == pe;
}
