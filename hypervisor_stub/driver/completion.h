/*
 * The hypervisor's own completion LPI, for who sleeps until the command ring has room: a DeviceID
 * that no device has, one event, and an INT command in the ring whenever it is half full or fuller.
 * When the ITS executes it, half of the ring is behind it, and the sleepers are woken.
 */
#pragma once
#include "base/list.h"
#include <itstorm/types.h>

struct pe;
struct hv;
struct host_its;
struct lpi;
struct cmdq_batch;

struct completion {
    struct lpi *lpi; /* NULL: not used */
    uint32_t device_id;
    bool on_the_way;      /* an INT is in the ring, or its LPI not yet taken; under host.cmdq */
    struct list sleepers; /* vCPUs, by sched.wait_node; under host.cmdq */
};

/* How long a sleeper believes that an INT is still on its way. */
enum { COMPLETION_BACKSTOP_NS = 1000000 };

static inline bool completion_is_used(const struct completion *completion)
{
    return completion->lpi != NULL;
}

/* On the boot PE, the ITS enabled: if the settings want it. */
void completion_boot(struct pe *pe, struct host_its *its);

/* Lock held: is an INT missing in the ring? */
bool completion_is_due(const struct host_its *its);
/* A completion LPI, of whichever ITS, was acknowledged on this PE. Masked. */
void completion_received(struct pe *pe, const struct lpi *lpi);
