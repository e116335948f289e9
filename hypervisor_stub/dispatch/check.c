/* SPDX-License-Identifier: Apache-2.0 */
/* hv_check: what must be true at the end of any run, whatever guests did. */
#include "arch/its_ring.h"
#include "dispatch/hv.h"
#include "vgic/virq.h"

static const char *check_queue(const struct vcpu *v)
{
    const struct vgic_cpu *cpu = v->vgic;
    uint32_t waiting = 0;
    for (unsigned level = 0; level < VIRQ_LEVELS; level++) {
        const struct list *queue = &cpu->queue[level];
        if (list_empty(queue) == ((cpu->queue_levels >> level & 1u) != 0))
            return "vgic: the bitmap of priorities disagrees with the queues";
        for (const struct list *at = queue->next; at != queue; at = at->next, waiting++) {
            const struct virq *irq = list_entry(at, struct virq, node);
            if (irq->place != VIRQ_WAITING || irq->owner != v || !irq->pending || !irq->enabled)
                return "vgic: a queued interrupt is not one that waits here";
        }
    }
    return waiting == cpu->waiting ? NULL : "vgic: the count of waiting interrupts is wrong";
}

static const char *check_list_registers(const struct vcpu *v)
{
    const struct vgic_cpu *cpu = v->vgic;
    for (unsigned n = 0; n < ICH_LR_MAX; n++) {
        const struct virq *irq = cpu->listed[n];
        if ((irq != NULL) != ((cpu->used >> n & 1u) != 0))
            return "vgic: the list registers in use are not those with an interrupt";
        if (irq == NULL)
            continue;
        if (irq->place != VIRQ_LISTED || irq->lr != n || irq->owner != v)
            return "vgic: an interrupt does not know its list register";
        if (bits_get(cpu->lr[n], ICH_LR_VINTID) != irq->intid)
            return "vgic: a list register holds another interrupt";
        if (bits_get(cpu->lr[n], ICH_LR_HW) && !irq->taken)
            return "vgic: a list register would deactivate what nobody has acknowledged";
    }
    return NULL;
}

static const char *check_spilled(const struct vcpu *v)
{
    const struct vgic_cpu *cpu = v->vgic;
    for (unsigned level = 0; level < VIRQ_LEVELS; level++) {
        const struct virq *irq = cpu->spilled[level].irq;
        if ((irq != NULL) != ((cpu->spilled_levels >> level & 1u) != 0))
            return "vgic: the bitmap of spilled interrupts disagrees with them";
        if (irq != NULL && (irq->place != VIRQ_SPILLED || irq->lr != level || irq->owner != v))
            return "vgic: a spilled interrupt does not know that it is";
    }
    return NULL;
}

/* How many virtual interrupts say that they are in each place. */
struct census {
    uint32_t queued, listed, spilled;
};

static void count(struct census *census, const struct virq *irq)
{
    census->queued += irq->place == VIRQ_WAITING;
    census->listed += irq->place == VIRQ_LISTED;
    census->spilled += irq->place == VIRQ_SPILLED;
}

static uint32_t bits_set(uint32_t word)
{
    uint32_t sum = 0;
    for (; word != 0; word &= word - 1u)
        sum++;
    return sum;
}

/* True for a vLPI that pends while nothing keeps it from its guest, and that no INV is left to
 * find. */
static bool is_lost(const struct virq *irq)
{
    return irq->place == VIRQ_IDLE && irq->pending && irq->mapped && irq->target != NULL &&
           virq_is_deliverable(irq) && !vlpi_is_outdated(irq);
}

static const char *check_places(struct domain *dom)
{
    struct census says = { 0, 0, 0 }, is = { 0, 0, 0 };
    for (uint32_t intid = INTID_LPI_FIRST; intid < vgic_vlpi_end(dom->vgic); intid++) {
        const struct virq *irq = vgic_vlpi(dom, intid);
        count(&says, irq);
        if (irq->lpi != NULL && (irq->lpi->vlpi != intid || irq->lpi->device->domain != dom->id))
            return "vgic: a vLPI and its pLPI disagree";
        if (irq->owner != NULL && is_lost(irq))
            return "vgic: a vLPI pends that could be delivered, and waits nowhere";
    }
    for (uint32_t intid = INTID_SPI_FIRST; intid < dom->vgic->vspi_end; intid++)
        count(&says, vgic_spi(dom, intid));
    for (unsigned i = 0; i < dom->vcpu_count; i++) {
        const struct vgic_cpu *cpu = dom->vcpus[i].vgic;
        is.queued += cpu->waiting;
        is.listed += bits_set(cpu->used);
        is.spilled += bits_set(cpu->spilled_levels);
        for (unsigned n = 0; n < VIRQ_PRIVATE; n++)
            count(&says, &cpu->irqs[n]);
    }
    return says.queued == is.queued && says.listed == is.listed && says.spilled == is.spilled
               ? NULL
               : "vgic: an interrupt is not where it says";
}

