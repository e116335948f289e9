/* SPDX-License-Identifier: MIT */
/*
 * A lock for many readers or one writer. A writer that waits keeps new readers out. Spinning is in
 * simulated time; neither side may switch stacks or enter a guest meanwhile. An interrupt handler
 * that reads needs its PE's writers to be masked.
 */
#pragma once
#include <itstorm/import.h>

struct rwlock {
    sim_lock *gate;   /* the writer's, and each reader's on its way in; statistics lock.<name>.* */
    uint32_t readers; /* inside; shared */
    /* Statistics, for probes or a look at the end; written under the gate. */
    uint64_t reads, writes;
    uint64_t writer_waits_ns, longest_writer_wait_ns; /* for readers to leave */
};

void rwlock_create(struct rwlock *rw, const char *name, uint16_t domain);
void rwlock_read_take(sim_pe *pe, struct rwlock *rw);
void rwlock_read_drop(sim_pe *pe, struct rwlock *rw);
void rwlock_write_take(sim_pe *pe, struct rwlock *rw);
void rwlock_write_drop(sim_pe *pe, struct rwlock *rw);
