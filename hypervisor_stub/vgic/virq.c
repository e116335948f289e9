/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One virtual interrupt: raise, queue, enable, move. See vgic.h for its places.
 */
#include "vgic/virq.h"
#include "driver/gic.h"
#include "vgic/pending.h"

enum { PRIORITY_AT_RESET = 0xa0 };

void virq_init(struct virq *irq, struct vcpu *owner, uint32_t intid)
{
    list_init(&irq->node);
    irq->owner = irq->target = owner;
    irq->intid = intid;
    irq->priority = PRIORITY_AT_RESET;
    irq->mapped = true;
}

struct vcpu *virq_lock(struct pe *pe, struct virq *irq)
{
    for (;;) {
        struct vcpu *owner = SHARED_LOAD(irq->owner);
        if (owner == NULL)
            return NULL;
        sim_lock_take(pe->sim, owner->vgic->lock);
        if (irq->owner == owner)
            return owner;
        sim_lock_drop(pe->sim, owner->vgic->lock); /* the interrupt was moved meanwhile, which only
                                                      a mapping command does */
    }
}

void virq_unlock(struct pe *pe, struct vcpu *owner)
{
    sim_lock_drop(pe->sim, owner->vgic->lock);
}

void virq_queue(struct virq *irq)
{
    struct vgic_cpu *cpu = irq->owner->vgic;
    const unsigned level = virq_level(irq->priority);
    list_push_tail(&cpu->queue[level], &irq->node);
    cpu->queue_levels |= 1u << level;
    SHARED_STORE(cpu->waiting, cpu->waiting + 1u);
    irq->place = VIRQ_WAITING;
}

void virq_dequeue(struct virq *irq)
{
    struct vgic_cpu *cpu = irq->owner->vgic;
    const unsigned level = virq_level(irq->priority);
    list_remove(&irq->node);
    if (list_empty(&cpu->queue[level]))
        cpu->queue_levels &= ~(1u << level);
    SHARED_STORE(cpu->waiting, cpu->waiting - 1u);
    irq->place = VIRQ_IDLE;
}

struct virq *virq_first(const struct vgic_cpu *cpu)
{
    if (cpu->queue_levels == 0)
        return NULL;
    const unsigned level = (unsigned)__builtin_ctz(cpu->queue_levels);
    return list_entry(cpu->queue[level].next, struct virq, node);
}

void virq_requeue_later(struct virq *irq)
{
    struct vgic_cpu *cpu = irq->owner->vgic;
    if (irq->place == VIRQ_LISTED)
        SHARED_STORE(cpu->revisit, (uint16_t)(cpu->revisit | 1u << irq->lr));
}

/* It pends and cannot be delivered: it is left for INVALL to find. */
static bool hold_back(struct virq *irq)
{
    if (irq->pending && irq->place == VIRQ_IDLE && intid_is_lpi(irq->intid))
        pending_add(irq);
    return false;
}

bool virq_settle(struct virq *irq)
{
    const bool wanted = irq->pending && virq_is_deliverable(irq);
    if (irq->place == VIRQ_WAITING && !wanted)
        virq_dequeue(irq);
    if (irq->place != VIRQ_IDLE || !wanted)
        return hold_back(irq);
    virq_queue(irq);
    return true;
}

enum sim_step virq_raise(struct virq *irq)
{
    if (irq->pending || virq_pends_in_list_register(irq))
        return SIM_STEP_MERGED;
    irq->pending = true;
    if (virq_is_delivered(irq)) {
        virq_requeue_later(irq);
        return SIM_STEP_QUEUED;
    }
    return virq_settle(irq) ? SIM_STEP_QUEUED : SIM_STEP_PENDED;
}

bool virq_set_config(struct virq *irq, uint8_t priority, bool enabled)
{
    const bool moves = virq_level(priority) != virq_level(irq->priority);
    const bool is_wrong = irq->place == VIRQ_LISTED && (enabled != irq->enabled || moves);
    if (irq->place == VIRQ_WAITING && moves) {
        virq_dequeue(irq);
        irq->priority = priority;
        virq_queue(irq);
    }
    irq->priority = priority;
    irq->enabled = enabled;
    if (is_wrong)
        virq_requeue_later(irq);
    return is_wrong;
}

bool virq_clear(struct virq *irq)
{
    irq->pending = false;
    virq_settle(irq);
    if (irq->place != VIRQ_LISTED)
        return false;
    irq->recall = true;
    virq_requeue_later(irq);
    return true;
}

void virq_poke(struct pe *pe, struct vcpu *v)
{
    if (SHARED_LOAD(v->vgic->in_guest))
        gic_kick(pe, SHARED_LOAD(v->sched.home)->index);
    else
        sched_wake(pe, &v->sched);
}

/* Lock held. Moves it to its target. A LISTED interrupt cannot leave before its list register has
 * been read, a SPILLED one not before its EOI. */
static void depart(struct virq *irq)
{
    if (virq_is_delivered(irq)) {
        virq_requeue_later(irq);
        return;
    }
    if (irq->place == VIRQ_WAITING)
        virq_dequeue(irq);
    pending_remove(irq);
    SHARED_STORE(irq->owner, irq->target);
}

/* `is_stored`: it was in the store of its old owner. */
static struct lpi *arrive(struct pe *pe, struct virq *irq, bool is_stored)
{
    struct vcpu *owner = virq_lock(pe, irq);
    struct vlpi_news news = { false, NULL };
    if (vlpi_is_outdated(irq))
        news = vlpi_reread_config(pe, irq);
    const bool queued = virq_settle(irq);
    if (is_stored)
        pending_add(irq);
    virq_unlock(pe, owner);
    if (queued || news.poke)
        virq_poke(pe, owner);
    return news.release;
}

/* The owner's lock does not guard the queue of another owner, so the interrupt is IDLE on its
 * way. */
struct lpi *virq_rehome(struct pe *pe, struct virq *irq)
{
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner == NULL)
        return NULL;
    const bool is_idle = irq->place == VIRQ_IDLE && !irq->pending;
    const bool is_away = is_idle ? virq_is_away(irq) : virq_leaves(irq);
    const bool is_delivered = virq_is_delivered(irq);
    const bool is_stored = irq->is_stored;
    if (is_away)
        depart(irq);
    virq_unlock(pe, owner);
    if (is_away && !is_delivered)
        return arrive(pe, irq, is_stored);
    if (is_away)
        virq_poke(pe, owner);
    return NULL;
}

void virq_rehome_for_guest(struct pe *pe, struct virq *irq)
{
    struct lpi *release = virq_rehome(pe, irq);
    if (release != NULL)
        storm_apply_for_guest(virq_host(irq)->storm, pe, release);
}
