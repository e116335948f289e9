/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The exports: creation from the machine's description, boot of each PE, interrupts. The last
 * invariant check is check.c.
 */
#include "dispatch/hv.h"
#include "arch/intid.h"
#include "arch/lpi_table.h"
#include "dispatch/assign.h"
#include "driver/completion.h"
#include "kit/log.h"
#include "policy/propagate/propagate.h"
#include "policy/queue_full/queue_full.h"
#include "vgic/vpci.h"
#include "vits/vits.h"
#include <itstorm/hypercall.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

enum { BOOT_POLL_NS = 1000 };

/* ---- what the scheduler needs of the floors above it ---- */

static bool has_work(const struct sched_vcpu *v)
{
    return vgic_has_work(vcpu_of((struct sched_vcpu *)v));
}

static void load(struct pe *pe, struct sched_vcpu *v)
{
    vgic_load(pe, vcpu_of(v));
}

static void save(struct pe *pe, struct sched_vcpu *v)
{
    vgic_save(pe, vcpu_of(v));
}

static const struct sched_ops sched_ops = { .has_work = has_work, .load = load, .save = save };

/* ---- what the storm policies need of them ---- */

static bool ask_again(struct pe *pe, struct lpi *lpi)
{
    return vgic_ask_storm(pe, device_of(lpi->device)->dom, lpi);
}

static const struct storm_ops storm_ops = { .ask_again = ask_again };

/* ---- what the virtual ITSs need of them ---- */

static bool assign(struct pe *pe, struct device *device)
{
    return assign_device(pe, device) != HVC_BUSY;
}

static const struct vits_ops vits_ops = { .assign = assign,
                                          .claim = assign_claim,
                                          .release = assign_release };

/* ---- creation, before time zero, from the ground up ---- */

static bool create_driver(struct hv *hv)
{
    const struct sim_machine *m = hv->machine;
    hv->pe = sim_alloc(m->pe_count * sizeof *hv->pe, 64);
    hv->its = sim_alloc(m->its_count * sizeof *hv->its, 64);
    hv->batch = sim_alloc(m->its_count * sizeof *hv->batch, 64);
    if (hv->pe == NULL || hv->its == NULL || hv->batch == NULL || !lpi_table_create(&hv->lpis, m) ||
        !spi_table_create(&hv->spis, m) || !gic_create(&hv->gic, m, &hv->ram))
        return false;
    for (unsigned n = 0; n < m->pe_count; n++) {
        hv->pe[n].index = n;
        hv->pe[n].all = hv->pe;
    }
    return true;
}

static bool create_rings(struct hv *hv, const struct knobs *knobs)
{
    const struct sim_machine *m = hv->machine;
    for (unsigned n = 0; n < m->its_count; n++)
        if (!host_its_create(&hv->its[n], n, &hv->gic, &hv->ram, knobs) ||
            !queue_full_attach(&hv->its[n], &hv->sched, knobs) ||
            !batch_create(&hv->batch[n], &hv->its[n], knobs))
            return false;
    return true;
}

static bool create_parts(struct hv *hv, const struct knobs *knobs)
{
    hv->vgic.storm = &hv->storm;
    hv->vgic.invall = &hv->invall;
    hv->vgic.lpis = &hv->lpis;
    hv->vgic.spis = &hv->spis;
    if (!irq_create(hv, knobs))
        return false;
    hv->gic.urgent = irq_urgent(&hv->irq);
    hv->storm.guests_wait = propagate_chosen(knobs).policy->storms_wait;
    hv->assign = assign_chosen(knobs);
    return create_driver(hv) &&
           sched_create(&hv->sched, hv->pe, hv->machine->pe_count, &sched_ops, knobs) &&
           create_rings(hv, knobs) &&
           storm_create(&hv->storm, &storm_ops, hv->machine, &hv->lpis, &hv->sched, knobs) &&
           invall_create(&hv->invall, &vgic_invall_ops, knobs) &&
           domains_create(&hv->domains, hv->machine, &hv->sched, knobs) &&
           vgic_create_host(&hv->vgic, hv->machine, knobs);
}

static bool create_domain(struct hv *hv, uint16_t id, const struct knobs *knobs)
{
    struct domain *dom = &hv->domains.list[id];
    if (!domain_create(&hv->domains, id, &hv->ram, hv->its) ||
        !spi_claim(&hv->spis, dom->info, id) || !vgic_create(&hv->vgic, dom))
        return false;
    dom->vpci_lock = sim_lock_create("vpci", id);
    if (!vits_create(dom, &hv->batch[dom->its - hv->its], &vits_ops, knobs))
        return false;
    for (unsigned n = 0; n < dom->vcpu_count; n++)
        if (!domain_create_vcpu(dom, (uint16_t)n, vcpu_main) || !vgic_create_cpu(&dom->vcpus[n]))
            return false;
    return true;
}

bool hv_uses_completion(const struct knobs *knobs)
{
    return queue_full_uses_completion(knobs) || batch_uses_completion(knobs);
}

static struct knobs read_knobs(uint64_t values[KNOBS_MAX])
{
    const struct knobs knobs = { hv_knob_table(), values };
    for (unsigned n = 0; n < knobs.table->count; n++)
        values[n] = sim_knob(n);
    return knobs;
}

static struct hv *refuse(const char *why)
{
    sim_log(why);
    return NULL;
}

