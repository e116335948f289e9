/* SPDX-License-Identifier: Apache-2.0 */
/* Creation and mapping of domains; see domain.h. */
#include "domain/domain.h"
#include "arch/its_regs.h"
#include "base/sync.h"
#include "driver/its.h"
#include "driver/lpi.h"

enum { RAM_ALIGN = 0x10000 };
enum { LPI_TARGET };

const struct hv_knob domain_knobs[] = {
    [LPI_TARGET] = { .name = "host.lpi_target",
                     .kind = HV_CHOICE,
                     .initial = HOST_LPI_TARGET_DOMAIN,
                     .choices = "boot|domain",
                     .text = "Where pLPIs arrive: all on the boot PE (Xen), or event e on the PE "
                             "of vCPU e mod vcpus." },
    KNOBS_END
};

bool domains_create(struct domains *all, const struct sim_machine *machine, struct sched *sched,
                    const struct knobs *knobs)
{
    all->machine = machine;
    all->sched = sched;
    all->lpi_target = (enum host_lpi_target)knob(knobs, &domain_knobs[LPI_TARGET]);
    all->list = sim_alloc((machine->domain_count + 1ull) * sizeof *all->list, 64);
    all->devices = sim_alloc((machine->pci_count + 1ull) * sizeof *all->devices, 64);
    if (all->list == NULL || all->devices == NULL)
        return false;
    for (unsigned n = 0; n < machine->pci_count; n++) {
        all->devices[n].hw.info = &machine->pci[n];
        all->devices[n].hw.domain = SIM_NO_DOMAIN;
    }
    return true;
}

static uint16_t choose_irq_pe(const struct domains *all, uint16_t pin)
{
    return all->lpi_target == HOST_LPI_TARGET_BOOT || pin == SIM_ANY_PE ? 0 : pin;
}

bool domain_create_vcpu(struct domain *dom, uint16_t index, void (*entry)(void *vcpu))
{
    struct vcpu *v = &dom->vcpus[index];
    const uint16_t pin = dom->info->pins ? dom->info->pins[index] : SIM_ANY_PE;
    v->dom = dom;
    v->index = index;
    v->irq_pe = choose_irq_pe(dom->all, pin);
    v->guest = sim_vcpu_create(dom->id, index);
    v->sched.stack = sim_el2_create(entry, v, dom->info->name);
    return sched_create_vcpu(dom->all->sched, &v->sched, index, pin) && v->guest != NULL &&
           v->sched.stack != NULL;
}

/* The entry of machine->pci with that DeviceID; NULL: no such device. */
static struct device *find_device(struct domains *all, uint32_t device_id)
{
    for (unsigned n = 0; n < all->machine->pci_count; n++)
        if (all->machine->pci[n].device_id == device_id)
            return &all->devices[n];
    return NULL;
}

static bool claim_devices(struct domain *dom)
{
    for (unsigned n = 0; n < dom->info->device_count; n++) {
        struct device *device = domain_nth_device(dom, n);
        if (device == NULL || device->dom != NULL)
            return false;
        device->dom = dom;
        device->hw.domain = dom->id;
        device->hw.its = dom->its;
    }
    return true;
}

/* False: its devices are behind different ITSs. */
static bool choose_its(struct domain *dom, struct host_its *its)
{
    const struct sim_domain_info *info = dom->info;
    const unsigned index = info->device_count != 0 ? info->devices[0]->its : 0;
    if (index >= dom->all->machine->its_count)
        return false;
    dom->its = &its[index];
    for (unsigned n = 1; n < info->device_count; n++)
        if (info->devices[n]->its != index)
            return false;
    return true;
}

bool domain_create(struct domains *all, uint16_t id, struct ram *ram, struct host_its *its)
{
    struct domain *dom = &all->list[id];
    dom->all = all;
    dom->id = id;
    dom->info = &all->machine->domains[id];
    dom->vcpu_count = dom->info->vcpus;
    dom->vcpus = sim_alloc((dom->vcpu_count + 1ull) * sizeof *dom->vcpus, 64);
    dom->ram_pa = ram_alloc(ram, dom->info->ram_bytes, RAM_ALIGN);
    return dom->vcpus != NULL && dom->ram_pa != 0 && choose_its(dom, its) && claim_devices(dom);
}

static uint64_t bar0_ipa(unsigned ordinal)
{
    return GUEST_BAR_BASE + ordinal * GUEST_BAR_STRIDE;
}

static uint64_t bar2_ipa(unsigned ordinal)
{
    return bar0_ipa(ordinal) + GUEST_BAR2_OFFSET;
}

/* ---- RAM in stage 2 ---- */

typedef void change_span(struct pe *pe, struct domain *dom, uint64_t ipa, uint64_t bytes);

