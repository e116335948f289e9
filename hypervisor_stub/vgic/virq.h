/*
 * State changes of one virtual interrupt, for the files of vgic/ only. The caller holds the owner's
 * lock unless it says otherwise.
 */
#pragma once
#include "core/hv.h"

/* Takes the lock of whoever owns it now; NULL: nobody. Masked. */
struct vcpu *virq_lock(struct pe *pe, struct virq *irq);
void virq_unlock(struct pe *pe, struct vcpu *owner);

/* It fires. What became of it: MERGED, PENDED or QUEUED; after QUEUED: virq_poke, lock dropped. */
enum sim_step virq_raise(struct virq *irq);

/* Puts it into the queue or takes it out, as pending, enabled and place say. True: it is newly
 * queued; then virq_poke. */
bool virq_settle(struct virq *irq);

/* Both: true: its list register is wrong now; then virq_poke. */
bool virq_set_config(struct virq *irq, uint8_t priority, bool enabled);
bool virq_clear(struct virq *irq); /* not pending any more */

/* LISTED: its list register is looked at again before the guest is entered. */
void virq_requeue_later(struct virq *irq);

void virq_queue(struct virq *irq);
void virq_dequeue(struct virq *irq);
struct virq *virq_first(const struct vgic_cpu *cpu); /* of the highest priority; NULL: none waits */

/* The vCPU has something new: out of its guest, or awake. No lock held. */
void virq_poke(struct pe *pe, struct vcpu *v);

/* After the target changed, or when it could not move before. Takes locks itself. Masked. */
void virq_rehome(struct pe *pe, struct virq *irq);

static inline bool virq_is_deliverable(const struct virq *irq)
{
    return irq->enabled && (irq->intid < VIRQ_PRIVATE || irq->owner->vgic.lpis_enabled);
}

/* It is to be delivered somewhere else than where it is. */
static inline bool virq_is_away(const struct virq *irq)
{
    return irq->target != NULL && irq->target != irq->owner;
}

static inline void virq_mark(struct pe *pe, enum sim_step step, const struct virq *irq)
{
    sim_mark(pe->sim, step, irq->owner->dom->id, irq->intid, irq->lpi ? irq->lpi->intid : 0);
}

static inline unsigned virq_level(uint8_t priority)
{
    return priority >> 3;
}
