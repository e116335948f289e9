/* SPDX-License-Identifier: MIT */
/* Data that PEs share without a lock, and locks that interrupt handlers take, too. */
#pragma once
#include <itstorm/import.h>

#define SHARED_LOAD(object) __atomic_load_n(&(object), __ATOMIC_SEQ_CST)
#define SHARED_STORE(object, value) __atomic_store_n(&(object), value, __ATOMIC_SEQ_CST)

/* Takes a lock masked; returns what irq_unlock needs. */
static inline bool irq_lock(sim_pe *pe, sim_lock *lock)
{
    const bool masked = sim_irq_save(pe);
    sim_lock_take(pe, lock);
    return masked;
}

static inline void irq_unlock(sim_pe *pe, sim_lock *lock, bool masked)
{
    sim_lock_drop(pe, lock);
    sim_irq_restore(pe, masked);
}
