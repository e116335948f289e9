/* SPDX-License-Identifier: Apache-2.0 */
/*
 * List registers: filled before a guest is entered, read when it leaves. While a vCPU is out of its
 * guest, vgic_cpu.lr is exact, and hardware agrees with it if the vCPU is loaded. Maintenance
 * interrupts need no handler: their cause is gone after vgic_leave.
 *
 * in_guest is set before the queue is read. An interrupt queued before that is found here; whoever
 * queues one later sees in_guest and kicks.
 */
#include "arch/sysreg.h"
#include "vgic/spill.h"

static void write_hcr(struct pe *pe, const struct vgic_cpu *cpu, uint64_t hcr)
{
    struct vgic_pe *interface = &cpu->host->pe[pe->index];
    if (interface->hcr != hcr)
        sim_msr(pe->sim, ICH_HCR_EL2, hcr);
    interface->hcr = hcr;
}

static void finish(struct pe *pe, const struct vgic_host *host, const struct follow_up *after)
{
    for (unsigned n = 0; n < after->releases; n++)
        storm_apply(host->storm, pe, after->release[n]);
    for (unsigned n = 0; n < after->rehomes; n++) {
        struct lpi *release = virq_rehome(pe, after->rehome[n]);
        if (release != NULL)
            storm_apply(host->storm, pe, release);
    }
}

/* ---- entry ---- */

static void revisit_all(struct pe *pe, struct vgic_cpu *cpu, struct follow_up *after)
{
    unsigned left = cpu->revisit & cpu->used;
    SHARED_STORE(cpu->revisit, 0);
    for (; left != 0; left &= left - 1u)
        lr_revisit(pe, cpu, (unsigned)__builtin_ctz(left), after);
}

/* The pending list register with the lowest priority, if that is lower than `level`; -1: none. */
static int find_victim(const struct vgic_cpu *cpu, unsigned level)
{
    int victim = -1;
    for (unsigned left = cpu->used; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        if (lr_state(cpu, n) != ICH_LR_PENDING || lr_level(cpu->lr[n]) <= level)
            continue;
        level = lr_level(cpu->lr[n]);
        victim = (int)n;
    }
    return victim;
}

/* A free list register, or one whose pending interrupt has a lower priority than `level` and is
 * taken out; -1: none. */
static int make_room(struct pe *pe, struct vgic_cpu *cpu, unsigned level, unsigned all,
                     struct follow_up *after)
{
    const unsigned free = all & ~(unsigned)cpu->used;
    if (free != 0)
        return __builtin_ctz(free);
    const int victim = find_victim(cpu, level);
    if (victim >= 0)
        lr_withdraw(pe, cpu, (unsigned)victim, after);
    return victim;
}

/* Brings back a spilled interrupt. False: no list register is free. */
static bool restore(struct pe *pe, struct vgic_cpu *cpu, unsigned all, struct follow_up *after)
{
    const int n = make_room(pe, cpu, spill_first(cpu), all, after);
    if (n >= 0)
        spill_restore(pe, cpu, (unsigned)n, after);
    return n >= 0;
}

static bool put_in_list_register(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq,
                                 unsigned all, struct follow_up *after)
{
    int n = make_room(pe, cpu, virq_level(irq->priority), all, after);
    if (n < 0)
        n = spill_for(pe, cpu, irq);
    if (n >= 0)
        lr_list(pe, cpu, irq, (unsigned)n);
    return n >= 0;
}

/* The first waiting interrupt, after reading its configuration byte again if that is outdated.
 * NULL: none waits, or the limit of such reads is reached and the others wait for the next
 * entry. */
static struct virq *first_waiting(struct pe *pe, struct vgic_cpu *cpu, struct follow_up *after)
{
    for (; after->rereads < VLPI_REREADS_MAX; after->rereads++) {
        struct virq *irq = virq_first(cpu);
        if (irq == NULL || !vlpi_is_outdated(irq))
            return irq;
        lr_reread_config(pe, irq, after);
    }
    return NULL;
}

/* Fills list registers with waiting interrupts and with active ones that have none, by priority; at
 * the same priority active ones come first. */
static void fill(struct pe *pe, struct vgic_cpu *cpu, unsigned all, bool delivers,
                 struct follow_up *after)
{
    for (bool goes_on = true; goes_on;) {
        struct virq *irq = delivers ? first_waiting(pe, cpu, after) : NULL;
        if (cpu->spilled_levels != 0 &&
            (irq == NULL || spill_first(cpu) <= virq_level(irq->priority)))
            goes_on = restore(pe, cpu, all, after);
        else
            goes_on = irq != NULL && put_in_list_register(pe, cpu, irq, all, after);
    }
}

/* If not all fit: asks for an exit when at most one list register is in use (with a single one, at
 * its EOI). If the limit of configuration reads was reached: asks for an exit at once. */
static void ask_for_room(struct pe *pe, struct vgic_cpu *cpu, unsigned all, bool delivers,
                         const struct follow_up *after)
{
    const bool some_wait = cpu->spilled_levels != 0 || (delivers && cpu->waiting != 0);
    const bool wanted = some_wait && (cpu->used == all || after->rereads == VLPI_REREADS_MAX);
    const bool at_eoi = wanted && cpu->used == 1u && all == 1u;
    if (at_eoi && !bits_get(cpu->lr[0], ICH_LR_EOI))
        lr_write(pe, cpu, 0, bits_put(cpu->lr[0], ICH_LR_EOI, 1));
    write_hcr(pe, cpu, ICH_HCR_EN | (wanted && !at_eoi ? ICH_HCR_UIE : 0));
}

