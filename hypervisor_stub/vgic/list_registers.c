/*
 * List registers: filled before a guest is entered, read when it leaves. While a vCPU is out of its
 * guest, vgic_cpu.lr is exact and hardware agrees with it if the vCPU is loaded. Maintenance
 * interrupts need no handler: their cause is gone after vgic_leave.
 *
 * in_guest is set before the queue is looked at: who queues afterwards sees it and kicks; who
 * queued before is found here.
 */
#include "arch/sysreg.h"
#include "vgic/virq.h"

static void write_lr(struct pe *pe, struct vgic_cpu *cpu, unsigned n, uint64_t word)
{
    cpu->lr[n] = word;
    sim_msr(pe->sim, ICH_LR_EL2(n), word);
}

static void write_hcr(struct pe *pe, uint64_t hcr)
{
    if (pe->hcr != hcr)
        sim_msr(pe->sim, ICH_HCR_EL2, hcr);
    pe->hcr = hcr;
}

/* Once it is over, something is to be done that nobody else would see to. A linked one (HW=1)
 * cannot ask: what pends beside it, by the guest's own doing, is seen at the next exit. */
static bool wants_eoi(const struct virq *irq)
{
    return irq->watch_eoi || irq->taken || (irq->pending && virq_is_away(irq));
}

/* `hw`: its end deactivates the physical interrupt of the same INTID. */
static uint64_t lr_word(const struct virq *irq, enum ich_lr_state state, bool hw)
{
    const struct ich_lr lr = { .state = state,
                               .hw = hw,
                               .group1 = true,
                               .eoi = wants_eoi(irq),
                               .priority = irq->priority,
                               .pintid = (uint16_t)irq->intid,
                               .vintid = irq->intid };
    return ich_lr_store(&lr);
}

/* Choice: a single list register is never linked: one with HW=1 has no request for a maintenance
 * interrupt, and whoever waits for the register would not hear of its end. */
static bool wants_link(const struct pe *pe, const struct virq *irq)
{
    return irq->taken && hv_list_registers(pe->hv) > 1u;
}

static bool is_linked(const struct vgic_cpu *cpu, unsigned n)
{
    return bits_get(cpu->lr[n], ICH_LR_HW) != 0;
}

static enum ich_lr_state lr_state(const struct vgic_cpu *cpu, unsigned n)
{
    return (enum ich_lr_state)bits_get(cpu->lr[n], ICH_LR_STATE);
}

/* What its list register stands for, from here on. */
static void count_listed(const struct virq *irq, unsigned state)
{
    if (irq->lpi != NULL)
        in_flight_listed(&irq->lpi->in_flight, (state & ICH_LR_ACTIVE) != 0,
                         (state & ICH_LR_PENDING) != 0);
}

static void list_first(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq, unsigned n)
{
    virq_dequeue(irq);
    irq->pending = false;
    irq->place = VIRQ_LISTED;
    irq->lr = (uint8_t)n;
    cpu->listed[n] = irq;
    cpu->used |= (uint16_t)(1u << n);
    count_listed(irq, ICH_LR_PENDING);
    write_lr(pe, cpu, n, lr_word(irq, ICH_LR_PENDING, wants_link(pe, irq)));
    virq_mark(pe, SIM_STEP_INJECTED, irq);
}

/* What is left to do once the lock is dropped. Each list register is given up at most once per
 * entry or exit. */
struct aftermath {
    struct lpi *release[ICH_LR_MAX];
    struct virq *rehome[ICH_LR_MAX];
    unsigned releases, rehomes;
};

static void finish(struct pe *pe, const struct aftermath *after)
{
    for (unsigned n = 0; n < after->releases; n++)
        pe->hv->storm->release(pe, after->release[n]);
    for (unsigned n = 0; n < after->rehomes; n++)
        virq_rehome(pe, after->rehome[n]);
}

/* It leaves its list register, and may move to a target that changed meanwhile. */
static void give_up(struct vgic_cpu *cpu, unsigned n, struct aftermath *after)
{
    struct virq *irq = cpu->listed[n];
    cpu->used &= (uint16_t) ~(1u << n);
    cpu->listed[n] = NULL;
    irq->place = VIRQ_IDLE;
    irq->recall = false;
    if (virq_is_away(irq))
        after->rehome[after->rehomes++] = irq;
    else
        virq_settle(irq);
}

/* Fewer of its pLPI are in flight. */
static void settle_lpi(struct pe *pe, struct virq *irq, struct aftermath *after)
{
    if (irq->lpi != NULL && pe->hv->storm->ended(pe, irq->lpi))
        after->release[after->releases++] = irq->lpi;
    if (irq->lpi == NULL || irq->lpi->in_flight.total == 0)
        irq->watch_eoi = false;
}

/* Takes a pending one back out of its list register: another one needs that. */
static void withdraw(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct aftermath *after)
{
    cpu->listed[n]->pending = true;
    count_listed(cpu->listed[n], ICH_LR_INVALID);
    write_lr(pe, cpu, n, 0);
    give_up(cpu, n, after);
}

