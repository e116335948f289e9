/* SPDX-License-Identifier: MIT */
/*
 * What the devices with rings (nic.h, nvme.h) have in common: one block of registers per queue, and
 * in it the interrupt of that queue: mask and moderation. Our own design in the manner of real
 * ones: an ITR as in Intel's NICs, coalescing by number and time as in `ethtool -C` and the
 * Interrupt Coalescing feature of NVM Express. Offsets count from the registers of the kind
 * (arch/pci_device.h), all registers have 32 bits.
 */
#pragma once
#include "bits.h"

#define QUEUE_COUNT 0x0000u /* RO: how many queues; queue q raises vector q */
#define QUEUE_BLOCKS 0x0100u
#define QUEUE_BLOCK_BYTES 0x40u
#define QUEUES_MAX 256u

/* In a block. */
#define QUEUE_CONTROL 0x00u /* QUEUE_ON: on with empty rings; their registers do not change */
#define QUEUE_RING_LOG2 0x04u /* entries of a ring, as a power of two */
#define QUEUE_BASE_LO 0x08u   /* of the first ring */
#define QUEUE_BASE_HI 0x0cu
#define QUEUE_MASK 0x30u        /* QUEUE_MASKED, QUEUE_AUTO_MASK */
#define QUEUE_INTERVAL_NS 0x34u /* least time between two interrupts */
#define QUEUE_COALESCE 0x38u    /* interrupt after so many events; 0 and 1: after each, */
#define QUEUE_COALESCE_NS 0x3cu /* or so long after the first of them; 0: however long */

#define QUEUE_ON bit(0)
#define QUEUE_FAILED bit(1) /* RO: an entry could not be read; the queue is off */
#define QUEUE_MASKED bit(0)
#define QUEUE_AUTO_MASK bit(1) /* each interrupt sets QUEUE_MASKED */

ARCH_FN uint32_t queue_block(uint32_t queue)
{
    return QUEUE_BLOCKS + queue * QUEUE_BLOCK_BYTES;
}

/* Entries from `from` up to `to`, going round. `ring` is a power of two. */
ARCH_FN uint32_t queue_distance(uint32_t from, uint32_t to, uint32_t ring)
{
    return (to - from) & (ring - 1u);
}

/* Which queue's block `offset` is in. */
ARCH_FN bool queue_at(uint32_t offset, uint32_t queues, uint32_t *queue)
{
    if (offset < QUEUE_BLOCKS)
        return false;
    *queue = (offset - QUEUE_BLOCKS) / QUEUE_BLOCK_BYTES;
    return *queue < queues;
}
