/*
 * vLPIs: injection for a pLPI, commands on one of them, binding to events, the guest's
 * configuration table. One array per domain, indexed by INTID, so that nothing is searched or
 * allocated on the interrupt path.
 */
#include "arch/gicr_regs.h"
#include "arch/lpi_table.h"
#include "vgic/virq.h"

struct virq *vgic_vlpi(struct domain *dom, uint32_t intid)
{
    if (!lpi_in_range(intid, GUEST_LPI_ID_BITS))
        return NULL;
    return &dom->vgic.vlpis[intid - INTID_LPI_FIRST];
}

/* Lock held. vgic_translate stores and looks in the opposite order: one of the two sees the other,
 * so that no stray is left when the ITS is enabled. */
static bool is_dropped(struct domain *dom)
{
    if (SHARED_LOAD(dom->vgic.translates))
        return false;
    SHARED_STORE(dom->vgic.has_strays, true);
    return !SHARED_LOAD(dom->vgic.translates);
}

static enum sim_step raise_if_mapped(struct virq *irq)
{
    return irq->mapped && irq->target ? virq_raise(irq) : SIM_STEP_DISCARDED;
}

/* Lock held. What merges with what pends in the list register ends with that. No import is called
 * between the change of state and this: hv_check compares the two. */
static void count(const struct virq *irq, struct lpi *lpi, enum sim_step step)
{
    if (step == SIM_STEP_DISCARDED) {
        lpi->strays++;
        return;
    }
    in_flight_received(&lpi->in_flight);
    if (step == SIM_STEP_MERGED && virq_pends_in_list_register(irq))
        in_flight_listed(&lpi->in_flight, virq_shows_active(irq), true);
}

/* Lock held. Is it from the pLPI that the vLPI is bound to? Else the guest has bound it to another
 * event meanwhile. */
static bool is_bound(const struct virq *irq, const struct lpi *lpi)
{
    return irq->lpi == lpi;
}

/* Lock held. */
static enum sim_step accept(struct pe *pe, struct domain *dom, struct virq *irq, struct lpi *lpi)
{
    sim_mark(pe->sim, SIM_STEP_RECEIVED, dom->id, irq->intid, lpi->intid);
    const enum sim_step step = raise_if_mapped(irq);
    if (is_bound(irq, lpi))
        count(irq, lpi, step);
    sim_mark(pe->sim, step, dom->id, irq->intid, lpi->intid);
    return step;
}

/* Lock held. A disabled ITS translates nothing: it belongs to no vLPI. */
static enum sim_step drop(struct pe *pe, struct domain *dom, struct virq *irq, struct lpi *lpi)
{
    if (is_bound(irq, lpi))
        count(irq, lpi, SIM_STEP_DISCARDED);
    sim_mark(pe->sim, SIM_STEP_DISCARDED, dom->id, 0, lpi->intid);
    sim_probe(pe->sim, PROBE_VITS_DROPPED, dom->id, 1);
    return SIM_STEP_DISCARDED;
}

/* Lock held. */
static bool is_storm(struct pe *pe, struct virq *irq, struct lpi *lpi)
{
    if (!is_bound(irq, lpi) || !pe->hv->storm->received(pe, lpi))
        return false;
    irq->watch_eoi = true;
    virq_requeue_later(irq);
    return true;
}

/*
 * The heart of the LPI path: one lock, no table of the guest. `throttle` outlives the lock, because
 * its host commands are waited for without it.
 */
void vgic_inject_lpi(struct pe *pe, struct domain *dom, uint32_t vlpi, struct lpi *lpi)
{
    struct virq *irq = &dom->vgic.vlpis[vlpi - INTID_LPI_FIRST];
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner == NULL)
        return;
    const enum sim_step step =
        is_dropped(dom) ? drop(pe, dom, irq, lpi) : accept(pe, dom, irq, lpi);
    const bool throttle = is_storm(pe, irq, lpi);
    const bool poke = step == SIM_STEP_QUEUED || (throttle && irq->place == VIRQ_LISTED);
    virq_unlock(pe, owner);
    if (poke)
        virq_poke(pe, owner);
    if (throttle)
        pe->hv->storm->throttle(pe, lpi);
}

