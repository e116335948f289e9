/* SPDX-License-Identifier: MIT */
/* Readers and writers: see rwlock.h. */
#include "kit/rwlock.h"
#include "kit/panic.h"
#include "kit/sync.h"

enum { POLL_NS = 50 };

void rwlock_create(struct rwlock *rw, const char *name, uint16_t domain)
{
    *rw = (struct rwlock){ .gate = sim_lock_create(name, domain) };
}

void rwlock_read_take(sim_pe *pe, struct rwlock *rw)
{
    sim_lock_take(pe, rw->gate);
    __atomic_add_fetch(&rw->readers, 1, __ATOMIC_SEQ_CST);
    rw->reads++;
    sim_lock_drop(pe, rw->gate);
}

void rwlock_read_drop(sim_pe *pe, struct rwlock *rw)
{
    (void)pe;
    HV_ASSERT(SHARED_LOAD(rw->readers) != 0);
    __atomic_sub_fetch(&rw->readers, 1, __ATOMIC_SEQ_CST);
}

void rwlock_write_take(sim_pe *pe, struct rwlock *rw)
{
    sim_lock_take(pe, rw->gate);
    const uint64_t start = sim_now_ns(pe);
    while (SHARED_LOAD(rw->readers) != 0)
        sim_delay_ns(pe, POLL_NS);
    const uint64_t waited = sim_now_ns(pe) - start;
    rw->writes++;
    rw->writer_waits_ns += waited;
    if (waited > rw->longest_writer_wait_ns)
        rw->longest_writer_wait_ns = waited;
}

void rwlock_write_drop(sim_pe *pe, struct rwlock *rw)
{
    sim_lock_drop(pe, rw->gate);
}