/* ---- list registers whose interrupt changed since they were written ---- */

/* CLEAR, or the end of its mapping. */
static unsigned recall(struct pe *pe, struct virq *irq, unsigned state)
{
    if (irq->recall && (state & ICH_LR_PENDING)) {
        virq_mark(pe, SIM_STEP_DISCARDED, irq);
        if (irq->lpi != NULL)
            in_flight_forget_listed(&irq->lpi->in_flight, (state & ICH_LR_ACTIVE) != 0);
        state &= ~(unsigned)ICH_LR_PENDING;
    }
    irq->recall = false;
    return state;
}

/* A list register that is active ends what it began with: a physical interrupt that came meanwhile
 * needs its own, and a linked one must not be pending and active at once. */
static bool fits(const struct virq *irq, unsigned state)
{
    return (state & ICH_LR_ACTIVE) == 0 || !irq->taken;
}

/* What pends in the list register, here, and what pends beside it become one, in the place where it
 * belongs. */
static unsigned reconcile(struct pe *pe, struct virq *irq, unsigned state)
{
    const bool here = (state & ICH_LR_PENDING) != 0, beside = irq->pending;
    const bool belongs_here = irq->enabled && !virq_is_away(irq) && fits(irq, state);
    if (here && beside)
        virq_mark(pe, SIM_STEP_MERGED, irq);
    else if (beside && belongs_here)
        virq_mark(pe, SIM_STEP_INJECTED, irq);
    irq->pending = (here || beside) && !belongs_here;
    state &= ~(unsigned)ICH_LR_PENDING;
    if ((here || beside) && belongs_here)
        state |= ICH_LR_PENDING;
    count_listed(irq, state);
    return state;
}

static void revisit(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct aftermath *after)
{
    struct virq *irq = cpu->listed[n];
    const unsigned state = reconcile(pe, irq, recall(pe, irq, lr_state(cpu, n)));
    if (state != ICH_LR_INVALID) {
        const bool link = (state & ICH_LR_ACTIVE) ? is_linked(cpu, n) : wants_link(pe, irq);
        write_lr(pe, cpu, n, lr_word(irq, (enum ich_lr_state)state, link));
        return;
    }
    if (!irq->pending) {
        settle_lpi(pe, irq, after);
        vspi_release(pe, irq);
    }
    write_lr(pe, cpu, n, 0);
    give_up(cpu, n, after);
}

static void revisit_all(struct pe *pe, struct vgic_cpu *cpu, struct aftermath *after)
{
    unsigned left = cpu->revisit & cpu->used;
    SHARED_STORE(cpu->revisit, 0);
    for (; left != 0; left &= left - 1u)
        revisit(pe, cpu, (unsigned)__builtin_ctz(left), after);
}

/* ---- entry ---- */

/* The pending list register of the lowest priority, if that is below `priority`; -1: none. */
static int find_victim(const struct vgic_cpu *cpu, uint8_t priority)
{
    int victim = -1;
    for (unsigned left = cpu->used; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        if (lr_state(cpu, n) != ICH_LR_PENDING ||
            virq_level(cpu->listed[n]->priority) <= virq_level(priority))
            continue;
        priority = cpu->listed[n]->priority;
        victim = (int)n;
    }
    return victim;
}

static void fill(struct pe *pe, struct vgic_cpu *cpu, unsigned all, struct aftermath *after)
{
    for (struct virq *irq = virq_first(cpu); irq != NULL; irq = virq_first(cpu)) {
        unsigned free = all & ~(unsigned)cpu->used;
        if (free == 0) {
            const int victim = find_victim(cpu, irq->priority);
            if (victim < 0)
                return;
            withdraw(pe, cpu, (unsigned)victim, after);
            free = 1u << victim;
        }
        list_first(pe, cpu, irq, (unsigned)__builtin_ctz(free));
    }
}

/* More wait than fit: come back when at most one list register is in use; with a single one, at its
 * EOI. */
static void ask_for_room(struct pe *pe, struct vgic_cpu *cpu, unsigned all)
{
    const bool wanted = cpu->waiting != 0 && cpu->used == all;
    if (wanted && all == 1u && !bits_get(cpu->lr[0], ICH_LR_EOI))
        write_lr(pe, cpu, 0, bits_put(cpu->lr[0], ICH_LR_EOI, 1));
    write_hcr(pe, ICH_HCR_EN | (wanted && all != 1u ? ICH_HCR_UIE : 0));
}

