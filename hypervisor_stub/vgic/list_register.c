/* SPDX-License-Identifier: Apache-2.0 */
/* One list register; see list_register.h. */
#include "vgic/list_register.h"
#include "arch/sysreg.h"

void lr_write(struct pe *pe, struct vgic_cpu *cpu, unsigned n, uint64_t word)
{
    cpu->lr[n] = word;
    sim_msr(pe->sim, ICH_LR_EL2(n), word);
}

/* ---- what is written ---- */

/* The guest's EOI of this interrupt needs work at EL2 that nothing else would cause: a maintenance
 * interrupt is asked for. A linked one (HW=1) cannot ask: what pends beside it, by the guest's own
 * doing, is seen at the next exit. */
static bool wants_eoi(const struct virq *irq)
{
    return irq->watch_eoi || irq->taken || (irq->pending && irq->enabled);
}

/* `hw`: the guest's EOI deactivates the physical interrupt of the same INTID. */
static uint64_t lr_word(const struct virq *irq, enum ich_lr_state state, bool hw, uint8_t priority)
{
    const struct ich_lr lr = { .state = state,
                               .hw = hw,
                               .group1 = true,
                               .eoi = wants_eoi(irq) & virq_host(irq)->hears_eoi,
                               .priority = priority,
                               .pintid = (uint16_t)irq->intid,
                               .vintid = irq->intid };
    return ich_lr_store(&lr);
}

/* Choice: with a single list register HW=1 is never used: such an entry cannot request a
 * maintenance interrupt, so an interrupt that waits for the register would not learn that it is
 * free. */
static bool wants_link(const struct virq *irq)
{
    return irq->taken && virq_host(irq)->list_registers > 1u;
}

/* The guest's EOI must find the priority with which the interrupt was acknowledged, so an active
 * list register keeps its own priority. */
static void write_state(struct pe *pe, struct vgic_cpu *cpu, unsigned n, unsigned state)
{
    const struct virq *irq = cpu->listed[n];
    const struct ich_lr was = ich_lr_load(cpu->lr[n]);
    const bool is_active = (state & ICH_LR_ACTIVE) != 0;
    lr_write(pe, cpu, n,
             lr_word(irq, (enum ich_lr_state)state, is_active ? was.hw : wants_link(irq),
                     is_active ? was.priority : irq->priority));
}

/* ---- in and out ---- */

/* Tells the in-flight counter what the list register stands for from now on. */
static void count_listed(const struct virq *irq, unsigned state)
{
    if (irq->lpi != NULL)
        in_flight_listed(&irq->lpi->in_flight, (state & ICH_LR_ACTIVE) != 0,
                         (state & ICH_LR_PENDING) != 0);
}

static void take(struct vgic_cpu *cpu, struct virq *irq, unsigned n)
{
    irq->place = VIRQ_LISTED;
    irq->lr = (uint8_t)n;
    cpu->listed[n] = irq;
    cpu->used |= (uint16_t)(1u << n);
}

static void vacate(struct vgic_cpu *cpu, unsigned n)
{
    cpu->used &= (uint16_t) ~(1u << n);
    cpu->listed[n] = NULL;
}

void lr_list(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq, unsigned n)
{
    virq_dequeue(irq);
    irq->pending = false;
    take(cpu, irq, n);
    count_listed(irq, ICH_LR_PENDING);
    write_state(pe, cpu, n, ICH_LR_PENDING);
    virq_mark(pe, SIM_STEP_INJECTED, irq);
}

void lr_list_active(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq, unsigned n,
                    uint64_t word, struct follow_up *after)
{
    take(cpu, irq, n);
    cpu->lr[n] = word;
    lr_revisit(pe, cpu, n, after);
}

uint64_t lr_suspend(struct vgic_cpu *cpu, unsigned n)
{
    struct virq *irq = cpu->listed[n];
    if (lr_state(cpu, n) & ICH_LR_PENDING)
        irq->pending = true;
    count_listed(irq, ICH_LR_ACTIVE);
    vacate(cpu, n);
    return bits_put(cpu->lr[n], ICH_LR_STATE, ICH_LR_ACTIVE);
}

void lr_reread_config(struct pe *pe, struct virq *irq, struct follow_up *after)
{
    const struct vlpi_news news = vlpi_reread_config(pe, irq);
    if (news.release != NULL)
        after->release[after->releases++] = news.release;
}

