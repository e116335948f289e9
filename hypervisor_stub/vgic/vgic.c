/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual GIC of a domain: creation, SGIs and PPIs. Registers: gicd.c, gicr.c; delivery:
 * list_registers.c.
 */
#include "arch/icc_regs.h"
#include "vgic/pending.h"
#include "vgic/vpci.h"

enum { ENABLE_LOOKUP, PENDING_FORMAT, PENDING_STORE, KICK, KICK_AT_INV, MAINTENANCE, MOVED };
enum { LOOKUP_CACHED, LOOKUP_GUEST_TABLE };
enum { FORMAT_BIT, FORMAT_BYTE };
enum { STORE_PRIVATE, STORE_GUEST };
enum { KICK_FOR_NEWS, KICK_ALWAYS };
enum { MAINTENANCE_EOI, MAINTENANCE_UNDERFLOW };
enum { MOVED_MIGRATES, MOVED_STAYS };

const struct hv_knob vgic_knobs[] = {
    [ENABLE_LOOKUP] = { .name = "vgic.enable_lookup",
                        .kind = HV_CHOICE,
                        .choices = "cached|guest_table",
                        .text = "Enable bit and priority of a vLPI: cached until a command says "
                                "that they may have changed, or read from the guest's table each "
                                "time that it comes." },
    [PENDING_FORMAT] = { .name = "vgic.pending_format",
                         .kind = HV_CHOICE,
                         .choices = "bit|byte",
                         .text = "vits.invall = bitmap64: a bit or a byte for each vLPI that pends "
                                 "and cannot be delivered." },
    [PENDING_STORE] = { .name = "vgic.pending_store",
                        .kind = HV_CHOICE,
                        .choices = "private|guest",
                        .text = "vits.invall = bitmap64: where these are: in memory of the "
                                "hypervisor's own, or in the guest's pending tables." },
    [KICK] = { .name = "vgic.kick",
               .kind = HV_CHOICE,
               .initial = KICK_FOR_NEWS,
               .choices = "news|always",
               .text = "A pLPI wakes or kicks the vCPU of its vLPI if there is something new to "
                       "deliver, or always, even if it merges or is disabled (Xen)." },
    [KICK_AT_INV] = { .name = "vgic.kick_at_inv",
                      .kind = HV_BOOL,
                      .initial = true,
                      .text = "Whether an INV or INVALL that makes a vLPI deliverable wakes or "
                              "kicks its vCPU; if not (Xen), that vCPU sees it at its next exit." },
    [MAINTENANCE] = { .name = "vgic.maintenance",
                      .kind = HV_CHOICE,
                      .initial = MAINTENANCE_EOI,
                      .choices = "eoi|underflow",
                      .text = "Maintenance interrupts: at an EOI that needs work at EL2, and when "
                              "list registers run empty while more wait; or only then (Xen), and "
                              "an EOI is seen at the next exit." },
    [MOVED] = { .name = "vgic.moved",
                .kind = HV_CHOICE,
                .initial = MOVED_MIGRATES,
                .choices = "migrates|stays",
                .text = "A vLPI that moves to another vCPU (MOVI, MAPC, MOVALL) while it pends "
                        "goes along, or is delivered where it was first (Xen)." },
    KNOBS_END
};

void vgic_refuse(const struct knobs *knobs, struct refusals *refusals)
{
    const bool in_guest = knob(knobs, &vgic_knobs[PENDING_STORE]) == STORE_GUEST;
    const bool bytes = knob(knobs, &vgic_knobs[PENDING_FORMAT]) == FORMAT_BYTE;
    const bool stays = knob(knobs, &vgic_knobs[MOVED]) == MOVED_STAYS;
    if (in_guest && bytes)
        knobs_refuse(refusals, "hypervisor.vgic.pending_store",
                     "bits: a guest's pending table has no room for bytes");
    if (stays && !invall_reads_all(knobs))
        knobs_refuse(refusals, "hypervisor.vgic.moved",
                     "migrates: an INVALL that looks only at what pends at the vCPU of its "
                     "collection would not find what has stayed at another");
}

