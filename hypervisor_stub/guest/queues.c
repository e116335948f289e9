/* SPDX-License-Identifier: Apache-2.0 */
/* Queue devices; see queues.h. */
#include "guest/queues.h"
#include "arch/intid.h"
#include "guest/bring_up.h"
#include "guest/device.h"

/* ---- which queue ---- */

uint32_t queue_total(const struct driver *d)
{
    uint32_t total = 0;
    for (uint16_t n = 0; n < d->domain->device_count; n++)
        total += d->domain->devices[n]->vectors;
    return total < QUEUES_DRIVEN ? total : QUEUES_DRIVEN;
}

/* vLPIs were assigned in the same order. */
bool queue_of_vlpi(const struct driver *d, uint32_t vlpi, uint32_t *queue)
{
    *queue = vlpi - INTID_LPI_FIRST;
    return vlpi >= INTID_LPI_FIRST && *queue < queue_total(d);
}

/* ---- its rings and registers ---- */

uint64_t queue_ram_bytes(const struct sim_domain_info *domain)
{
    const struct driver d = { .domain = domain };
    return queue_ring(&d, queue_total(&d)) - GUEST_RAM_BASE;
}

uint64_t queue_ring(const struct driver *d, uint32_t queue)
{
    const uint64_t end =
        GUEST_RAM_BASE + guest_device_ram_bytes(d->domain, d->domain->device_count);
    const uint64_t first = end <= GUEST_RINGS ? GUEST_RINGS : end;
    return (first + GUEST_RINGS_BYTES - 1) / GUEST_RINGS_BYTES * GUEST_RINGS_BYTES +
           queue * GUEST_RINGS_BYTES;
}

uint64_t queue_second_ring(const struct driver *d, uint32_t queue)
{
    return queue_ring(d, queue) + GUEST_RINGS_BYTES / 2;
}

static uint64_t registers_of(uint16_t device)
{
    return GUEST_BAR_BASE + device * GUEST_BAR_STRIDE + DEVICE_KIND_REGISTERS;
}

static uint64_t block_of(const struct driver *d, uint32_t queue)
{
    uint16_t device = 0;
    while (queue >= d->domain->devices[device]->vectors)
        queue -= d->domain->devices[device++]->vectors;
    return registers_of(device) + queue_block(queue);
}

void queue_write(struct driver *d, uint32_t queue, uint32_t reg, uint32_t value)
{
    driver_write(d, block_of(d, queue) + reg, value, 4);
}

void queue_turn_on(struct driver *d, uint32_t queue, uint32_t ring_log2,
                   const struct queue_moderation *moderation)
{
    const uint64_t ring = queue_ring(d, queue);
    queue_write(d, queue, QUEUE_RING_LOG2, ring_log2);
    queue_write(d, queue, QUEUE_BASE_LO, (uint32_t)ring);
    queue_write(d, queue, QUEUE_BASE_HI, (uint32_t)(ring >> 32));
    queue_write(d, queue, QUEUE_INTERVAL_NS, moderation->interval_ns);
    queue_write(d, queue, QUEUE_COALESCE, moderation->coalesce);
    queue_write(d, queue, QUEUE_COALESCE_NS, moderation->coalesce_ns);
    queue_write(d, queue, QUEUE_MASK, moderation->mask);
    queue_write(d, queue, QUEUE_CONTROL, QUEUE_ON);
}

/* All devices must be of this kind; else the driver fails. */
static void expect_kind(struct driver *d, enum device_kind_id kind)
{
    for (uint16_t n = 0; n < d->domain->device_count; n++) {
        const uint64_t reg = registers_of(n) - DEVICE_KIND_REGISTERS + DEVICE_KIND;
        if (driver_read(d, reg, 4) != kind)
            driver_fail(d, "a device is not of the kind that this driver is for");
    }
}

bool queue_bring_up(struct driver *d, enum device_kind_id kind,
                    void (*turn_on)(struct driver *d, uint32_t queue))
{
    bring_up_cpus(d);
    if (d->index == 0) {
        bring_up_devices(d);
        expect_kind(d, kind);
        for (uint32_t queue = 0; queue < queue_total(d) && !d->failed; queue++)
            turn_on(d, queue);
    }
    if (d->failed)
        return false;
    sim_guest_ready(d->v);
    sim_guest_irq_restore(d->v, false);
    return true;
}