void vgic_enter(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = &v->vgic;
    const unsigned all = (1u << hv_list_registers(pe->hv)) - 1u;
    SHARED_STORE(cpu->in_guest, true);
    if (SHARED_LOAD(cpu->waiting) == 0 && SHARED_LOAD(cpu->revisit) == 0)
        return;
    struct aftermath after;
    after.releases = after.rehomes = 0;
    sim_lock_take(pe->sim, cpu->lock);
    sim_span(pe->sim, SIM_SPAN_INJECT, true);
    revisit_all(pe, cpu, &after);
    if (SHARED_LOAD(v->dom->vgic.group1_enabled)) {
        fill(pe, cpu, all, &after);
        ask_for_room(pe, cpu, all);
    }
    sim_span(pe->sim, SIM_SPAN_INJECT, false);
    sim_lock_drop(pe->sim, cpu->lock);
    finish(pe, &after);
}

/* ---- exit ---- */

/* What was physical ended with it: by hardware, or here, unless it came after that began. */
static void retire_spi(struct pe *pe, struct virq *irq, bool linked)
{
    if (linked)
        irq->taken = false;
    else if (!irq->pending)
        vspi_release(pe, irq);
    sim_probe(pe->sim, PROBE_SPI_HANDLED, irq->owner->dom->id, 1);
}

static void retire(struct pe *pe, struct virq *irq, struct aftermath *after)
{
    if (irq->lpi != NULL)
        in_flight_ended(&irq->lpi->in_flight);
    settle_lpi(pe, irq, after);
    virq_mark(pe, SIM_STEP_RETIRED, irq);
}

/* EISR, and with it the maintenance interrupt, stays until an emptied register with its EOI bit is
 * written. */
static void clean_up(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct aftermath *after)
{
    struct virq *irq = cpu->listed[n];
    if (irq->taken)
        retire_spi(pe, irq, is_linked(cpu, n));
    if (bits_get(cpu->lr[n], ICH_LR_EOI) && !is_linked(cpu, n))
        write_lr(pe, cpu, n, 0);
    give_up(cpu, n, after);
}

/* What the guest has ended since it was entered, a bit for each list register. */
struct endings {
    unsigned once, twice; /* twice: both the active and the pending half */
};

/* What pended was acknowledged if it pends no longer, and has ended if it is not active either. */
static void note_endings(struct endings *ended, unsigned n, unsigned was, unsigned is)
{
    const bool first = (was & ICH_LR_ACTIVE) && was != is;
    const bool second = (was & ICH_LR_PENDING) && is == ICH_LR_INVALID;
    ended->once |= (unsigned)(first || second) << n;
    ended->twice |= (unsigned)(first && second) << n;
}

static struct endings read_lrs(struct pe *pe, struct vgic_cpu *cpu)
{
    struct endings ended = { 0, 0 };
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
    struct aftermath after;
    after.releases = after.rehomes = 0;
    sim_lock_take(pe->sim, cpu->lock);
    for (unsigned left = ended.once; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        retire(pe, cpu->listed[n], &after);
        if (ended.twice >> n & 1u)
            retire(pe, cpu->listed[n], &after);
        if (lr_state(cpu, n) == ICH_LR_INVALID)
            clean_up(pe, cpu, n, &after);
    }
    sim_lock_drop(pe->sim, cpu->lock);
    finish(pe, &after);
}

/* The lock is needed only if something ended: nobody else looks at lr[] while in_guest is set. */
void vgic_leave(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = &v->vgic;
    const struct endings ended = read_lrs(pe, cpu);
    SHARED_STORE(cpu->in_guest, false);
    write_hcr(pe, ICH_HCR_EN);
    if (ended.once != 0)
        retire_all(pe, cpu, ended);
}

/* ---- coming to a PE and leaving it ---- */

void vgic_load(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = &v->vgic;
    for (unsigned left = cpu->used | pe->lr_live; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        sim_msr(pe->sim, ICH_LR_EL2(n), cpu->used >> n & 1u ? cpu->lr[n] : 0);
    }
    pe->lr_live = 0;
    sim_msr(pe->sim, ICH_VMCR_EL2, cpu->vmcr);
    sim_msr(pe->sim, ICH_AP1R0_EL2, cpu->ap1r);
    write_hcr(pe, ICH_HCR_EN);
}

void vgic_save(struct pe *pe, struct vcpu *v)
{
    struct vgic_cpu *cpu = &v->vgic;
    cpu->vmcr = sim_mrs(pe->sim, ICH_VMCR_EL2);
    cpu->ap1r = sim_mrs(pe->sim, ICH_AP1R0_EL2);
    pe->lr_live = cpu->used;
    write_hcr(pe, 0);
}

bool vgic_has_work(const struct vcpu *v)
{
    const struct vgic_cpu *cpu = &v->vgic;
    if (SHARED_LOAD(cpu->revisit) != 0 ||
        (SHARED_LOAD(cpu->waiting) != 0 && SHARED_LOAD(v->dom->vgic.group1_enabled)))
        return true;
    for (unsigned left = cpu->used; left != 0; left &= left - 1u)
        if (bits_get(cpu->lr[__builtin_ctz(left)], ICH_LR_STATE) & ICH_LR_PENDING)
            return true;
    return false;
}
