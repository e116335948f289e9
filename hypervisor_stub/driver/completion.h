/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hypervisor's own completion LPI: a DeviceID that no device has, with one event. An INT
 * command for it is put into the ring whenever the ring is at least half full, or when a scheduler
 * asks for one. When the ITS executes the INT, all commands before it are done. What the LPI then
 * does is decided by the policies (policy/queue_full/sleep.c, policy/batch/round_robin.c).
 */
#pragma once
#include "base/pe.h"
#include "base/sync.h"

struct host_its;
struct lpi;
struct lpi_table;

struct completion {
    struct lpi *lpi; /* NULL: not used */
    bool is_open;    /* its collection is mapped, so the LPI has a target */
    uint32_t device_id;
    bool on_the_way; /* an INT is in the ring, or its LPI is not handled yet; under host.cmdq */
    bool at_half;    /* put an INT whenever the ring is half full */
    bool is_asked;   /* put an INT however full the ring is; under host.cmdq */
};

/* On the boot PE, after the ITS was enabled. INTs are put once completion_open was called; at_half:
 * also without completion_ask. */
void completion_boot(struct pe *pe, struct host_its *its, struct lpi_table *lpis, bool at_half);

/* The boot PE has a collection: an INT before its MAPC would be in error. */
static inline void completion_open(struct completion *completion)
{
    SHARED_STORE(completion->is_open, completion->lpi != NULL);
}

/* Lock held: should the ring have an INT that it does not have? */
bool completion_is_due(const struct host_its *its);

/* Puts an INT into the ring, unless there is one. False: there is no slot; then the next batch puts
 * it. */
bool completion_ask(struct pe *pe, struct host_its *its);

/* The completion LPI of this ITS was acknowledged. Masked. */
void completion_received(struct pe *pe, struct host_its *its);
