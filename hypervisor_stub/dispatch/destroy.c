/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a domain. Order: no vCPU runs any more; then no message of its devices gets in, and
 * none is pending or being handled; then nothing refers to its interrupts; then its stacks are
 * destroyed, and its pLPIs and memory can be given to others.
 */
#include "arch/intid.h"
#include "dispatch/hv.h"
#include "dispatch/remove.h"
#include "policy/queue_full/queue_full.h"
#include "vits/vits.h"
#include <itstorm/hypercall.h>

enum { POLL_NS = 1000, POLLS_MAX = 10000 };

/* ---- vCPUs ---- */

static bool take_off_all(struct pe *pe, struct domain *dom)
{
    bool all = true;
    for (unsigned n = 0; n < dom->vcpu_count; n++)
        all = sched_take_off(pe, &dom->vcpus[n].sched) && all;
    return all;
}

/* A vCPU in the middle of a trap leaves when its trap is over. */
static bool stop_vcpus(struct pe *pe, struct domain *dom)
{
    for (unsigned polls = 0; !take_off_all(pe, dom); polls++) {
        if (polls == POLLS_MAX)
            return false;
        sim_delay_ns(pe->sim, POLL_NS);
    }
    return true;
}

/* None of its vCPUs runs. They may wait in the list of a ring's sleepers, which outlives the
 * domain, or in that of their mutex, which does not. */
static void forget_sleepers(struct pe *pe, struct domain *dom)
{
    const struct host_its *its = dom->its;
    const bool masked = irq_lock(pe->sim, its->lock);
    for (unsigned n = 0; n < dom->vcpu_count; n++)
        queue_full_forget_sleeper(pe, &dom->vcpus[n].sched);
    irq_unlock(pe->sim, its->lock, masked);
}

/* ---- devices ---- */

/* False: a vCPU of another domain is mapping the device. If one of this domain's vCPUs was mapping
 * it when it was stopped, nobody is. */
static bool gone_or_ours(struct hv *hv, struct pe *pe, struct device *device)
{
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    const bool others = device->state == DEVICE_MAPPING && device->mapper != device->dom;
    if (!others)
        device->state = DEVICE_GONE;
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    return !others;
}

static bool take_devices(struct hv *hv, struct pe *pe, struct domain *dom)
{
    for (unsigned n = 0; n < hv->machine->pci_count; n++) {
        struct device *device = &hv->domains.devices[n];
        if (device->dom != dom)
            continue;
        sim_iommu_attach(pe->sim, device->hw.info->device_id, SIM_NO_DOMAIN);
        if (!gone_or_ours(hv, pe, device) || !remove_from_its(pe, device))
            return false;
        pe = pe_self(pe); /* it may have slept */
    }
    return true;
}

/* Nothing refers to its pLPIs any more; frees them and its memory. */
static void free_all(struct hv *hv, struct pe *pe, struct domain *dom)
{
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    for (unsigned n = 0; n < hv->machine->pci_count; n++)
        if (hv->domains.devices[n].dom == dom)
            remove_free(hv, pe, &hv->domains.devices[n]);
    ram_free(&hv->ram, dom->ram_pa, dom->info->ram_bytes);
    irq_unlock(pe->sim, hv->lpis.lock, masked);
}

/* ---- the rest ---- */

static void forget_interrupts(struct pe *pe, struct domain *dom)
{
    vgic_forget_spis(pe, dom);
    for (uint32_t intid = INTID_LPI_FIRST; intid < vgic_vlpi_end(dom->vgic); intid++)
        vgic_unmap(pe, vgic_vlpi(dom, intid));
}

static void drop_stacks(struct domain *dom)
{
    for (unsigned n = 0; n < dom->vcpu_count; n++) {
        sim_vcpu_destroy(dom->vcpus[n].guest);
        sim_el2_destroy(dom->vcpus[n].sched.stack);
        dom->vcpus[n].guest = NULL;
        dom->vcpus[n].sched.stack = NULL;
    }
}

static bool destroy_parts(struct hv *hv, struct pe *pe, struct domain *dom)
{
    if (!stop_vcpus(pe, dom))
        return false;
    forget_sleepers(pe, dom);
    batch_remove_client(pe, &dom->vits->client);
    if (!take_devices(hv, pe, dom))
        return false;
    pe = pe_self(pe);
    if (!remove_quiesce(hv, pe))
        return false;
    forget_interrupts(pe, dom);
    domain_unmap(pe, dom);
    drop_stacks(dom);
    free_all(hv, pe, dom);
    return true;
}

uint64_t domain_destroy(struct pe *pe, struct domain *dom)
{
    if (SHARED_LOAD(dom->state) == DOMAIN_DEAD)
        return HVC_INVALID;
    if (__atomic_exchange_n(&dom->being_destroyed, true, __ATOMIC_SEQ_CST))
        return HVC_BUSY;
    SHARED_STORE(dom->state, DOMAIN_DYING);
    const bool is_done = destroy_parts(hv_of(dom), pe, dom);
    if (is_done)
        SHARED_STORE(dom->state, DOMAIN_DEAD);
    SHARED_STORE(dom->being_destroyed, false);
    return is_done ? HVC_OK : HVC_BUSY;
}