/* Every vLPI that an INVALL must find is in the store of its owner. */
static const char *check_store(struct domain *dom, const struct vcpu *v)
{
    uint32_t stored = 0;
    for (uint32_t intid = INTID_LPI_FIRST; intid < vgic_vlpi_end(dom->vgic); intid++) {
        const struct virq *irq = vgic_vlpi(dom, intid);
        if (irq->owner != v || !irq->is_stored)
            continue;
        stored++;
        if (intid < v->vgic->pending.low || intid >= v->vgic->pending.end)
            return "vgic: a vLPI that INVALL must look at is not between its marks";
    }
    return stored == v->vgic->pending.count
               ? NULL
               : "vgic: the count of what INVALL must look at is wrong";
}

/* True: no PE is inside the hypervisor's code; each is in a guest, or idle. */
static bool is_quiet(const struct hv *hv)
{
    for (unsigned n = 0; n < hv->machine->pe_count; n++) {
        const struct runq *runq = &hv->sched.runq[n];
        const bool is_in_guest = runq->current != NULL && vcpu_of(runq->current)->vgic->in_guest;
        if ((hv->irq.rounds[n] & 1u) != 0 || !(runq->idle || is_in_guest))
            return false;
    }
    return true;
}

/* Finds a vCPU that is in WFI with something to handle, and that nobody is about to wake. */
static const char *check_sleepers(const struct hv *hv, struct domain *dom)
{
    for (unsigned n = 0; n < dom->vcpu_count; n++)
        if (dom->vcpus[n].sched.state == VCPU_BLOCKED && !dom->vcpus[n].vgic->in_guest &&
            vgic_has_work(&dom->vcpus[n]) && dom->vgic->host->kicks_at_inv && is_quiet(hv))
            return "sched: a vCPU sleeps that has an interrupt to handle";
    return NULL;
}

static const char *check_domain(struct domain *dom)
{
    const char *broken = check_places(dom);
    for (unsigned n = 0; !broken && n < dom->vcpu_count; n++) {
        broken = check_queue(&dom->vcpus[n]);
        broken = broken ? broken : check_list_registers(&dom->vcpus[n]);
        broken = broken ? broken : check_spilled(&dom->vcpus[n]);
        broken = broken ? broken : check_store(dom, &dom->vcpus[n]);
    }
    return broken;
}

static bool is_consistent(const struct host_its *its)
{
    const uint32_t used = its_ring_used(its->creadr, its->cwriter, its->ring_bytes);
    return its->posted >= its->done && its->posted - its->done == used && used <= its->usable_slots;
}

/* Arrivals in flight are waiting, or are in a list register. */
static const char *check_in_flight(const struct storm *storm, const struct lpi *lpi,
                                   const struct virq *irq)
{
    const struct in_flight *f = &lpi->in_flight;
    if (f->total < f->listed || f->total - f->listed < f->again)
        return "storm: fewer pLPIs are in flight than list registers stand for";
    if (f->total != 0 && (irq == NULL || (irq->place == VIRQ_IDLE && !irq->pending)))
        return "storm: a pLPI is in flight whose vLPI is idle";
    if (irq != NULL && irq->place == VIRQ_IDLE && storm_is_stuck(storm, lpi))
        return "storm: a pLPI is disabled that nobody will enable again";
    return NULL;
}

static const char *check_lpi(const struct storm *storm, const struct lpi *lpi)
{
    struct virq *irq = lpi->vlpi ? vgic_vlpi(device_of(lpi->device)->dom, lpi->vlpi) : NULL;
    if (lpi->vlpi != 0 && (irq == NULL || irq->lpi != lpi))
        return "host lpi: a pLPI names a vLPI that does not name it";
    return check_in_flight(storm, lpi, irq);
}

static const char *check_host(const struct hv *hv)
{
    for (unsigned n = 0; n < hv->machine->its_count; n++)
        if (!is_consistent(&hv->its[n]))
            return "host its: commands posted and done do not match the ring";
    const char *broken = NULL;
    for (uint32_t n = 0; !broken && n < hv->lpis.count; n++)
        broken = check_lpi(&hv->storm, &hv->lpis.entries[n]);
    return broken;
}

const char *hv_check(struct hv *hv)
{
    const char *broken = check_host(hv);
    for (unsigned n = 0; !broken && n < hv->machine->domain_count; n++)
        broken = check_domain(&hv->domains.list[n]);
    for (unsigned n = 0; !broken && n < hv->machine->domain_count; n++)
        broken = check_sleepers(hv, &hv->domains.list[n]);
    return broken;
}