void vgic_trigger(struct pe *pe, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        sim_mark(pe->sim, SIM_STEP_RECEIVED, owner->dom->id, irq->intid, 0);
        const enum sim_step step = raise_if_mapped(irq);
        sim_mark(pe->sim, step, owner->dom->id, irq->intid, 0);
        virq_unlock(pe, owner);
        if (step == SIM_STEP_QUEUED)
            virq_poke(pe, owner);
    }
    sim_irq_restore(pe->sim, masked);
}

/* Lock held. True: then virq_poke. */
static bool forget_pending(struct pe *pe, struct virq *irq)
{
    if (irq->pending)
        virq_mark(pe, SIM_STEP_DISCARDED, irq);
    if (irq->lpi != NULL)
        in_flight_forget_waiting(&irq->lpi->in_flight);
    return virq_clear(irq);
}

/* Lock held. What storms, and is in no list register, has no EOI to wait for any more. True: its
 * pLPI must be enabled again. */
static bool has_calmed_down(struct pe *pe, struct virq *irq)
{
    if (irq->place == VIRQ_LISTED || irq->lpi == NULL)
        return false;
    irq->watch_eoi = false;
    return pe->hv->storm->ended(pe, irq->lpi);
}

void vgic_clear(struct pe *pe, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        struct lpi *lpi = irq->lpi;
        const bool poke = forget_pending(pe, irq);
        const bool release = has_calmed_down(pe, irq);
        virq_unlock(pe, owner);
        if (poke)
            virq_poke(pe, owner);
        if (release)
            pe->hv->storm->release(pe, lpi);
    }
    sim_irq_restore(pe->sim, masked);
}

/* ---- binding to events ---- */

/* The lock that guards the pLPI is held. What it sends can be delivered from here on: it gets
 * another chance if it stormed while that was not so. True: it must be enabled again. What has come
 * since it was throttled pends at the redistributor, and is dropped as well. */
static bool forgive(struct pe *pe, struct lpi *lpi)
{
    if (lpi->throttled && lpi->strays != 0)
        SHARED_STORE(lpi->sweep, true);
    lpi->strays = 0;
    return pe->hv->storm->ended(pe, lpi);
}

/* The pLPI belongs to the vLPI from here on. True: it must be enabled again. */
static bool bind_lpi(struct pe *pe, struct virq *irq, struct lpi *lpi)
{
    irq->lpi = lpi;
    if (lpi == NULL)
        return false;
    sim_lock_take(pe->sim, pe->hv->lpis.lock); /* against early arrivals */
    SHARED_STORE(lpi->vlpi, irq->intid);
    const bool release = forgive(pe, lpi);
    sim_lock_drop(pe->sim, pe->hv->lpis.lock);
    return release;
}

bool vgic_is_taken(const struct virq *irq, uint32_t device, uint32_t event)
{
    return irq->mapped && (irq->device != device || irq->event != event);
}

/* First use: without an owner nobody else looks at it. */
static void adopt(struct domain *dom, struct virq *irq, uint32_t intid)
{
    irq->intid = intid;
    list_init(&irq->node);
    SHARED_STORE(irq->owner, &dom->vcpus[0]);
    if (intid >= vgic_vlpi_end(&dom->vgic))
        SHARED_STORE(dom->vgic.vlpi_end, intid + 1u);
}

/* Lock held. True: its pLPI must be enabled again. */
static bool gets_a_target(struct pe *pe, const struct virq *irq, const struct vcpu *target)
{
    return irq->target == NULL && target != NULL && irq->lpi != NULL && forgive(pe, irq->lpi);
}

static void forgive_strays(struct pe *pe, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    struct lpi *lpi = irq->lpi;
    const bool release = irq->target != NULL && forgive(pe, lpi);
    virq_unlock(pe, owner);
    if (release)
        pe->hv->storm->release(pe, lpi);
    sim_irq_restore(pe->sim, masked);
}