static struct hv *refuse_knob(const struct refusal *refusal)
{
    hv_log(SIM_LOG_ERROR, "%s must be %s", refusal->key, refusal->what);
    return NULL;
}

struct hv *hv_create(const struct sim_machine *machine)
{
    if (machine->its_count == 0 || machine->pe_count == 0 || machine->list_registers == 0)
        return refuse("itstorm_hypervisor needs a PE, an ITS and a list register");
    if (machine->lpi_id_bits < LPI_ID_BITS_MIN || machine->lpi_id_bits > 24)
        return refuse("itstorm_hypervisor takes 14 to 24 LPI INTID bits");
    struct hv *hv = sim_alloc(sizeof *hv, 64);
    if (hv == NULL)
        return refuse("out of memory");
    const struct knobs knobs = read_knobs(hv->knob_values);
    struct refusals refusals = { .count = 0 };
    hv_refuse(&knobs, &refusals);
    if (refusals.count != 0)
        return refuse_knob(&refusals.list[0]);
    hv->machine = machine;
    hv->ram.next = machine->ram_base;
    hv->ram.end = machine->ram_base + machine->ram_bytes;
    hv->uses_completion = hv_uses_completion(&knobs);
    if (!create_parts(hv, &knobs))
        return refuse("not enough RAM for tables and command ring");
    for (uint16_t n = 0; n < machine->domain_count; n++)
        if (!create_domain(hv, n, &knobs))
            return refuse("a domain cannot be created: RAM, program, pins or devices");
    return hv;
}

/* ---- boot ---- */

static void wait_until_all_booted(struct hv *hv, struct pe *pe)
{
    __atomic_add_fetch(&hv->pes_booted, 1u, __ATOMIC_SEQ_CST);
    while (SHARED_LOAD(hv->pes_booted) < hv->machine->pe_count)
        sim_delay_ns(pe->sim, BOOT_POLL_NS);
}

static void start_domains(struct hv *hv, struct pe *pe)
{
    for (unsigned n = 0; n < hv->machine->domain_count; n++)
        for (unsigned i = 0; i < hv->domains.list[n].vcpu_count; i++)
            sched_start(pe, &hv->domains.list[n].vcpus[i].sched);
}

static void boot_its(struct hv *hv, struct pe *pe, struct host_its *its)
{
    host_its_boot(pe, its);
    if (hv->uses_completion)
        completion_boot(pe, its, &hv->lpis, queue_full_of(its)->uses_completion);
}

static void map_domain(struct pe *pe, struct domain *dom)
{
    domain_map(pe, dom);
    for (unsigned n = 0; n < dom->info->device_count; n++) {
        domain_map_device(pe, dom, n);
        vpci_find_capabilities(pe, domain_nth_device(dom, n));
    }
}

static void configure_spis(struct hv *hv, struct pe *pe)
{
    spi_check_lines(&hv->spis, pe);
    for (uint32_t intid = INTID_SPI_FIRST; intid < hv->spis.end; intid++) {
        const uint16_t owner = spi_owner(&hv->spis, intid);
        if (owner != SIM_NO_DOMAIN)
            spi_configure(&hv->spis, pe, intid, hv->domains.list[owner].vcpus[0].irq_pe);
    }
}

static void boot_shared(struct hv *hv, struct pe *pe)
{
    for (unsigned n = 0; n < hv->machine->its_count; n++)
        boot_its(hv, pe, &hv->its[n]);
    for (unsigned n = 0; n < hv->machine->domain_count; n++)
        map_domain(pe, &hv->domains.list[n]);
    configure_spis(hv, pe);
    SHARED_STORE(hv->its_ready, true);
}

static void map_pe(struct hv *hv, struct pe *pe)
{
    for (unsigned n = 0; n < hv->machine->its_count; n++) {
        host_its_map_pe(pe, &hv->its[n]);
        if (pe->index == 0)
            completion_open(&hv->its[n].completion);
    }
}

/* The idle stack of a PE. */
static void __attribute__((noreturn)) idle(struct hv *hv, struct pe *pe)
{
    for (;;) {
        sched_run_all(&hv->sched, pe);
        sim_wfi(pe->sim);
        hv_interrupt_loop(hv, pe);
        hv_run_left(hv, pe);
    }
}

void hv_boot(struct hv *hv, sim_pe *sim)
{
    struct pe *pe = &hv->pe[sim_pe_index(sim)];
    pe->sim = sim;
    if (pe->index == 0)
        gic_boot_distributor(&hv->gic, pe);
    gic_boot_pe(&hv->gic, pe); /* LPIs before MAPC: GIC-600 refuses a collection of a PE without */
    if (pe->index == 0)
        boot_shared(hv, pe);
    while (!SHARED_LOAD(hv->its_ready))
        sim_delay_ns(sim, BOOT_POLL_NS);
    map_pe(hv, pe);
    wait_until_all_booted(hv, pe);
    if (pe->index == 0)
        start_domains(hv, pe);
    idle(hv, pe);
}

void hv_irq(struct hv *hv, sim_pe *sim)
{
    hv_interrupt_loop(hv, &hv->pe[sim_pe_index(sim)]);
}

/* The simulator frees memory, stacks and guests, which may be in the middle of something. */
void hv_destroy(struct hv *hv)
{
    (void)hv;
}
