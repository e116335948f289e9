/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vLPIs: injection for a pLPI, commands on one of them. Mapping is in vlpi_map.c, configuration in
 * vlpi_config.c. One array per domain, indexed by INTID, so that the interrupt path neither
 * searches nor allocates.
 */
#include "arch/lpi_table.h"
#include "vgic/pending.h"

struct virq *vgic_vlpi(struct domain *dom, uint32_t intid)
{
    if (!lpi_in_range(intid, GUEST_LPI_ID_BITS))
        return NULL;
    return &dom->vgic->vlpis[intid - INTID_LPI_FIRST];
}

/* Lock held. vgic_translate stores and loads in the opposite order, so one of the two sees the
 * other's store: no stray is left when the ITS is enabled. */
static bool is_dropped(struct domain *dom)
{
    if (SHARED_LOAD(dom->vgic->translates))
        return false;
    SHARED_STORE(dom->vgic->has_strays, true);
    return !SHARED_LOAD(dom->vgic->translates);
}

static enum sim_step raise_if_mapped(struct pe *pe, struct virq *irq, struct vlpi_news *news)
{
    if (!irq->mapped || irq->target == NULL)
        return SIM_STEP_DISCARDED;
    if (vlpi_is_outdated(irq) | virq_host(irq)->rereads_always)
        *news = vlpi_reread_config(pe, irq);
    return virq_raise(irq);
}

/* Lock held. An arrival that merges with the pending half of the list register ends with that. No
 * import is called between the change of state and this call, because hv_check compares the two. */
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

/* Lock held. Is it the pLPI that the vLPI is bound to? If not, the guest has bound the vLPI to
 * another event meanwhile. */
static bool is_bound(const struct virq *irq, const struct lpi *lpi)
{
    return irq->lpi == lpi;
}

/* Lock held. */
static enum sim_step receive(struct pe *pe, struct domain *dom, struct virq *irq, struct lpi *lpi,
                             struct vlpi_news *news)
{
    sim_mark(pe->sim, SIM_STEP_RECEIVED, dom->id, irq->intid, lpi->intid);
    const enum sim_step step = raise_if_mapped(pe, irq, news);
    if (is_bound(irq, lpi))
        count(irq, lpi, step);
    sim_mark(pe->sim, step, dom->id, irq->intid, lpi->intid);
    return step;
}

/* Lock held. A disabled ITS translates nothing, so the arrival belongs to no vLPI. */
static enum sim_step drop_untranslated(struct pe *pe, struct domain *dom, struct virq *irq,
                                       struct lpi *lpi)
{
    if (is_bound(irq, lpi))
        count(irq, lpi, SIM_STEP_DISCARDED);
    sim_mark(pe->sim, SIM_STEP_DISCARDED, dom->id, 0, lpi->intid);
    sim_probe(pe->sim, PROBE_VITS_DROPPED, dom->id, 1);
    return SIM_STEP_DISCARDED;
}

void virq_drop_priority(struct pe *pe, const struct virq *irq)
{
    if (irq->lpi != NULL && SHARED_LOAD(irq->lpi->holds) != 0)
        lpi_drop_priority(virq_host(irq)->lpis, pe, irq->lpi);
}

bool vgic_watch_eoi(struct pe *pe, const struct lpi *lpi)
{
    const uint32_t vlpi = SHARED_LOAD(lpi->vlpi);
    struct virq *irq = vlpi != 0 ? vgic_vlpi(device_of(lpi->device)->dom, vlpi) : NULL;
    struct vcpu *owner = irq != NULL ? virq_lock(pe, irq) : NULL;
    if (owner == NULL)
        return false;
    const bool comes = is_bound(irq, lpi) && irq->place != VIRQ_IDLE;
    const bool is_listed = irq->place == VIRQ_LISTED;
    irq->watch_eoi = irq->watch_eoi || comes;
    virq_requeue_later(irq);
    virq_unlock(pe, owner);
    if (comes && is_listed)
        virq_poke(pe, owner);
    return comes;
}

/* Lock held. The guest's EOI may end the storm, so the hypervisor is to be told of it. */
static void watch_eoi(struct virq *irq)
{
    if (!virq_host(irq)->storm->watches_eoi)
        return;
    irq->watch_eoi = true;
    virq_requeue_later(irq);
}

/* Lock held. */
static bool is_storm(struct pe *pe, struct virq *irq, struct lpi *lpi, enum sim_step step)
{
    const bool is_deliverable = vlpi_is_deliverable(irq);
    struct storm_arrival arrival = { .lpi = lpi,
                                     .is_again = step == SIM_STEP_MERGED,
                                     .is_held_back =
                                         (step == SIM_STEP_DISCARDED) | !is_deliverable };
    if (!is_bound(irq, lpi) || !storm_arrived(virq_host(irq)->storm, pe, &arrival))
        return false;
    watch_eoi(irq);
    pending_add(irq); /* the guest may end it by an INVALL */
    return true;
}

