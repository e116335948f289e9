/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hypervisor's own completion LPI: a DeviceID that no device has, one event, and an INT command
 * in the ring whenever it is half full or fuller, or who schedules asks for one. When the ITS
 * executes the INT, what was in front of it is done. What then happens is the policies'
 * (policy/queue_full/sleep.c, policy/batch/round_robin.c).
 */
#pragma once
#include "base/pe.h"
#include "base/sync.h"

struct host_its;
struct lpi;
struct lpi_table;

struct completion {
    struct lpi *lpi; /* NULL: not used */
    bool is_open;    /* its LPI has a PE to go to */
    uint32_t device_id;
    bool on_the_way; /* an INT is in the ring, or its LPI not yet taken; under host.cmdq */
    bool at_half;    /* one is due whenever the ring is half full */
    bool is_asked;   /* for an INT however full the ring is; under host.cmdq */
};

/* On the boot PE, the ITS enabled. INTs are put once it is open; at_half: without being asked, too.
 */
void completion_boot(struct pe *pe, struct host_its *its, struct lpi_table *lpis, bool at_half);

/* The boot PE has a collection: an INT before its MAPC would be in error. */
static inline void completion_open(struct completion *completion)
{
    SHARED_STORE(completion->is_open, completion->lpi != NULL);
}

/* Lock held: is an INT missing in the ring? */
bool completion_is_due(const struct host_its *its);

/* Puts an INT into the ring now, unless there is one; whoever posts next does if there is no slot:
 * false. */
bool completion_ask(struct pe *pe, struct host_its *its);

/* The completion LPI of this ITS was acknowledged. Masked. */
void completion_received(struct pe *pe, struct host_its *its);