void virq_release(struct pe *pe, struct virq *irq, struct follow_up *after)
{
    irq->place = VIRQ_IDLE;
    irq->recall = false;
    if (virq_is_away(irq) && (virq_leaves(irq) || !irq->pending)) {
        after->rehome[after->rehomes++] = irq;
        return;
    }
    if (irq->pending && vlpi_is_outdated(irq))
        lr_reread_config(pe, irq, after);
    virq_settle(irq);
}

static void give_up(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after)
{
    struct virq *irq = cpu->listed[n];
    vacate(cpu, n);
    virq_release(pe, irq, after);
}

void lr_withdraw(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after)
{
    cpu->listed[n]->pending = true;
    count_listed(cpu->listed[n], ICH_LR_INVALID);
    lr_write(pe, cpu, n, 0);
    give_up(pe, cpu, n, after);
}

/* ---- its interrupt changed ---- */

/* The EOI that was watched has come, or will never come. */
static void settle_watch(struct pe *pe, struct virq *irq)
{
    virq_drop_priority(pe, irq);
    if (irq->lpi == NULL || irq->lpi->in_flight.total == 0)
        irq->watch_eoi = false;
}

/* The number of its pLPI's arrivals in flight has gone down. */
static void settle_lpi(struct pe *pe, struct virq *irq, struct follow_up *after)
{
    if (irq->lpi != NULL && storm_answered(virq_host(irq)->storm, pe, irq->lpi))
        after->release[after->releases++] = irq->lpi;
    if (irq->watch_eoi)
        settle_watch(pe, irq);
}

/* After CLEAR, or the end of its mapping: the pending half is dropped. */
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

/* May the interrupt pend in a list register with this state? An active one first has to end what it
 * began with: a new arrival of a physical interrupt needs a link of its own, an entry with HW=1
 * must not be pending and active at once, and an interrupt whose priority has changed waits for a
 * register with the new one. */
static bool may_pend(const struct virq *irq, uint64_t word, unsigned state)
{
    if ((state & ICH_LR_ACTIVE) == 0)
        return true;
    return !irq->taken && lr_level(word) == virq_level(irq->priority);
}

/* Merges the pending half of the list register and the pending flag of the interrupt, and puts the
 * result where it belongs. */
static unsigned reconcile(struct pe *pe, struct virq *irq, uint64_t word, unsigned state)
{
    const bool here = (state & ICH_LR_PENDING) != 0, beside = irq->pending;
    const bool belongs_here = irq->enabled && !virq_leaves(irq) && may_pend(irq, word, state);
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

/* Reads the configuration byte, so that it need not be read again for this entry. */
static void reread_listed(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after)
{
    lr_reread_config(pe, cpu->listed[n], after);
    SHARED_STORE(cpu->revisit, (uint16_t)(cpu->revisit & ~(1u << n)));
}

void lr_revisit(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after)
{
    struct virq *irq = cpu->listed[n];
    if (vlpi_is_outdated(irq))
        reread_listed(pe, cpu, n, after);
    const unsigned state = reconcile(pe, irq, cpu->lr[n], recall(pe, irq, lr_state(cpu, n)));
    if (state != ICH_LR_INVALID) {
        write_state(pe, cpu, n, state);
        return;
    }
    virq_drop_priority(pe, irq);
    if (!irq->pending) {
        settle_lpi(pe, irq, after);
        vspi_release(pe, irq);
    }
    lr_write(pe, cpu, n, 0);
    give_up(pe, cpu, n, after);
}

/* ---- the guest's EOI ---- */

void virq_retire(struct pe *pe, struct virq *irq, struct follow_up *after)
{
    if (irq->lpi != NULL)
        in_flight_ended(&irq->lpi->in_flight);
    settle_lpi(pe, irq, after);
    virq_mark(pe, SIM_STEP_RETIRED, irq);
}

/* Ends the physical interrupt, unless hardware has done so (HW=1), or it arrived after this
 * delivery began. */
void virq_retire_spi(struct pe *pe, struct virq *irq, bool linked)
{
    if (linked)
        irq->taken = false;
    else if (!irq->pending)
        vspi_release(pe, irq);
    sim_probe(pe->sim, PROBE_SPI_HANDLED, irq->owner->dom->id, 1);
}

/* EISR, and so the maintenance interrupt, stays set until an emptied register with its EOI bit is
 * written. */
void lr_clean_up(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after)
{
    struct virq *irq = cpu->listed[n];
    const bool linked = lr_is_linked(cpu->lr[n]);
    if (irq->taken)
        virq_retire_spi(pe, irq, linked);
    if (bits_get(cpu->lr[n], ICH_LR_EOI) && !linked)
        lr_write(pe, cpu, n, 0);
    give_up(pe, cpu, n, after);
}