bool vgic_create_host(struct vgic_host *host, const struct sim_machine *machine,
                      const struct knobs *knobs)
{
    host->rereads_always = knob(knobs, &vgic_knobs[ENABLE_LOOKUP]) == LOOKUP_GUEST_TABLE;
    host->keeps_pending = host->invall->policy->walks_pending;
    host->pending_bytes = knob(knobs, &vgic_knobs[PENDING_FORMAT]) == FORMAT_BYTE;
    host->pending_in_guest = knob(knobs, &vgic_knobs[PENDING_STORE]) == STORE_GUEST;
    host->kicks_always = knob(knobs, &vgic_knobs[KICK]) == KICK_ALWAYS;
    host->kicks_at_inv = knob(knobs, &vgic_knobs[KICK_AT_INV]) != 0;
    host->hears_eoi = knob(knobs, &vgic_knobs[MAINTENANCE]) == MAINTENANCE_EOI;
    host->migrates = knob(knobs, &vgic_knobs[MOVED]) == MOVED_MIGRATES;
    host->list_registers =
        machine->list_registers < ICH_LR_MAX ? machine->list_registers : ICH_LR_MAX;
    host->pe = sim_alloc(machine->pe_count * sizeof *host->pe, 64);
    return host->pe != NULL;
}

/* False: no memory. */
static bool create_vlpis(const struct vgic_host *host, struct vgic *vgic)
{
    vgic->vlpis = sim_alloc((VIRQ_VLPI_LIMIT - INTID_LPI_FIRST) * sizeof(struct virq), 64);
    vgic->vlpi_end = INTID_LPI_FIRST;
    if (host->invall->policy->walks_mapped)
        vgic->mapped = sim_alloc(sizeof *vgic->mapped, 64);
    return vgic->vlpis != NULL && (vgic->mapped != NULL || !host->invall->policy->walks_mapped);
}

bool vgic_create(struct vgic_host *host, struct domain *dom)
{
    struct vgic *vgic = sim_alloc(sizeof *vgic, 64);
    if (vgic == NULL)
        return false;
    dom->vgic = vgic;
    vgic->host = host;
    return create_vlpis(host, vgic) && vspi_create(dom) && vpci_create(dom);
}

bool vgic_create_cpu(struct vcpu *v)
{
    struct vgic_cpu *cpu = sim_alloc(sizeof *cpu, 64);
    if (cpu == NULL)
        return false;
    v->vgic = cpu;
    cpu->host = v->dom->vgic->host;
    cpu->lock = sim_lock_create("vgic", v->dom->id);
    cpu->asleep = true;
    for (unsigned n = 0; n < VIRQ_LEVELS; n++)
        list_init(&cpu->queue[n]);
    for (unsigned n = 0; n < VIRQ_PRIVATE; n++)
        virq_init(&cpu->irqs[n], v, n);
    return pending_create(cpu);
}

void vgic_inject_private(struct pe *pe, struct vcpu *v, uint32_t intid)
{
    struct virq *irq = &v->vgic->irqs[intid];
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, true);
    const bool masked = irq_lock(pe->sim, v->vgic->lock);
    const enum sim_step step = virq_raise(irq);
    irq_unlock(pe->sim, v->vgic->lock, masked);
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, false);
    if (step == SIM_STEP_QUEUED)
        virq_poke(pe, v);
}

static bool is_target(const struct vcpu *v, const struct vcpu *from, uint64_t sgi1r)
{
    if (bits_get(sgi1r, ICC_SGI1R_IRM))
        return v != from;
    const uint64_t first = 16u * bits_get(sgi1r, ICC_SGI1R_RS);
    return v->index >= first && v->index < first + 16u &&
           (bits_get(sgi1r, ICC_SGI1R_TARGETS) >> (v->index - first) & 1u);
}

/* Affinity of a vCPU: 0.0.0.index. */
void vgic_send_sgi(struct pe *pe, struct vcpu *from, uint64_t sgi1r)
{
    const bool has_upper = bits_get(sgi1r, ICC_SGI1R_AFF1) || bits_get(sgi1r, ICC_SGI1R_AFF2) ||
                           bits_get(sgi1r, ICC_SGI1R_AFF3);
    if (has_upper && !bits_get(sgi1r, ICC_SGI1R_IRM))
        return;
    for (unsigned n = 0; n < from->dom->vcpu_count; n++)
        if (is_target(&from->dom->vcpus[n], from, sgi1r))
            vgic_inject_private(pe, &from->dom->vcpus[n],
                                (uint32_t)bits_get(sgi1r, ICC_SGI1R_INTID));
}