/*
 * The heart of the LPI path: one lock, no access to the guest's tables. `throttle` is acted on
 * after the lock is dropped, because its host commands are waited for.
 */
void vgic_inject_lpi(struct pe *pe, struct domain *dom, uint32_t vlpi, struct lpi *lpi)
{
    struct virq *irq = &dom->vgic->vlpis[vlpi - INTID_LPI_FIRST];
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner == NULL)
        return;
    struct vlpi_news news = { false, NULL };
    const enum sim_step step =
        is_dropped(dom) ? drop_untranslated(pe, dom, irq, lpi) : receive(pe, dom, irq, lpi, &news);
    const bool throttle = is_storm(pe, irq, lpi, step);
    const bool poke = ((step == SIM_STEP_QUEUED) | news.poke | virq_host(irq)->kicks_always) != 0 ||
                      (throttle && irq->watch_eoi && irq->place == VIRQ_LISTED);
    virq_unlock(pe, owner);
    if (poke)
        virq_poke(pe, owner);
    if (throttle)
        storm_apply(virq_host(irq)->storm, pe, lpi);
    if (news.release != NULL)
        storm_apply(virq_host(irq)->storm, pe, news.release);
}

void vgic_trigger(struct pe *pe, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        struct vlpi_news news = { false, NULL };
        sim_mark(pe->sim, SIM_STEP_RECEIVED, owner->dom->id, irq->intid, 0);
        const enum sim_step step = raise_if_mapped(pe, irq, &news);
        sim_mark(pe->sim, step, owner->dom->id, irq->intid, 0);
        virq_unlock(pe, owner);
        if (step == SIM_STEP_QUEUED || news.poke)
            virq_poke(pe, owner);
        if (news.release != NULL)
            storm_apply_for_guest(virq_host(irq)->storm, pe, news.release);
    }
    sim_irq_restore(pe->sim, masked);
}

bool vlpi_forget_pending(struct pe *pe, struct virq *irq)
{
    if (irq->pending)
        virq_mark(pe, SIM_STEP_DISCARDED, irq);
    if (irq->lpi != NULL)
        in_flight_forget_waiting(&irq->lpi->in_flight);
    const bool poke = virq_clear(irq);
    pending_review(irq);
    if (irq->place == VIRQ_IDLE)
        virq_drop_priority(pe, irq);
    return poke;
}

/* Lock held. A storming pLPI whose vLPI is not with the guest has no EOI to wait for any more.
 * True: the pLPI must be enabled again. */
static bool ends_storm(struct pe *pe, struct virq *irq)
{
    if (virq_is_delivered(irq) || irq->lpi == NULL)
        return false;
    irq->watch_eoi = false;
    return storm_answered(virq_host(irq)->storm, pe, irq->lpi);
}

/* host.lpi guards a pLPI that is bound to no vLPI. False: this one is bound. */
static bool ask_early(struct pe *pe, struct domain *dom, struct lpi *lpi, bool *release)
{
    struct vgic_host *host = dom->vgic->host;
    sim_lock_take(pe->sim, host->lpis->lock);
    const bool is_early = lpi->vlpi == 0;
    *release = is_early && storm_answered(host->storm, pe, lpi);
    sim_lock_drop(pe->sim, host->lpis->lock);
    return is_early;
}

static bool ask_bound(struct pe *pe, struct virq *irq, struct lpi *lpi, bool *release)
{
    struct vcpu *owner = virq_lock(pe, irq);
    const bool is_ours = is_bound(irq, lpi);
    *release = is_ours && storm_answered(virq_host(irq)->storm, pe, lpi);
    virq_unlock(pe, owner);
    return is_ours;
}

bool vgic_ask_storm(struct pe *pe, struct domain *dom, struct lpi *lpi)
{
    for (;;) {
        bool release = false;
        const uint32_t vlpi = SHARED_LOAD(lpi->vlpi);
        if (vlpi == 0 ? ask_early(pe, dom, lpi, &release)
                      : ask_bound(pe, vgic_vlpi(dom, vlpi), lpi, &release))
            return release;
        /* it was bound to another vLPI meanwhile; only a mapping command does that */
    }
}

void vgic_clear(struct pe *pe, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        struct lpi *lpi = irq->lpi;
        const bool poke = vlpi_forget_pending(pe, irq);
        const bool release = ends_storm(pe, irq);
        virq_unlock(pe, owner);
        if (poke)
            virq_poke(pe, owner);
        if (release)
            storm_apply_for_guest(virq_host(irq)->storm, pe, lpi);
        if (virq_is_away(irq))
            virq_rehome_for_guest(pe, irq); /* it had stayed because it was pending */
    }
    sim_irq_restore(pe->sim, masked);
}
