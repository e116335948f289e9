/* SPDX-License-Identifier: Apache-2.0 */
/* Receive rings: see nic.h. */
#include "nic.h"
#include "arch/nic.h"
#include <string.h>

void nic_reset(struct nic *n)
{
    memset(n->queues, 0, n->count * sizeof *n->queues);
}

static uint32_t ring_of(const struct nic_queue *q)
{
    return 1u << q->ring_log2;
}

/* ---- packets ---- */

bool nic_receive(struct nic *n, uint32_t number, uint64_t now_ps, struct nic_fill *out)
{
    struct nic_queue *q = &n->queues[number];
    if (!q->on || q->head == q->tail) {
        q->missed++;
        return false;
    }
    out->address = q->base + (uint64_t)(q->head & (ring_of(q) - 1u)) * NIC_RX_BYTES;
    out->words[0] = ++q->packets;
    out->words[1] = NIC_RX_DONE;
    q->head++;
    q->filled++;
    moderation_event(&q->irq, now_ps);
    return true;
}

/* ---- registers ---- */

/* Of the descriptors that the driver holds, the filled ones are the newest; it gives the oldest
 * back first. */
static uint32_t move_tail(struct nic_queue *q, uint32_t tail)
{
    const uint32_t drivers = ring_of(q) - (q->tail - q->head);
    const uint32_t given = tail - q->tail;
    if (given > drivers)
        return 0;
    const uint32_t before = q->filled, left = drivers - given;
    q->tail = tail;
    q->filled = before < left ? before : left;
    moderation_handled(&q->irq, q->filled);
    return before - q->filled;
}

/* Turning a queue on starts it with empty rings; the interrupt settings stay. */
static bool set_on(struct nic_queue *q, bool on)
{
    if (q->on == on)
        return false;
    q->on = on;
    q->head = q->tail = q->filled = q->missed = 0;
    q->packets = 0;
    moderation_handled(&q->irq, 0);
    return true;
}

static void set_ring(struct nic_queue *q, uint32_t reg, uint32_t value)
{
    if (q->on)
        return;
    if (reg == QUEUE_RING_LOG2)
        q->ring_log2 = value < NIC_RING_LOG2_MAX ? value : NIC_RING_LOG2_MAX;
    else if (reg == QUEUE_BASE_LO)
        q->base = bits_put(q->base, 31, 0, value & ~(NIC_RX_BYTES - 1u));
    else
        q->base = bits_put(q->base, 63, 32, value);
}

static uint32_t read_queue(const struct nic_queue *q, uint32_t reg)
{
    switch (reg) {
    case QUEUE_CONTROL: return q->on ? (uint32_t)QUEUE_ON : 0;
    case QUEUE_RING_LOG2: return q->ring_log2;
    case QUEUE_BASE_LO: return (uint32_t)q->base;
    case QUEUE_BASE_HI: return (uint32_t)(q->base >> 32);
    case NIC_HEAD: return q->head;
    case NIC_TAIL: return q->tail;
    case NIC_MISSED: return q->missed;
    default: return moderation_read32(&q->irq, reg);
    }
}

uint32_t nic_read32(const struct nic *n, uint32_t offset)
{
    uint32_t number;
    if (queue_at(offset, n->count, &number))
        return read_queue(&n->queues[number], offset - queue_block(number));
    return offset == QUEUE_COUNT ? n->count : 0;
}

struct nic_change nic_write32(struct nic *n, uint32_t offset, uint32_t value, uint64_t now_ps)
{
    struct nic_change change = { n->count, 0, false };
    if (!queue_at(offset, n->count, &change.queue))
        return change;
    struct nic_queue *q = &n->queues[change.queue];
    const uint32_t reg = offset - queue_block(change.queue);
    switch (reg) {
    case QUEUE_CONTROL: change.emptied = set_on(q, value & QUEUE_ON); break;
    case QUEUE_RING_LOG2:
    case QUEUE_BASE_LO:
    case QUEUE_BASE_HI: set_ring(q, reg, value); break;
    case NIC_TAIL: change.given_back = move_tail(q, value); break;
    default: moderation_write32(&q->irq, reg, value, q->filled, now_ps); break;
    }
    return change;
}
