/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared by guests with queue devices (nic.c, nvme.c). Every vector of the domain's devices is a
 * queue, numbered through all devices. The number determines where its rings are in guest memory
 * and which vLPI it has, and it belongs to the vCPU that takes that vLPI. vCPU 0 sets all of them
 * up.
 */
#pragma once
#include "arch/pci_device.h"
#include "arch/queue_regs.h"
#include "guest/driver.h"

/* Rings: at this address, or behind everything that driver.h lays out, if that takes more. */
#define GUEST_RINGS (GUEST_RAM_BASE + 0x800000ull)
#define GUEST_RINGS_BYTES 0x20000ull /* for each queue */

enum { QUEUES_DRIVEN = 64 }; /* queues beyond these stay off */

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

/* How a queue interrupts: the values of the knobs of moderation. */
struct queue_moderation {
    uint32_t mask, interval_ns, coalesce, coalesce_ns;
};

uint32_t queue_total(const struct driver *d); /* queues that are driven */

/* The queue of a vLPI; false: it belongs to none that is driven. */
bool queue_of_vlpi(const struct driver *d, uint32_t vlpi, uint32_t *queue);

/* A queue's two rings, in guest memory. */
uint64_t queue_ring(const struct driver *d, uint32_t queue);
uint64_t queue_second_ring(const struct driver *d, uint32_t queue);

/* Bytes of guest memory up to the end of the last ring. */
uint64_t queue_ram_bytes(const struct sim_domain_info *domain);

/* Writes a register of the queue's block. */
void queue_write(struct driver *d, uint32_t queue, uint32_t reg, uint32_t value);

/* Turns a queue on, with empty rings and moderation set. Registers of one kind alone are written
 * before. */
void queue_turn_on(struct driver *d, uint32_t queue, uint32_t ring_log2,
                   const struct queue_moderation *moderation);

/* Brings the vCPU up, and on vCPU 0 all devices and queues; then it is ready and unmasked. False:
 * the machine is not what the driver expects. */
bool queue_bring_up(struct driver *d, enum device_kind_id kind,
                    void (*turn_on)(struct driver *d, uint32_t queue));
