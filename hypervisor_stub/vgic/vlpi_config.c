/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's configuration table: a byte for each vLPI, in memory that the guest may write at any
 * time. Its value is cached until a command says that it may have changed.
 */
#include "arch/gicr_regs.h"
#include "arch/lpi_table.h"
#include "vgic/pending.h"

/* False: the byte is not in RAM. */
static bool read_byte(struct pe *pe, const struct virq *irq, const struct domain *dom,
                      uint8_t *config)
{
    const uint64_t propbaser = dom->vgic->propbaser;
    if (!lpi_in_range(irq->intid, (unsigned)bits_get(propbaser, GICR_PROPBASER_IDBITS) + 1u))
        return false;
    const uint64_t table = bits_get(propbaser, GICR_PROPBASER_ADDRESS) << 12;
    const uint64_t pa = guest_ram_pa(dom, lpi_config_address(table, irq->intid), 1);
    return pa != 0 && sim_read(pe->sim, pa, config, 1);
}

/* Lock held. The pLPI takes over the enable bit with the INV or INVALL that this belongs to, if
 * that is forwarded. */
static void carry_enable(const struct virq *irq)
{
    struct vgic *vgic = irq->owner->dom->vgic;
    if (!vgic->carries_enables || irq->lpi == NULL)
        return;
    if (lpi_turn(irq->lpi, irq->enabled))
        SHARED_STORE(vgic->enables_turned, true);
}

/* Lock held. The guest has changed the enable bit, or confirmed it; the storm policy is told. */
static bool tell_storm(struct pe *pe, const struct virq *irq)
{
    struct storm *storm = virq_host(irq)->storm;
    if (irq->lpi == NULL)
        return false;
    if (irq->enabled)
        return storm_forgiven(storm, pe, irq->lpi);
    return !virq_is_delivered(irq) && storm_abandoned(storm, pe, irq->lpi);
}

/* Lock held; the vLPI is mapped. */
static struct vlpi_news follow(struct pe *pe, struct virq *irq, uint8_t config)
{
    const bool revisit =
        virq_set_config(irq, lpi_config_priority(config), lpi_config_enabled(config));
    irq->generation = SHARED_LOAD(irq->owner->dom->vgic->generation);
    const bool queued = virq_settle(irq);
    carry_enable(irq);
    if (irq->place == VIRQ_IDLE)
        virq_drop_priority(pe, irq);
    const struct vlpi_news news = { queued || revisit, tell_storm(pe, irq) ? irq->lpi : NULL };
    pending_review(irq);
    if (queued)
        virq_mark(pe, SIM_STEP_QUEUED, irq);
    return news;
}

static void finish(struct pe *pe, struct domain *dom, struct vcpu *owner,
                   const struct vlpi_news *news)
{
    if (news->poke && dom->vgic->host->kicks_at_inv)
        virq_poke(pe, owner);
    if (news->release != NULL)
        storm_apply_for_guest(dom->vgic->host->storm, pe, news->release);
}

/* A byte that is not in RAM changes nothing. */
struct vlpi_news vlpi_reread_config(struct pe *pe, struct virq *irq)
{
    const struct vlpi_news none = { false, NULL };
    struct domain *dom = irq->owner->dom;
    uint8_t config = 0;
    irq->generation = SHARED_LOAD(dom->vgic->generation);
    if (!irq->mapped || !SHARED_LOAD(dom->vgic->any_lpis_enabled))
        return none;
    sim_probe(pe->sim, PROBE_VGIC_CONFIG_READS, dom->id, 1);
    return read_byte(pe, irq, dom, &config) ? follow(pe, irq, config) : none;
}

bool vgic_reload_held(struct pe *pe, struct domain *dom, struct virq *irq)
{
    struct vcpu *owner = irq->owner;
    uint8_t config = 0;
    if (!SHARED_LOAD(dom->vgic->any_lpis_enabled) || !irq->mapped)
        return true;
    if (!read_byte(pe, irq, dom, &config))
        return false;
    const struct vlpi_news news = follow(pe, irq, config);
    if (!news.poke && news.release == NULL)
        return true;
    virq_unlock(pe, owner);
    finish(pe, dom, owner, &news);
    sim_lock_take(pe->sim, owner->vgic->lock);
    return true;
}

void vlpi_read_config(struct pe *pe, struct domain *dom, struct virq *irq)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL) {
        vgic_reload_held(pe, dom, irq);
        virq_unlock(pe, owner);
    }
    sim_irq_restore(pe->sim, masked);
}

bool vgic_reload(struct pe *pe, struct domain *dom, struct virq *irq)
{
    struct vlpi_news news = { false, NULL };
    uint8_t config = 0;
    if (!SHARED_LOAD(dom->vgic->any_lpis_enabled))
        return true; /* nothing is cached yet: read when LPIs are enabled */
    if (!read_byte(pe, irq, dom, &config))
        return false;
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    if (owner != NULL && irq->mapped)
        news = follow(pe, irq, config);
    if (owner != NULL)
        virq_unlock(pe, owner);
    finish(pe, dom, owner, &news);
    sim_irq_restore(pe->sim, masked);
    return true;
}
