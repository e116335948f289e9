/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The queue pairs of a storage controller, without time and without DMA: which entries to fetch,
 * where a completion goes, what a register write leads to. The caller (nvme_device.h) moves the
 * entries and works on the commands. The driver is not trusted: it may write any value to any
 * register at any time. Registers and entries: arch/nvme.h.
 *
 * Choice: a command is fetched only once its completion has a place, so that none waits inside.
 * Choice: queues take turns, a burst of entries each (NVM Express: round robin, Arbitration Burst).
 * Choice: a doorbell beyond the ring, or that passes the other end, is ignored. NVM Express reports
 * it as an asynchronous event.
 * Choice: bases and size of a queue that is on do not change; larger sizes are cut to the largest.
 */
#pragma once
#include "moderation.h"

#ifdef __cplusplus
extern "C" {
#endif

struct nvme_queue {
    bool on, failed, phase;
    uint64_t sq_base, cq_base;
    uint32_t ring_log2, sq_head, sq_tail, cq_head, cq_tail;
    uint32_t inside;  /* fetched, not completed */
    uint32_t started; /* times it was turned on or off: commands from before are dropped */
    struct moderation irq;
};

struct nvme {
    uint32_t count, turn;
    struct nvme_queue *queues; /* the owner's, `count` of them */
};

/* Entries to read, one after the other. */
struct nvme_fetch {
    uint64_t address;
    uint32_t queue, entries, started;
};

/* One completion entry to be written. */
struct nvme_completion {
    uint64_t address;
    uint64_t words[2];
};

/* What a register write changed. queue >= count: nothing that concerns a queue. */
struct nvme_change {
    uint32_t queue;
    uint32_t submitted, consumed;
    bool emptied; /* the commands of the queue are dropped */
};

void nvme_reset(struct nvme *n);

/* The next entries to read, at most `most`; they count as fetched. False: there are none to fetch
 * now. */
bool nvme_next_fetch(struct nvme *n, uint32_t most, struct nvme_fetch *out);

/* The entries cannot be read: the queue is off until software turns it on again. False: the queue
 * has been turned off or on meanwhile. */
bool nvme_fail(struct nvme *n, const struct nvme_fetch *fetch);

/* A command that was fetched when `started` had this value is done; false: its queue has been
 * turned off meanwhile. */
bool nvme_complete(struct nvme *n, uint32_t queue, uint32_t started, uint32_t id, uint32_t status,
                   uint64_t now_ps, struct nvme_completion *out);

uint32_t nvme_read32(const struct nvme *n, uint32_t offset);
struct nvme_change nvme_write32(struct nvme *n, uint32_t offset, uint32_t value, uint64_t now_ps);

#ifdef __cplusplus
}
#endif