static void map_span(struct pe *pe, struct domain *dom, uint64_t ipa, uint64_t bytes)
{
    const uint64_t pa = dom->ram_pa + (ipa - GUEST_RAM_BASE);
    sim_stage2_map(pe->sim, dom->id, ipa, pa, bytes, false);
}

static void unmap_span(struct pe *pe, struct domain *dom, uint64_t ipa, uint64_t bytes)
{
    sim_stage2_unmap(pe->sim, dom->id, ipa, bytes);
}

/* The parts of the RAM that are mapped: before the hole, and behind it. */
static void change_ram(struct pe *pe, struct domain *dom, change_span *change)
{
    const uint64_t end = GUEST_RAM_BASE + dom->info->ram_bytes;
    const uint64_t hole = dom->hole_bytes != 0 ? dom->hole_ipa : end;
    const uint64_t behind = hole + dom->hole_bytes;
    if (hole != GUEST_RAM_BASE)
        change(pe, dom, GUEST_RAM_BASE, hole - GUEST_RAM_BASE);
    if (behind != end)
        change(pe, dom, behind, end - behind);
}

void domain_make_hole(struct pe *pe, struct domain *dom, uint64_t ipa, uint64_t bytes)
{
    change_ram(pe, dom, unmap_span);
    dom->hole_ipa = ipa;
    dom->hole_bytes = bytes;
    change_ram(pe, dom, map_span);
}

/*
 * Devices write their MSIs to the guest's GITS_TRANSLATER, so that frame is mapped to the physical
 * one. A stage 2 entry cannot be for devices only: a store by the guest reaches the physical ITS
 * too, which refuses it because it has no DeviceID.
 */
void domain_map(struct pe *pe, struct domain *dom)
{
    const struct sim_domain_info *info = dom->info;
    const uint64_t doorbell = dom->its->info->base + GITS_TRANSLATION_BASE;
    change_ram(pe, dom, map_span);
    if (info->device_count != 0)
        sim_stage2_map(pe->sim, dom->id, GUEST_GITS_BASE + GITS_TRANSLATION_BASE, doorbell,
                       GITS_FRAME_BYTES / 2, true);
}

void domain_map_device(struct pe *pe, struct domain *dom, unsigned n)
{
    const struct sim_pci_info *pci = dom->info->devices[n];
    sim_stage2_map(pe->sim, dom->id, bar0_ipa(n), pci->bar0, pci->bar_bytes, true);
    sim_stage2_map(pe->sim, dom->id, bar2_ipa(n), pci->bar2, pci->bar_bytes, true);
    sim_iommu_attach(pe->sim, pci->device_id, dom->id);
}

void domain_unmap(struct pe *pe, struct domain *dom)
{
    const struct sim_domain_info *info = dom->info;
    change_ram(pe, dom, unmap_span);
    if (info->device_count != 0)
        sim_stage2_unmap(pe->sim, dom->id, GUEST_GITS_BASE + GITS_TRANSLATION_BASE,
                         GITS_FRAME_BYTES / 2);
    for (unsigned n = 0; n < info->device_count; n++) {
        sim_stage2_unmap(pe->sim, dom->id, bar0_ipa(n), info->devices[n]->bar_bytes);
        sim_stage2_unmap(pe->sim, dom->id, bar2_ipa(n), info->devices[n]->bar_bytes);
    }
}

struct device *domain_nth_device(struct domain *dom, unsigned n)
{
    return find_device(dom->all, dom->info->devices[n]->device_id);
}

struct device *domain_device(struct domain *dom, uint32_t device_id)
{
    struct device *device = find_device(dom->all, device_id);
    return device && device->dom == dom ? device : NULL;
}

struct lpi *domain_lpi(struct domain *dom, uint32_t device_id, uint32_t event)
{
    const struct device *device = domain_device(dom, device_id);
    struct lpi *lpis = device ? SHARED_LOAD(device->hw.lpis) : NULL;
    return lpis && event < device->hw.info->vectors ? &lpis[event] : NULL;
}

void domain_await(struct pe *pe, struct device *device)
{
    if (SHARED_LOAD(device->hw.lpis) != NULL ||
        __atomic_exchange_n(&device->is_awaited, true, __ATOMIC_SEQ_CST))
        return;
    device->ready = device->noted = 0;
    device->asked_ns = sim_now_ns(pe->sim);
    __atomic_add_fetch(&device->dom->awaited, 1u, __ATOMIC_SEQ_CST);
}

void domain_await_no_longer(struct device *device)
{
    if (__atomic_exchange_n(&device->is_awaited, false, __ATOMIC_SEQ_CST))
        __atomic_sub_fetch(&device->dom->awaited, 1u, __ATOMIC_SEQ_CST);
}

uint16_t domain_event_pe(const struct device *device, uint32_t event)
{
    return device->dom->vcpus[event % device->dom->vcpu_count].irq_pe;
}
