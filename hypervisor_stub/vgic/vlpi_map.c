/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vLPIs: mapping by the virtual ITS, moving, and what becomes of a pLPI that stormed while it could
 * not be delivered. The caller holds the vits lock, except at the end of a domain.
 */
#include "vgic/pending.h"

/* The lock that guards the pLPI is held. Its arrivals can be delivered from now on: if it stormed
 * while they could not, it is enabled again. Arrivals since it was throttled pend at the
 * redistributor and are cleared. True: the hardware must follow (storm_apply). */
static bool forgive(struct pe *pe, const struct virq *irq, struct lpi *lpi)
{
    const bool sweeps = lpi->strays != 0 && lpi_is_disabled(lpi);
    if (sweeps) {
        SHARED_STORE(lpi->sweep, true);
        SHARED_STORE(lpi->device->sweeps, true);
    }
    lpi->strays = 0;
    return storm_forgiven(virq_host(irq)->storm, pe, lpi) || sweeps;
}

/* Binds the pLPI to the vLPI. True: as forgive. No import is called between the two assignments,
 * here and where it is unbound, because hv_check compares them. */
static bool bind_lpi(struct pe *pe, struct virq *irq, struct lpi *lpi)
{
    if (lpi == NULL)
        return false;
    sim_lock_take(pe->sim, virq_host(irq)->lpis->lock); /* against early arrivals */
    irq->lpi = lpi;
    SHARED_STORE(lpi->vlpi, irq->intid);
    const bool release = forgive(pe, irq, lpi);
    sim_lock_drop(pe->sim, virq_host(irq)->lpis->lock);
    return release;
}

bool vgic_is_taken(const struct virq *irq, uint32_t device, uint32_t event)
{
    return irq->mapped && (irq->device != device || irq->event != event);
}

/* First use: nobody else accesses a vLPI without an owner. */
static void adopt(struct domain *dom, struct virq *irq, uint32_t intid)
{
    irq->intid = intid;
    list_init(&irq->node);
    SHARED_STORE(irq->owner, &dom->vcpus[0]);
    if (intid >= vgic_vlpi_end(dom->vgic))
        SHARED_STORE(dom->vgic->vlpi_end, intid + 1u);
}

static void set_mapped(struct domain *dom, struct virq *irq, bool mapped)
{
    struct id_set *ids = dom->vgic->mapped;
    irq->mapped = mapped;
    if (ids == NULL)
        return;
    if (mapped)
        id_set_add(ids, irq->intid);
    else
        id_set_remove(ids, irq->intid);
}

/* Lock held. True: as forgive. */
static bool gets_a_target(struct pe *pe, const struct virq *irq, const struct vcpu *target)
{
    return irq->target == NULL && target != NULL && irq->lpi != NULL && forgive(pe, irq, irq->lpi);
}

static void forgive_strays(struct pe *pe, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    struct lpi *lpi = irq->lpi;
    const bool release = irq->target != NULL && forgive(pe, irq, lpi);
    virq_unlock(pe, owner);
    if (release)
        storm_apply_for_guest(virq_host(irq)->storm, pe, lpi);
    sim_irq_restore(pe->sim, masked);
}

/* Only mapping commands bind a pLPI, and the caller holds their lock. */
void vgic_translate(struct pe *pe, struct domain *dom, bool enabled)
{
    SHARED_STORE(dom->vgic->translates, enabled);
    if (!enabled || !SHARED_LOAD(dom->vgic->has_strays))
        return;
    SHARED_STORE(dom->vgic->has_strays, false);
    for (uint32_t intid = INTID_LPI_FIRST; intid < vgic_vlpi_end(dom->vgic); intid++)
        if (vgic_vlpi(dom, intid)->lpi != NULL)
            forgive_strays(pe, vgic_vlpi(dom, intid));
}

void vgic_map(struct pe *pe, struct domain *dom, uint32_t vlpi, const struct vlpi_mapping *mapping)
{
    struct virq *irq = vgic_vlpi(dom, vlpi);
    const bool masked = sim_irq_save(pe->sim);
    if (irq->owner == NULL)
        adopt(dom, irq, vlpi);
    struct vcpu *owner = virq_lock(pe, irq);
    set_mapped(dom, irq, true);
    irq->device = mapping->device;
    irq->event = mapping->event;
    irq->icid = mapping->icid;
    const bool release = irq->lpi == mapping->lpi ? gets_a_target(pe, irq, mapping->target)
                                                  : bind_lpi(pe, irq, mapping->lpi);
    irq->target = mapping->target;
    virq_unlock(pe, owner);
    if (release)
        storm_apply_for_guest(virq_host(irq)->storm, pe, mapping->lpi);
    virq_rehome_for_guest(pe, irq);
    sim_irq_restore(pe->sim, masked);
}

/* Lock held. Unbinds the pLPI: pending state is dropped, nothing that it has sent is in flight, and
 * later arrivals are early ones. A throttled pLPI stays throttled until it is bound again. True:
 * then virq_poke. */
static bool unbind_lpi(struct pe *pe, struct virq *irq)
{
    static const struct in_flight none = { 0, 0, 0 };
    if (irq->lpi == NULL)
        return vlpi_forget_pending(pe, irq);
    sim_lock_take(pe->sim, virq_host(irq)->lpis->lock);
    const bool poke = vlpi_forget_pending(pe, irq);
    virq_drop_priority(pe, irq);
    irq->lpi->in_flight = none;
    SHARED_STORE(irq->lpi->vlpi, 0);
    irq->lpi = NULL;
    sim_lock_drop(pe->sim, virq_host(irq)->lpis->lock);
    return poke;
}

static void unbind(struct pe *pe, struct virq *irq, bool stays_mapped)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        struct storm *storm = virq_host(irq)->storm;
        struct lpi *lpi = irq->lpi;
        const bool poke = unbind_lpi(pe, irq);
        const bool release = lpi != NULL && storm_abandoned(storm, pe, lpi);
        set_mapped(owner->dom, irq, irq->mapped && stays_mapped);
        irq->enabled = irq->enabled && stays_mapped;
        irq->watch_eoi = false;
        pending_remove(irq);
        virq_unlock(pe, owner);
        if (poke)
            virq_poke(pe, owner);
        if (release)
            storm_apply_for_guest(storm, pe, lpi);
    }
    sim_irq_restore(pe->sim, masked);
}

void vgic_unmap(struct pe *pe, struct virq *irq)
{
    unbind(pe, irq, false);
}

void vgic_unbind(struct pe *pe, struct virq *irq)
{
    unbind(pe, irq, true);
}

void vgic_retarget(struct pe *pe, struct virq *irq, uint16_t icid, struct vcpu *target)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        struct lpi *lpi = irq->lpi;
        const bool release = gets_a_target(pe, irq, target);
        irq->icid = icid;
        irq->target = target;
        virq_unlock(pe, owner);
        if (release)
            storm_apply_for_guest(virq_host(irq)->storm, pe, lpi);
        virq_rehome_for_guest(pe, irq);
    }
    sim_irq_restore(pe->sim, masked);
}

/* Choice: new arrivals go to `to` as well, until its collection or its event is mapped again; as in
 * KVM. */
void vgic_move_pending(struct pe *pe, struct virq *irq, struct vcpu *from, struct vcpu *to)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        const bool moves =
            irq->mapped && irq->target == from && (irq->pending || irq->place != VIRQ_IDLE);
        if (moves)
            irq->target = to;
        virq_unlock(pe, owner);
        if (moves)
            virq_rehome_for_guest(pe, irq);
    }
    sim_irq_restore(pe->sim, masked);
}
