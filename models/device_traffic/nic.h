/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receive rings of a network card, without time and without DMA: what a packet or a register
 * write leads to. The caller (nic_device.h) writes the descriptor and raises the interrupt. The
 * driver is not trusted: it may write any value to any register at any time. Registers and
 * descriptor: arch/nic.h.
 *
 * Choice: a tail that would give more than the driver has, or take descriptors back, is ignored.
 * Choice: base and size of a queue that is on do not change; larger sizes are cut to the largest.
 */
#pragma once
#include "moderation.h"

#ifdef __cplusplus
extern "C" {
#endif

struct nic_queue {
    bool on;
    uint64_t base;
    uint32_t ring_log2, head, tail, missed;
    uint32_t filled; /* descriptors that the device has filled and the driver not given back */
    uint64_t packets;
    struct moderation irq;
};

struct nic {
    uint32_t count;
    struct nic_queue *queues; /* the owner's, `count` of them */
};

/* One descriptor to be written. */
struct nic_fill {
    uint64_t address;
    uint64_t words[2];
};

/* What a register write changed. queue >= count: nothing that concerns a queue. */
struct nic_change {
    uint32_t queue;
    uint32_t given_back; /* filled descriptors, the oldest ones */
    bool emptied;        /* buffers filled before are not reported */
};

void nic_reset(struct nic *n);

/* A packet on queue q; false: there is no descriptor for it, and it is counted as missed. */
bool nic_receive(struct nic *n, uint32_t q, uint64_t now_ps, struct nic_fill *out);

uint32_t nic_read32(const struct nic *n, uint32_t offset);
struct nic_change nic_write32(struct nic *n, uint32_t offset, uint32_t value, uint64_t now_ps);

#ifdef __cplusplus
}
#endif
