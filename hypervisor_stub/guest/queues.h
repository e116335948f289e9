/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What guests with queue devices have in common (nic.c, nvme.c): every vector of the domain's
 * devices is a queue, counted through all of them; its rings are at a fixed place in guest memory,
 * its vLPI follows from its number, and it belongs to the vCPU that takes that. vCPU 0 sets all of
 * them up.
 */
#pragma once
#include "arch/pci_device.h"
#include "arch/queue_regs.h"
#include "guest/driver.h"

/* Rings: here, or behind everything that driver.h lays out, if that takes more. */
#define GUEST_RINGS (GUEST_RAM_BASE + 0x800000ull)
#define GUEST_RINGS_BYTES 0x20000ull /* of one queue */

enum { QUEUES_DRIVEN = 64 }; /* more than these stay off */

#define MODERATION_KNOBS(INTERVAL, PACKETS, TIME)                                                  \
    [INTERVAL] = { "moderation_interval",                                                          \
                   HV_DURATION_NS,                                                                 \
                   0,                                                                              \
                   0,                                                                              \
                   1000000000,                                                                     \
                   0,                                                                              \
                   0,                                                                              \
                   "Least time between two interrupts of a queue." },                              \
    [PACKETS] = { "coalesce", HV_UINT, 1,        1,                                                \
                  1u << 16,   0,       "events", "A queue interrupts after so many events," },     \
    [TIME] = { "coalesce_time",                                                                    \
               HV_DURATION_NS,                                                                     \
               0,                                                                                  \
               0,                                                                                  \
               1000000000,                                                                         \
               0,                                                                                  \
               0,                                                                                  \
               "or so long after the first of them; 0: however long." }

/* How a queue interrupts: the values of these knobs. */
struct queue_moderation {
    uint32_t mask, interval_ns, coalesce, coalesce_ns;
};

uint32_t queue_total(const struct driver *d); /* that are driven */

/* Which queue a vLPI belongs to; false: none that is driven. */
bool queue_of_vlpi(const struct driver *d, uint32_t vlpi, uint32_t *queue);

/* Its two rings, in guest memory. */
uint64_t queue_ring(const struct driver *d, uint32_t queue);
uint64_t queue_second_ring(const struct driver *d, uint32_t queue);

/* Guest memory up to the end of the last ring. */
uint64_t queue_ram_bytes(const struct sim_domain_info *domain);

/* A register of its block. */
void queue_write(struct driver *d, uint32_t queue, uint32_t reg, uint32_t value);

/* Rings empty, moderation set, on. What it needs beyond that is written before. */
void queue_turn_on(struct driver *d, uint32_t queue, uint32_t ring_log2,
                   const struct queue_moderation *moderation);

/* Brings the vCPU up, and on vCPU 0 all devices and queues; ready and unmasked afterwards. False:
 * the machine is not what the driver thinks. */
bool queue_bring_up(struct driver *d, enum device_kind_id kind,
                    void (*turn_on)(struct driver *d, uint32_t queue));
