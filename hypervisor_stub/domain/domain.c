/* Creation and mapping of domains; see domain.h. */
#include "arch/its_regs.h"
#include "dispatch/exits.h"
#include "dispatch/hv.h"

enum { RAM_ALIGN = 0x10000 };

static bool create_vcpu(struct hv *hv, struct domain *dom, uint16_t index)
{
    struct vcpu *v = &dom->vcpus[index];
    const uint16_t pin = dom->info->pins ? dom->info->pins[index] : SIM_ANY_PE;
    v->dom = dom;
    v->index = index;
    v->guest = sim_vcpu_create(dom->id, index);
    v->stack = sim_el2_create(vcpu_main, v, dom->info->name);
    v->sched.pin = pin;
    v->sched.home = &hv->pe[pin == SIM_ANY_PE ? index % hv->machine->pe_count : 0];
    list_init(&v->sched.node);
    list_init(&v->sched.sleep_node);
    list_init(&v->sched.wait_node);
    vgic_create_cpu(v);
    return v->guest != NULL && v->stack != NULL &&
           (pin == SIM_ANY_PE || pin < hv->machine->pe_count);
}

/* An entry of machine->pci by its number; NULL: no such device. */
static struct device *device_of(struct hv *hv, uint32_t device_id)
{
    for (unsigned n = 0; n < hv->machine->pci_count; n++)
        if (hv->machine->pci[n].device_id == device_id)
            return &hv->devices[n];
    return NULL;
}

static bool claim_devices(struct hv *hv, struct domain *dom)
{
    for (unsigned n = 0; n < dom->info->device_count; n++) {
        struct device *device = device_of(hv, dom->info->devices[n]->device_id);
        if (device == NULL || device->dom != NULL)
            return false;
        device->dom = dom;
    }
    return true;
}

/* False: its devices are on different ones. */
static bool choose_its(struct hv *hv, struct domain *dom)
{
    const struct sim_domain_info *info = dom->info;
    const unsigned index = info->device_count != 0 ? info->devices[0]->its : 0;
    if (index >= hv->machine->its_count)
        return false;
    dom->its = &hv->its[index];
    for (unsigned n = 1; n < info->device_count; n++)
        if (info->devices[n]->its != index)
            return false;
    return true;
}

bool domain_create(struct hv *hv, uint16_t id)
{
    struct domain *dom = &hv->domains[id];
    dom->hv = hv;
    dom->id = id;
    dom->info = &hv->machine->domains[id];
    dom->vcpu_count = dom->info->vcpus;
    dom->vcpus = sim_alloc((dom->vcpu_count + 1ull) * sizeof *dom->vcpus, 64);
    dom->ram_pa = ram_alloc(&hv->ram, dom->info->ram_bytes, RAM_ALIGN);
    if (dom->vcpus == NULL || dom->ram_pa == 0 || !claim_devices(hv, dom) || !spi_claim(hv, dom) ||
        !vgic_create(dom) || !choose_its(hv, dom))
        return false;
    dom->vpci_lock = sim_lock_create("vpci", id);
    vits_create(&dom->vits, dom);
    for (uint16_t n = 0; n < dom->vcpu_count; n++)
        if (!create_vcpu(hv, dom, n))
            return false;
    return true;
}

static uint64_t bar0_ipa(unsigned ordinal)
{
    return GUEST_BAR_BASE + ordinal * GUEST_BAR_STRIDE;
}

static uint64_t bar2_ipa(unsigned ordinal)
{
    return bar0_ipa(ordinal) + GUEST_BAR2_OFFSET;
}

/*
 * Devices write their MSIs to the guest's GITS_TRANSLATER, so its frame is mapped to the physical
 * one. Stage 2 has no entries for devices only: a guest's own store gets there too, where the
 * physical ITS refuses it for want of a DeviceID.
 */
void domain_map(struct pe *pe, struct domain *dom)
{
    const struct sim_domain_info *info = dom->info;
    const uint64_t doorbell = dom->its->info->base + GITS_TRANSLATION_BASE;
    sim_stage2_map(pe->sim, dom->id, GUEST_RAM_BASE, dom->ram_pa, info->ram_bytes, false);
    if (info->device_count != 0)
        sim_stage2_map(pe->sim, dom->id, GUEST_GITS_BASE + GITS_TRANSLATION_BASE, doorbell,
                       GITS_FRAME_BYTES / 2, true);
    for (unsigned n = 0; n < info->device_count; n++) {
        const struct sim_pci_info *pci = info->devices[n];
        sim_stage2_map(pe->sim, dom->id, bar0_ipa(n), pci->bar0, pci->bar_bytes, true);
        sim_stage2_map(pe->sim, dom->id, bar2_ipa(n), pci->bar2, pci->bar_bytes, true);
        sim_iommu_attach(pe->sim, pci->device_id, dom->id);
        vpci_find_capabilities(pe, device_of(dom->hv, pci->device_id));
    }
}

void domain_unmap(struct pe *pe, struct domain *dom)
{
    const struct sim_domain_info *info = dom->info;
    sim_stage2_unmap(pe->sim, dom->id, GUEST_RAM_BASE, info->ram_bytes);
    if (info->device_count != 0)
        sim_stage2_unmap(pe->sim, dom->id, GUEST_GITS_BASE + GITS_TRANSLATION_BASE,
                         GITS_FRAME_BYTES / 2);
    for (unsigned n = 0; n < info->device_count; n++) {
        sim_stage2_unmap(pe->sim, dom->id, bar0_ipa(n), info->devices[n]->bar_bytes);
        sim_stage2_unmap(pe->sim, dom->id, bar2_ipa(n), info->devices[n]->bar_bytes);
    }
}

struct device *domain_device(struct domain *dom, uint32_t device_id)
{
    struct device *device = device_of(dom->hv, device_id);
    return device && device->dom == dom ? device : NULL;
}

struct lpi *domain_lpi(struct domain *dom, uint32_t device_id, uint32_t event)
{
    const struct device *device = domain_device(dom, device_id);
    struct lpi *lpis = device ? SHARED_LOAD(device->lpis) : NULL;
    return lpis && event < device->info->vectors ? &lpis[event] : NULL;
}
