/*
 * The hypervisor's own completion LPI: a DeviceID that no device has, one event, and an INT command
 * in the ring whenever it is half full or fuller. When the ITS executes the INT, half of the ring
 * is behind it. Who sleeps for that is the policy's (policy/queue_full/sleep.c).
 */
#pragma once
#include "base/pe.h"

struct host_its;
struct lpi;
struct lpi_table;

struct completion {
    struct lpi *lpi; /* NULL: not used */
    uint32_t device_id;
    bool on_the_way; /* an INT is in the ring, or its LPI not yet taken; under host.cmdq */
};

static inline bool completion_is_used(const struct completion *completion)
{
    return completion->lpi != NULL;
}

/* On the boot PE, the ITS enabled: from here on it is used. */
void completion_boot(struct pe *pe, struct host_its *its, struct lpi_table *lpis);

/* Lock held: is an INT missing in the ring? */
bool completion_is_due(const struct host_its *its);

/* The completion LPI of this ITS was acknowledged. Masked. */
void completion_received(struct pe *pe, struct host_its *its);