void vgic_enter(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = v->vgic;
    const unsigned all = (1u << cpu->host->list_registers) - 1u;
    SHARED_STORE(cpu->in_guest, true);
    if (SHARED_LOAD(cpu->waiting) == 0 && SHARED_LOAD(cpu->revisit) == 0 &&
        cpu->spilled_levels == 0)
        return;
    struct follow_up after;
    after.releases = after.rehomes = after.rereads = 0;
    sim_lock_take(pe->sim, cpu->lock);
    sim_span(pe->sim, SIM_SPAN_FLUSH, true);
    const bool delivers = SHARED_LOAD(v->dom->vgic->group1_enabled);
    revisit_all(pe, cpu, &after);
    fill(pe, cpu, all, delivers, &after);
    ask_for_room(pe, cpu, all, delivers, &after);
    sim_span(pe->sim, SIM_SPAN_FLUSH, false);
    sim_lock_drop(pe->sim, cpu->lock);
    finish(pe, cpu->host, &after);
}

/* ---- exit ---- */

/* What the guest has ended since it was entered: a bit for each list register, and one for each
 * level of the spilled ones. */
struct endings {
    unsigned once, twice; /* twice: both the active and the pending half */
    uint32_t spilled;
};

/* A pending half was acknowledged if it no longer pends, and has ended if the register is not
 * active either. */
static void note_endings(struct endings *ended, unsigned n, unsigned was, unsigned is)
{
    const bool first = (was & ICH_LR_ACTIVE) && was != is;
    const bool second = (was & ICH_LR_PENDING) && is == ICH_LR_INVALID;
    ended->once |= (unsigned)(first || second) << n;
    ended->twice |= (unsigned)(first && second) << n;
}

static struct endings read_lrs(struct pe *pe, struct vgic_cpu *cpu)
{
    struct endings ended = { 0, 0, spill_ended(pe, cpu) };
    for (unsigned left = cpu->used; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        const enum ich_lr_state was = lr_state(cpu, n);
        cpu->lr[n] = sim_mrs(pe->sim, ICH_LR_EL2(n));
        note_endings(&ended, n, was, lr_state(cpu, n));
    }
    return ended;
}

static void retire_all(struct pe *pe, struct vgic_cpu *cpu, struct endings ended)
{
    struct follow_up after;
    after.releases = after.rehomes = after.rereads = 0;
    sim_lock_take(pe->sim, cpu->lock);
    for (unsigned left = ended.once; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        virq_retire(pe, cpu->listed[n], &after);
        if (ended.twice >> n & 1u)
            virq_retire(pe, cpu->listed[n], &after);
        if (lr_state(cpu, n) == ICH_LR_INVALID)
            lr_clean_up(pe, cpu, n, &after);
    }
    spill_retire(pe, cpu, ended.spilled, &after);
    sim_lock_drop(pe->sim, cpu->lock);
    finish(pe, cpu->host, &after);
}

/* The lock is taken only if something ended: nobody else reads lr[] while in_guest is set. */
void vgic_leave(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = v->vgic;
    const struct endings ended = read_lrs(pe, cpu);
    SHARED_STORE(cpu->in_guest, false);
    write_hcr(pe, cpu, ICH_HCR_EN);
    if (ended.once != 0 || ended.spilled != 0)
        retire_all(pe, cpu, ended);
}

/* ---- coming to a PE and leaving it ---- */

void vgic_load(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = v->vgic;
    for (unsigned left = cpu->used | cpu->host->pe[pe->index].lr_live; left != 0;
         left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        sim_msr(pe->sim, ICH_LR_EL2(n), cpu->used >> n & 1u ? cpu->lr[n] : 0);
    }
    cpu->host->pe[pe->index].lr_live = 0;
    sim_msr(pe->sim, ICH_VMCR_EL2, cpu->vmcr);
    sim_msr(pe->sim, ICH_AP1R0_EL2, cpu->ap1r);
    write_hcr(pe, cpu, ICH_HCR_EN);
}

void vgic_save(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = v->vgic;
    cpu->vmcr = sim_mrs(pe->sim, ICH_VMCR_EL2);
    cpu->ap1r = sim_mrs(pe->sim, ICH_AP1R0_EL2);
    cpu->host->pe[pe->index].lr_live = cpu->used;
    write_hcr(pe, cpu, 0);
}

bool vgic_has_work(const struct vcpu *v)
{
    const struct vgic_cpu *cpu = v->vgic;
    if (SHARED_LOAD(cpu->revisit) != 0 ||
        (SHARED_LOAD(cpu->waiting) != 0 && SHARED_LOAD(v->dom->vgic->group1_enabled)))
        return true;
    for (unsigned left = cpu->used; left != 0; left &= left - 1u)
        if (bits_get(cpu->lr[__builtin_ctz(left)], ICH_LR_STATE) & ICH_LR_PENDING)
            return true;
    return false;
}
