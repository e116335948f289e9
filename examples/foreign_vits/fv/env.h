/* SPDX-License-Identifier: MIT */
/*
 * What this virtual ITS asks of the hypervisor that it was written for, in that hypervisor's names:
 * locks, guest memory, trapped registers, virtual LPIs, a heap, a console. Nothing here is
 * itstorm's.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guest; /* a domain */

/* ---- lists, as everybody has them ---- */

struct list_head {
    struct list_head *next, *prev;
};

#define INIT_LIST_HEAD(head) ((head)->next = (head)->prev = (head))
#define list_for_each(pos, head) for ((pos) = (head)->next; (pos) != (head); (pos) = (pos)->next)
#define container_of(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

static inline void list_add_tail(struct list_head *node, struct list_head *head)
{
    node->next = head;
    node->prev = head->prev;
    head->prev->next = node;
    head->prev = node;
}

/* ---- locks ---- */

typedef struct {
    void *raw;
} spinlock_t;

bool spin_lock_init(spinlock_t *lock, struct guest *g, const char *name);
void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
bool spin_is_locked(const spinlock_t *lock); /* by the caller */

/* ---- guest memory, by its physical address; 0, or a negative number ---- */

int access_guest_memory(struct guest *g, uint64_t gpa, void *buf, uint32_t size, bool is_write);

/* ---- trapped registers ---- */

typedef struct {
    uint64_t gpa;
    unsigned size; /* bytes: 4 or 8 */
} mmio_info_t;

/* 1: done; 0: the guest gets a data abort. */
struct mmio_handler_ops {
    int (*read)(struct guest *g, const mmio_info_t *info, uint64_t *value, void *priv);
    int (*write)(struct guest *g, const mmio_info_t *info, uint64_t value, void *priv);
};

void register_mmio_handler(struct guest *g, const struct mmio_handler_ops *ops, uint64_t gpa,
                           uint64_t size, void *priv);

/* ---- virtual LPIs; 0, or a negative number ---- */

unsigned guest_max_vcpus(const struct guest *g);
uint32_t guest_lpi_end(const struct guest *g); /* above the highest that was ever mapped */
int guest_lpi_map(struct guest *g, uint32_t vlpi, uint32_t devid, uint32_t eventid, uint16_t coll,
                  unsigned vcpu);
bool guest_lpi_is(struct guest *g, uint32_t vlpi, uint32_t devid, uint32_t eventid);
bool guest_lpi_is_in(struct guest *g, uint32_t vlpi, uint16_t coll);
bool guest_lpi_is_of(struct guest *g, uint32_t vlpi, uint32_t devid);
void guest_lpi_unmap(struct guest *g, uint32_t vlpi);
void guest_lpi_move(struct guest *g, uint32_t vlpi, uint16_t coll, unsigned vcpu);
void guest_lpi_move_pending(struct guest *g, unsigned from, unsigned to);
void guest_lpi_inject(struct guest *g, uint32_t vlpi);
void guest_lpi_clear(struct guest *g, uint32_t vlpi);
int guest_lpi_update_config(struct guest *g, uint32_t vlpi); /* from the guest's property table */
void guest_lpis_enable(struct guest *g, bool enable);        /* the ITS is on, or off */

/* ---- the rest ---- */

void *guest_xzalloc(struct guest *g, size_t bytes); /* zeroed; NULL: none is left for this guest */
void gprintk(const struct guest *g, const char *what, uint64_t word0, uint64_t word1);

/* For statistics, around each command. */
void trace_command(struct guest *g, unsigned opcode, bool begin);
