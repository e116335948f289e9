/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Virtual SPIs. An SPI that is wired to a device goes into a list register with HW=1: the guest's
 * EOI deactivates the physical SPI of the same INTID without an exit, and until then that one is
 * active and cannot be signalled again. Other SPIs exist for the guest's ISPENDR only.
 */
#include "arch/intid.h"
#include "vgic/virq.h"

/* Choice: INTIDs are not virtualised; the virtual distributor has SPIs up to the highest that one
 * of the domain's devices is wired to, in words of 32. */
static uint32_t end_of(const struct domain *dom)
{
    uint32_t end = INTID_SPI_FIRST;
    for (unsigned n = 0; n < dom->info->device_count; n++)
        if (dom->info->devices[n]->intx >= end)
            end = dom->info->devices[n]->intx + 1u;
    return (end + 31u) & ~31u;
}

bool vspi_create(struct domain *dom)
{
    struct vgic *vgic = dom->vgic;
    vgic->vspi_end = end_of(dom);
    const uint32_t count = vgic->vspi_end - INTID_SPI_FIRST;
    vgic->vspis = sim_alloc((count + 1ull) * sizeof *vgic->vspis, 64);
    if (vgic->vspis == NULL)
        return false;
    for (uint32_t n = 0; n < count; n++)
        virq_init(&vgic->vspis[n], &dom->vcpus[0], INTID_SPI_FIRST + n);
    for (unsigned n = 0; n < dom->info->device_count; n++)
        if (dom->info->devices[n]->intx != 0)
            vgic_spi(dom, dom->info->devices[n]->intx)->wired = true;
    return true;
}

struct virq *vgic_spi(struct domain *dom, uint32_t intid)
{
    if (intid < INTID_SPI_FIRST || intid >= dom->vgic->vspi_end || intid >= INTID_SPECIAL_FIRST)
        return NULL;
    return &dom->vgic->vspis[intid - INTID_SPI_FIRST];
}

/* ---- arrival ---- */

/* Lock held. An SPI that already pends in a list register gets its link to the physical one
 * there. */
static enum sim_step raise_taken(struct virq *irq)
{
    irq->taken = true;
    const enum sim_step step = virq_raise(irq);
    if (step == SIM_STEP_MERGED && irq->place == VIRQ_LISTED)
        virq_requeue_later(irq);
    return step;
}

bool vgic_inject_spi(struct pe *pe, struct domain *dom, uint32_t intid)
{
    struct virq *irq = vgic_spi(dom, intid);
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, true);
    struct vcpu *owner = virq_lock(pe, irq);
    const bool accepted = irq->mapped;
    const enum sim_step step = accepted ? raise_taken(irq) : SIM_STEP_DISCARDED;
    virq_unlock(pe, owner);
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, false);
    if (accepted)
        sim_probe(pe->sim, PROBE_SPI_ACCEPTED, dom->id, 1);
    if (step == SIM_STEP_QUEUED)
        virq_poke(pe, owner);
    return accepted;
}

void vspi_release(struct pe *pe, struct virq *irq)
{
    if (!irq->taken)
        return;
    irq->taken = false;
    spi_deactivate(pe, irq->intid);
}

/* ---- the guest's registers ---- */

/* Lock held. */
static bool enable(struct pe *pe, struct virq *irq, bool enabled)
{
    if (irq->wired && enabled != irq->enabled)
        spi_enable(virq_host(irq)->spis, pe, irq->intid, enabled);
    const bool is_wrong = virq_set_config(irq, irq->priority, enabled);
    return virq_settle(irq) || is_wrong;
}

/* Lock held. A level that is still asserted pends again at once. */
static bool clear(struct pe *pe, struct virq *irq)
{
    const bool is_wrong = virq_clear(irq);
    if (irq->place == VIRQ_IDLE)
        vspi_release(pe, irq);
    return is_wrong;
}

/* Lock held. True: then virq_poke. */
static bool change_locked(struct pe *pe, struct virq *irq, enum vspi_change change)
{
    switch (change) {
    case VSPI_ENABLE: return enable(pe, irq, true);
    case VSPI_DISABLE: return enable(pe, irq, false);
    case VSPI_SET_PENDING: return virq_raise(irq) == SIM_STEP_QUEUED;
    case VSPI_CLEAR_PENDING: return clear(pe, irq);
    default: return false;
    }
}

void vspi_change(struct pe *pe, struct virq *irq, enum vspi_change change)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    const bool news = change_locked(pe, irq, change);
    virq_unlock(pe, owner);
    if (news)
        virq_poke(pe, owner);
    sim_irq_restore(pe->sim, masked);
}

void vspi_set_priority(struct pe *pe, struct virq *irq, uint8_t priority)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    const bool news = virq_set_config(irq, priority & 0xf8u, irq->enabled);
    virq_unlock(pe, owner);
    if (news)
        virq_poke(pe, owner);
    sim_irq_restore(pe->sim, masked);
}

void vspi_retarget(struct pe *pe, struct virq *irq, struct vcpu *target)
{
    const bool masked = sim_irq_save(pe->sim);
    struct vcpu *owner = virq_lock(pe, irq);
    irq->target = target;
    if (irq->wired)
        spi_route(virq_host(irq)->spis, pe, irq->intid, target->irq_pe);
    virq_unlock(pe, owner);
    virq_rehome_for_guest(pe, irq);
    sim_irq_restore(pe->sim, masked);
}

/* ---- the end ---- */

/* Lock held. Its vCPU never runs again, so its word in a list register is not to end the physical
 * SPI. */
static void unlink_word(struct virq *irq)
{
    struct vgic_cpu *cpu = irq->owner->vgic;
    uint64_t *word = irq->place == VIRQ_SPILLED ? &cpu->spilled[irq->lr].lr : &cpu->lr[irq->lr];
    if (virq_is_delivered(irq))
        *word = bits_put(*word, ICH_LR_HW, 0);
}

static void forget(struct pe *pe, struct virq *irq)
{
    unlink_word(irq);
    enable(pe, irq, false);
    virq_clear(irq);
    sim_dsb(pe->sim); /* it is disabled before it may be signalled again */
    vspi_release(pe, irq);
    irq->mapped = false;
}

void vgic_forget_spis(struct pe *pe, struct domain *dom)
{
    for (uint32_t intid = INTID_SPI_FIRST; intid < dom->vgic->vspi_end; intid++) {
        const bool masked = sim_irq_save(pe->sim);
        struct vcpu *owner = virq_lock(pe, vgic_spi(dom, intid));
        forget(pe, vgic_spi(dom, intid));
        virq_unlock(pe, owner);
        sim_irq_restore(pe->sim, masked);
    }
}
