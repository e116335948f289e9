/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a queue of a device interrupts: mask, least interval, coalescing. No time of its own: who
 * calls says when it is, and asks when the next interrupt is due. Used by nic.h and nvme.h;
 * registers: arch/queue_regs.h.
 *
 * Choice: both bounds hold at once: coalescing says when the events are worth an interrupt, the
 * interval puts it off. Unmasking while there is unhandled work is worth one at once, whatever
 * coalescing says, and the interval still holds.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct moderation {
    uint32_t mask; /* QUEUE_MASKED, QUEUE_AUTO_MASK */
    uint32_t interval_ns, coalesce, coalesce_ns;
    uint32_t waiting;  /* events that no interrupt has announced yet and that are not handled */
    uint64_t first_ps; /* when the first of them came */
    uint64_t last_ps;  /* the latest interrupt */
    bool has_fired, at_once;
};

void moderation_event(struct moderation *m, uint64_t now_ps);

/* The driver has handled events; `left` are still unhandled. */
void moderation_handled(struct moderation *m, uint32_t left);

/* False: no events, masked, or too few events. A time that has passed means now. */
bool moderation_due(const struct moderation *m, uint64_t *due_ps);
void moderation_fire(struct moderation *m, uint64_t now_ps);

/* The registers from QUEUE_MASK on; `offset` is that in the queue's block. unhandled: events whose
 * handling the driver has not shown yet. */
uint32_t moderation_read32(const struct moderation *m, uint32_t offset);
void moderation_write32(struct moderation *m, uint32_t offset, uint32_t value, uint32_t unhandled,
                        uint64_t now_ps);

#ifdef __cplusplus
}
#endif