/* Only mapping commands bind a pLPI, and the caller holds their lock. */
void vgic_translate(struct pe *pe, struct domain *dom, bool enabled)
{
    SHARED_STORE(dom->vgic.translates, enabled);
    if (!enabled || !SHARED_LOAD(dom->vgic.has_strays))
        return;
    SHARED_STORE(dom->vgic.has_strays, false);
    for (uint32_t intid = INTID_LPI_FIRST; intid < vgic_vlpi_end(&dom->vgic); intid++)
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
    irq->mapped = true;
    irq->device = mapping->device;
    irq->event = mapping->event;
    irq->icid = mapping->icid;
    const bool release = irq->lpi == mapping->lpi ? gets_a_target(pe, irq, mapping->target)
                                                  : bind_lpi(pe, irq, mapping->lpi);
    irq->target = mapping->target;
    virq_unlock(pe, owner);
    if (release)
        pe->hv->storm->release(pe, mapping->lpi);
    virq_rehome(pe, irq);
    sim_irq_restore(pe->sim, masked);
}

/* Lock held. Arrivals of its pLPI are early ones from here on, and nothing that it has sent will be
 * delivered; if it is throttled, it stays so until it is bound again. */
static void unbind_lpi(struct pe *pe, struct virq *irq)
{
    static const struct in_flight none = { 0, 0, 0 };
    if (irq->lpi == NULL)
        return;
    sim_lock_take(pe->sim, pe->hv->lpis.lock);
    irq->lpi->in_flight = none;
    SHARED_STORE(irq->lpi->vlpi, 0);
    sim_lock_drop(pe->sim, pe->hv->lpis.lock);
    irq->lpi = NULL;
}

void vgic_unmap(struct pe *pe, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        const bool poke = forget_pending(pe, irq);
        unbind_lpi(pe, irq);
        irq->mapped = irq->enabled = irq->watch_eoi = false;
        virq_unlock(pe, owner);
        if (poke)
            virq_poke(pe, owner);
    }
    sim_irq_restore(pe->sim, masked);
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
            pe->hv->storm->release(pe, lpi);
        virq_rehome(pe, irq);
    }
    sim_irq_restore(pe->sim, masked);
}

/* Choice: from then on it arrives at `to` as well, until its collection or its event is mapped
 * again; KVM does the same. */
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
            virq_rehome(pe, irq);
    }
    sim_irq_restore(pe->sim, masked);
}

/* ---- the guest's configuration table ---- */

static uint64_t config_byte_pa(const struct domain *dom, uint32_t intid)
{
    const uint64_t propbaser = dom->vgic.propbaser;
    if (!lpi_in_range(intid, (unsigned)bits_get(propbaser, GICR_PROPBASER_IDBITS) + 1u))
        return 0;
    return guest_ram_pa(
        dom, lpi_config_address(bits_get(propbaser, GICR_PROPBASER_ADDRESS) << 12, intid), 1);
}

bool vgic_reload(struct pe *pe, struct domain *dom, struct virq *irq)
{
    if (!SHARED_LOAD(dom->vgic.any_lpis_enabled))
        return true; /* nothing is cached yet: read when LPIs are enabled */
    const uint64_t pa = config_byte_pa(dom, irq->intid);
    uint8_t config = 0;
    if (pa == 0 || !sim_read(pe->sim, pa, &config, 1))
        return false;
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    bool queued = false, revisit = false;
    if (owner != NULL && irq->mapped) {
        revisit = virq_set_config(irq, lpi_config_priority(config), lpi_config_enabled(config));
        queued = virq_settle(irq);
    }
    if (queued)
        virq_mark(pe, SIM_STEP_QUEUED, irq);
    if (owner != NULL)
        virq_unlock(pe, owner);
    if (queued || revisit)
        virq_poke(pe, owner);
    sim_irq_restore(pe->sim, masked);
    return true;
}
