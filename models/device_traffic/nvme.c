/* SPDX-License-Identifier: Apache-2.0 */
/* Queue pairs: see nvme.h. */
#include "nvme.h"
#include "arch/nvme.h"

static void stop(struct nvme_queue *q)
{
    q->on = false;
    q->sq_head = q->sq_tail = q->cq_head = q->cq_tail = q->inside = 0;
    q->phase = true;
    q->started++;
    moderation_handled(&q->irq, 0);
}

void nvme_reset(struct nvme *n)
{
    n->turn = 0;
    for (uint32_t number = 0; number < n->count; number++) {
        const struct nvme_queue empty = { .started = n->queues[number].started };
        n->queues[number] = empty;
        stop(&n->queues[number]);
    }
}

static uint32_t ring_of(const struct nvme_queue *q)
{
    return 1u << q->ring_log2;
}

static uint32_t next(const struct nvme_queue *q, uint32_t entry, uint32_t by)
{
    return (entry + by) & (ring_of(q) - 1u);
}

/* Completions that the driver has not taken. */
static uint32_t unconsumed(const struct nvme_queue *q)
{
    return queue_distance(q->cq_head, q->cq_tail, ring_of(q));
}

/* ---- entries ---- */

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* How many entries can be fetched with one read: consecutive in the ring, and with a place for each
 * completion. */
static uint32_t fetchable(const struct nvme_queue *q, uint32_t most)
{
    const uint32_t ring = ring_of(q);
    const uint32_t waiting = queue_distance(q->sq_head, q->sq_tail, ring);
    const uint32_t places = ring - 1u - unconsumed(q) - q->inside;
    return least(least(waiting, places), least(ring - q->sq_head, most));
}

bool nvme_next_fetch(struct nvme *n, uint32_t most, struct nvme_fetch *out)
{
    for (uint32_t step = 0; step < n->count; step++) {
        const uint32_t number = (n->turn + step) % n->count;
        struct nvme_queue *q = &n->queues[number];
        const uint32_t entries = fetchable(q, most);
        if (entries == 0)
            continue;
        *out = (struct nvme_fetch){ q->sq_base + (uint64_t)q->sq_head * NVME_SQE_BYTES, number,
                                    entries, q->started };
        q->sq_head = next(q, q->sq_head, entries);
        q->inside += entries;
        n->turn = number + 1u;
        return true;
    }
    return false;
}

bool nvme_fail(struct nvme *n, const struct nvme_fetch *fetch)
{
    struct nvme_queue *q = &n->queues[fetch->queue];
    if (q->started != fetch->started)
        return false;
    stop(q);
    q->failed = true;
    return true;
}

bool nvme_complete(struct nvme *n, uint32_t number, uint32_t started, uint32_t id, uint32_t status,
                   uint64_t now_ps, struct nvme_completion *out)
{
    struct nvme_queue *q = &n->queues[number];
    if (q->started != started)
        return false;
    out->address = q->cq_base + (uint64_t)q->cq_tail * NVME_CQE_BYTES;
    out->words[0] = 0;
    out->words[1] = nvme_cqe(q->sq_head, number, id, q->phase, status);
    q->cq_tail = next(q, q->cq_tail, 1);
    q->phase ^= q->cq_tail == 0;
    q->inside--;
    moderation_event(&q->irq, now_ps);
    return true;
}

/* ---- registers ---- */

/* How many commands the driver has added; 0: the write is refused. */
static uint32_t submit(struct nvme_queue *q, uint32_t tail)
{
    const uint32_t ring = ring_of(q);
    const uint32_t room = ring - 1u - queue_distance(q->sq_head, q->sq_tail, ring);
    const uint32_t submitted = queue_distance(q->sq_tail, tail, ring);
    if (!q->on || tail >= ring || submitted > room)
        return 0;
    q->sq_tail = tail;
    return submitted;
}

static uint32_t consume(struct nvme_queue *q, uint32_t head)
{
    const uint32_t ring = ring_of(q);
    const uint32_t consumed = queue_distance(q->cq_head, head, ring);
    if (head >= ring || consumed > unconsumed(q))
        return 0;
    q->cq_head = head;
    moderation_handled(&q->irq, unconsumed(q));
    return consumed;
}

static bool set_on(struct nvme_queue *q, bool on)
{
    if (on == q->on)
        return false;
    stop(q);
    q->on = on;
    q->failed = false;
    return true;
}

static uint64_t *base_of(struct nvme_queue *q, uint32_t reg)
{
    return reg < NVME_CQ_BASE_LO ? &q->sq_base : &q->cq_base;
}

static void set_base(struct nvme_queue *q, uint32_t reg, uint32_t value)
{
    uint64_t *base = base_of(q, reg);
    if (reg == QUEUE_BASE_HI || reg == NVME_CQ_BASE_HI)
        *base = bits_put(*base, 63, 32, value);
    else
        *base = bits_put(*base, 31, 0, value & ~(NVME_SQE_BYTES - 1u));
}

static void set_ring(struct nvme_queue *q, uint32_t reg, uint32_t value)
{
    if (q->on)
        return;
    if (reg == QUEUE_RING_LOG2)
        q->ring_log2 = least(value, NVME_RING_LOG2_MAX);
    else
        set_base(q, reg, value);
}

static uint32_t control(const struct nvme_queue *q)
{
    return (uint32_t)((q->on ? QUEUE_ON : 0) | (q->failed ? QUEUE_FAILED : 0));
}

static uint32_t read_queue(const struct nvme_queue *q, uint32_t reg)
{
    switch (reg) {
    case QUEUE_CONTROL: return control(q);
    case QUEUE_RING_LOG2: return q->ring_log2;
    case QUEUE_BASE_LO: return (uint32_t)q->sq_base;
    case QUEUE_BASE_HI: return (uint32_t)(q->sq_base >> 32);
    case NVME_CQ_BASE_LO: return (uint32_t)q->cq_base;
    case NVME_CQ_BASE_HI: return (uint32_t)(q->cq_base >> 32);
    case NVME_SQ_TAIL: return q->sq_tail;
    case NVME_CQ_HEAD: return q->cq_head;
    default: return moderation_read32(&q->irq, reg);
    }
}

uint32_t nvme_read32(const struct nvme *n, uint32_t offset)
{
    uint32_t number;
    if (queue_at(offset, n->count, &number))
        return read_queue(&n->queues[number], offset - queue_block(number));
    return offset == QUEUE_COUNT ? n->count : 0;
}

struct nvme_change nvme_write32(struct nvme *n, uint32_t offset, uint32_t value, uint64_t now_ps)
{
    struct nvme_change change = { n->count, 0, 0, false };
    if (!queue_at(offset, n->count, &change.queue))
        return change;
    struct nvme_queue *q = &n->queues[change.queue];
    const uint32_t reg = offset - queue_block(change.queue);
    switch (reg) {
    case QUEUE_CONTROL: change.emptied = set_on(q, value & QUEUE_ON); break;
    case QUEUE_RING_LOG2:
    case QUEUE_BASE_LO:
    case QUEUE_BASE_HI:
    case NVME_CQ_BASE_LO:
    case NVME_CQ_BASE_HI: set_ring(q, reg, value); break;
    case NVME_SQ_TAIL: change.submitted = submit(q, value); break;
    case NVME_CQ_HEAD: change.consumed = consume(q, value); break;
    default: moderation_write32(&q->irq, reg, value, unconsumed(q), now_ps); break;
    }
    return change;
}
