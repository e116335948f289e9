/*
 * What is shared between PEs outside of a lock, and locks that interrupt handlers take too.
 *
 * Lock order, outer first. Whoever holds one may take only those below it:
 *
 *   host.batch  one per ITS; unmasked: no interrupt handler takes it
 *   vits        one per domain; on a trap, unmasked: no interrupt handler takes it. A mutex
 *               (mutex.h) where who executes a command may sleep for the host ring
 *   vgic        one per vCPU; irq. Never two at once
 *   host.lpi    pLPI table, ITT memory; irq
 *   storm       devices that storm, and what is held for a time; irq
 *
 *   sched       one per PE; irq. Taken alone, never two at once
 *   vpci        one per domain; irq. Taken alone
 *   host.cmdq   one per ITS; irq. Taken alone, but that its holder may hold host.batch and vits
 *
 * "irq": interrupt handlers take it too, therefore it is always taken masked (irq_lock). Nobody
 * waits for the host ring while holding vgic, host.lpi, storm or sched.
 */
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
