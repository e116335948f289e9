/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest's GICv3 and ITS driver, shaped like Linux's: a command ring of 64 KiB, every command
 * followed by a SYNC and waited for, flat tables. One struct per vCPU; data that vCPUs share is in
 * guest memory.
 */
#pragma once
#include "arch/its_cmd.h"
#include <itstorm/guest.h>
#include <itstorm/guest_map.h>

/* Guest memory, from GUEST_RAM_BASE. */
#define GUEST_RING (GUEST_RAM_BASE + 0x000000ull)
#define GUEST_RING_BYTES 0x10000u
#define GUEST_COLLECTIONS (GUEST_RAM_BASE + 0x010000ull) /* 64 KiB */
#define GUEST_SHARED (GUEST_RAM_BASE + 0x030000ull)      /* whose turn it is at bring-up */
#define GUEST_LOCK (GUEST_RAM_BASE + 0x031000ull)        /* ring_lock.c */
#define GUEST_CONFIG (GUEST_RAM_BASE + 0x040000ull)      /* 128 KiB */
#define GUEST_DEVICES (GUEST_RAM_BASE + 0x080000ull)     /* 512 KiB */
#define GUEST_PENDING (GUEST_RAM_BASE + 0x100000ull)     /* of each vCPU; ITTs behind */
#define GUEST_PENDING_BYTES 0x10000ull

enum { DRIVER_LPI_PRIORITY = 0xa0, DRIVER_POLL_NS = 200 };
enum { OWN_EVENTS = 32, OWN_EVENTS_MAX = 1 << GUEST_ITS_EVENT_BITS }; /* device.h */

/* How configuration takes effect: an INV for each event, an INVALL after all of a device's
 * mappings, or one before them, since events that are enabled when they are mapped need no more. */
enum driver_order { DRIVER_INV, DRIVER_INVALL_LAST, DRIVER_INVALL_FIRST };

/* Which vLPIs the events of a domain's own device have: consecutive from the first vLPI on, spread
 * over all vLPIs, or consecutive up to the last. */
enum driver_layout { DRIVER_DENSE, DRIVER_SPARSE, DRIVER_TOP };

struct driver {
    sim_vcpu *v;
    const struct sim_domain_info *domain;
    uint16_t index;
    uint32_t own_events; /* of the own device of a domain without any (device.h) */
    enum driver_layout own_layout;
    uint32_t cwriter;
    uint32_t map_burst;             /* events of a device that are mapped together at bring-up */
    enum driver_order takes_effect; /* how their configuration takes effect then */
    bool nests;  /* each vector of a device preempts the handler of the one before */
    bool failed; /* an access was refused: the machine is not what the driver expects */
};

void driver_init(struct driver *d, sim_vcpu *v, const struct sim_domain_info *domain,
                 uint16_t index);

/* Gives up and logs the reason; only the first reason is kept. */
void driver_fail(struct driver *d, const char *why);

/* Any address. An access that is refused fails the driver, and a read returns 0. */
void driver_write(struct driver *d, uint64_t ipa, uint64_t value, uint8_t bytes);
uint64_t driver_read(struct driver *d, uint64_t ipa, uint8_t bytes);

/* Calls again while the answer is HVC_BUSY. False: refused. */
bool driver_hypercall(struct driver *d, uint64_t function, uint64_t argument);

void driver_boot_distributor(struct driver *d);
void driver_boot_cpu(struct driver *d); /* redistributor with LPIs, CPU interface */
void driver_boot_its(struct driver *d);
void driver_take_ring(struct driver *d); /* continues where another vCPU left the command ring */
void driver_map_cpu(struct driver *d);   /* MAPC, INVALL, SYNC: collection <index> is this vCPU */

/* Unchanged commands: written to the ring one by one, then announced together by one write of
 * CWRITER and waited for by polling CREADR. */
void driver_put(struct driver *d, struct its_cmd cmd);
void driver_run(struct driver *d);

/* One command and a SYNC of that vCPU, waited for. */
void driver_send(struct driver *d, struct its_cmd cmd, uint16_t vcpu);

/* Takes the command ring for this vCPU alone, as the others left it. */
void driver_lock_ring(struct driver *d);
void driver_unlock_ring(struct driver *d);

/* Bring-up goes from vCPU to vCPU: each sleeps until its turn, and passes it on by an SGI. */
void driver_await_turn(struct driver *d, uint32_t turn);
void driver_pass_turn(struct driver *d, uint32_t turn, uint16_t to);

/* Makes the vCPU's own timer interrupt once, after that time. */
void driver_arm_tick(struct driver *d, uint64_t ns);

/* Acknowledges one interrupt; INTID_NONE or another special INTID: there was none. */
uint32_t driver_acknowledge(struct driver *d);
void driver_eoi(struct driver *d, uint32_t intid);
void driver_handle(struct driver *d,
                   uint64_t handler_ns); /* both, and a device's handler between */
