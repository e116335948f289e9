/* SPDX-License-Identifier: Apache-2.0 */
/*
 * State changes of one virtual interrupt, for the files of vgic/ only. The caller holds the owner's
 * lock unless it says otherwise.
 */
#pragma once
#include "arch/intid.h"
#include "base/probes.h"
#include "vgic/vgic.h"

/* An SGI, PPI or SPI at reset: disabled. */
void virq_init(struct virq *irq, struct vcpu *owner, uint32_t intid);

/* Takes the lock of its current owner and returns it; NULL: it has none. Masked. */
struct vcpu *virq_lock(struct pe *pe, struct virq *irq);
void virq_unlock(struct pe *pe, struct vcpu *owner);

/* The interrupt arrives. Returns what became of it: MERGED, PENDED or QUEUED; after QUEUED the
 * caller drops the lock and calls virq_poke. */
enum sim_step virq_raise(struct virq *irq);

/* Queues it or takes it out of the queue, as pending, enabled and place demand. True: it is newly
 * queued; then virq_poke. */
bool virq_settle(struct virq *irq);

/* For both: true means that its list register is outdated: the caller drops the lock and calls
 * virq_poke. */
bool virq_set_config(struct virq *irq, uint8_t priority, bool enabled);
bool virq_clear(struct virq *irq); /* not pending any more */

/* If it is LISTED, its list register is brought up to date before the guest is entered. */
void virq_requeue_later(struct virq *irq);

void virq_queue(struct virq *irq);
void virq_dequeue(struct virq *irq);
struct virq *virq_first(const struct vgic_cpu *cpu); /* of the highest priority; NULL: none waits */

/* The vCPU has something new: it is made to leave its guest, or woken. No lock held. */
void virq_poke(struct pe *pe, struct vcpu *v);

/* Makes the SPIs of a new domain, whose devices have claimed theirs. False: no memory. */
bool vspi_create(struct domain *dom);

/* What a guest's register access does to one SPI. */
enum vspi_change { VSPI_ENABLE, VSPI_DISABLE, VSPI_SET_PENDING, VSPI_CLEAR_PENDING };
void vspi_change(struct pe *pe, struct virq *irq, enum vspi_change change);
void vspi_set_priority(struct pe *pe, struct virq *irq, uint8_t priority);
void vspi_retarget(struct pe *pe, struct virq *irq, struct vcpu *target);

/* If the physical SPI is active, it no longer belongs to this one. Lock held. */
void vspi_release(struct pe *pe, struct virq *irq);

/* A vLPI: its pending state is dropped. True: its list register is outdated: the caller drops the
 * lock and calls virq_poke. */
bool vlpi_forget_pending(struct pe *pe, struct virq *irq);

/* As vgic_reload, with the owner's lock held. The lock is dropped for a moment if the vCPU must be
 * poked. */
bool vgic_reload_held(struct pe *pe, struct domain *dom, struct virq *irq);

/* As vgic_reload, for a caller that does not hold the vits lock. An INV of another vCPU comes
 * either before the byte is read, or after it and wins. */
void vlpi_read_config(struct pe *pe, struct domain *dom, struct virq *irq);

/* Follow-up work, done when the lock is dropped. */
struct vlpi_news {
    bool poke;
    struct lpi *release; /* NULL: none */
};

/* Reads its configuration byte again. Lock held, masked. */
struct vlpi_news vlpi_reread_config(struct pe *pe, struct virq *irq);

/* No EOI will come, or it has come: drops the priority that its pLPI may hold on a PE. Lock held,
 * masked. */
void virq_drop_priority(struct pe *pe, const struct virq *irq);

/* After the target changed, or when it could not move before. Takes locks itself. Masked. Returns a
 * pLPI whose storm has ended by this, for storm_apply; NULL: none. */
struct lpi *virq_rehome(struct pe *pe, struct virq *irq);

/* The same in the trap of a guest's command, storm_apply_for_guest included. */
void virq_rehome_for_guest(struct pe *pe, struct virq *irq);

/* The state that all virtual GICs share. The interrupt has an owner. */
static inline struct vgic_host *virq_host(const struct virq *irq)
{
    return irq->owner->vgic->host;
}

/* For a vLPI. No branches: this is evaluated for each pLPI. */
static inline bool vlpi_is_deliverable(const struct virq *irq)
{
    return irq->enabled & irq->owner->vgic->lpis_enabled;
}

/* Its configuration byte was read before an INVALL that did not read it again. Lock held. */
static inline bool vlpi_is_outdated(const struct virq *irq)
{
    return intid_is_lpi(irq->intid) &
           (irq->generation != SHARED_LOAD(irq->owner->dom->vgic->generation));
}

static inline bool virq_is_deliverable(const struct virq *irq)
{
    return irq->enabled && (!intid_is_lpi(irq->intid) || irq->owner->vgic->lpis_enabled);
}

static inline bool virq_shows_enabled(const struct virq *irq)
{
    return irq->enabled;
}

/* As registers show it. What happened in a list register since its vCPU entered the guest is not
 * known. */
static inline bool virq_shows_pending(const struct virq *irq)
{
    const bool listed = irq->place == VIRQ_LISTED && !irq->recall;
    return irq->pending ||
           (listed && (bits_get(irq->owner->vgic->lr[irq->lr], ICH_LR_STATE) & ICH_LR_PENDING));
}

static inline bool virq_shows_active(const struct virq *irq)
{
    return irq->place == VIRQ_SPILLED ||
           (irq->place == VIRQ_LISTED &&
            (bits_get(irq->owner->vgic->lr[irq->lr], ICH_LR_STATE) & ICH_LR_ACTIVE));
}

/* It has been delivered to the guest: an EOI will come, unless it is recalled. */
static inline bool virq_is_delivered(const struct virq *irq)
{
    return irq->place == VIRQ_LISTED || irq->place == VIRQ_SPILLED;
}

/* It pends in its list register. Known only while its vCPU is out of the guest. */
static inline bool virq_pends_in_list_register(const struct virq *irq)
{
    return irq->place == VIRQ_LISTED && !irq->recall && !SHARED_LOAD(irq->owner->vgic->in_guest) &&
           (bits_get(irq->owner->vgic->lr[irq->lr], ICH_LR_STATE) & ICH_LR_PENDING) != 0;
}

/* Its target is another vCPU than its owner. */
static inline bool virq_is_away(const struct virq *irq)
{
    return irq->target != NULL && irq->target != irq->owner;
}

/* It moves at once, although it pends or is active. */
static inline bool virq_leaves(const struct virq *irq)
{
    return virq_is_away(irq) && (virq_host(irq)->migrates || !intid_is_lpi(irq->intid));
}

/* Marks a step on a vLPI's way; other interrupts have none. */
static inline void virq_mark(struct pe *pe, enum sim_step step, const struct virq *irq)
{
    if (!intid_is_lpi(irq->intid))
        return;
    sim_mark(pe->sim, step, irq->owner->dom->id, irq->intid, irq->lpi ? irq->lpi->intid : 0);
}

static inline unsigned virq_level(uint8_t priority)
{
    return priority >> 3;
}
