/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interrupt loop; see irq.h. By default an interrupt's priority is dropped before anything is
 * looked up, so the same LPI may arrive again from then on.
 */
#include "dispatch/irq.h"
#include "arch/icc_regs.h"
#include "arch/intid.h"
#include "arch/sysreg.h"
#include "dispatch/hv.h"
#include "driver/timer.h"

enum { EOI, LOOP, LOOP_COUNT, LOOP_TIME, LOOP_PAUSE };
enum { EOI_IMMEDIATE, EOI_AT_GUEST_EOI };
enum { LOOP_DRAINS, LOOP_COUNTS, LOOP_TIMES };

const struct hv_knob irq_knobs[] = {
    [EOI] = { .name = "host.eoi",
              .kind = HV_CHOICE,
              .initial = EOI_IMMEDIATE,
              .choices = "immediate|at_guest_eoi",
              .text = "When the priority of an LPI is dropped: as soon as it is acknowledged, or "
                      "only at its guest's EOI; until then its PE takes no other interrupt of a "
                      "device, and no timer." },
    [LOOP] = { .name = "host.irq_loop",
               .kind = HV_CHOICE,
               .initial = LOOP_DRAINS,
               .choices = "drain|count|time",
               .text =
                   "How long a PE stays in its interrupt loop: until nothing is pending (Xen), "
                   "for host.irq_loop_count interrupts of devices, or for host.irq_loop_time." },
    [LOOP_COUNT] = { .name = "host.irq_loop_count",
                     .kind = HV_UINT,
                     .initial = 16,
                     .min = 1,
                     .max = 1000000,
                     .unit = "interrupts",
                     .text = "count: the most of devices in one loop." },
    [LOOP_TIME] = { .name = "host.irq_loop_time",
                    .kind = HV_DURATION_NS,
                    .initial = 20000,
                    .min = 1,
                    .max = 1000000000,
                    .text = "time: of devices, none but the first is begun later than this." },
    [LOOP_PAUSE] = { .name = "host.irq_loop_pause",
                     .kind = HV_DURATION_NS,
                     .initial = 20000,
                     .max = 1000000000,
                     .text =
                         "count, time: how long what is left stays pending, so that guests run; "
                         "0: it is taken where the guest would be entered." },
    KNOBS_END
};

/* ---- set-up ---- */

static void end_pause(struct pe *pe, struct sched_call *call);

void irq_read_knobs(struct irq *irq, const struct knobs *knobs)
{
    const uint64_t loop = knob(knobs, &irq_knobs[LOOP]);
    irq->holds_priority = knob(knobs, &irq_knobs[EOI]) == EOI_AT_GUEST_EOI;
    irq->takes_all = loop == LOOP_DRAINS && !irq->holds_priority;
    irq->most = loop == LOOP_COUNTS ? knob(knobs, &irq_knobs[LOOP_COUNT]) : 0;
    irq->longest_ns = loop == LOOP_TIMES ? knob(knobs, &irq_knobs[LOOP_TIME]) : 0;
    irq->pause_ns = loop != LOOP_DRAINS ? knob(knobs, &irq_knobs[LOOP_PAUSE]) : 0;
}

bool irq_create(struct hv *hv, const struct knobs *knobs)
{
    struct irq *irq = &hv->irq;
    const unsigned pes = hv->machine->pe_count;
    irq_read_knobs(irq, knobs);
    irq->rounds = sim_alloc(pes * sizeof *irq->rounds, 64);
    irq->pause = sim_alloc(pes * sizeof *irq->pause, 64);
    for (unsigned n = 0; irq->pause != NULL && n < pes; n++)
        sched_call_init(&irq->pause[n].over, end_pause);
    return irq->rounds != NULL && irq->pause != NULL;
}

/* The guest's EOI is seen through a maintenance interrupt, and a pause ends by the hypervisor's
 * timer, so these are urgent. */
uint32_t irq_urgent(const struct irq *irq)
{
    const uint32_t maintenance = 1u << INTID_MAINTENANCE;
    const uint32_t timers = 1u << INTID_TIMER_HYP | 1u << INTID_TIMER_VIRT;
    return (irq->holds_priority || irq->pause_ns != 0 ? maintenance : 0) |
           (irq->pause_ns != 0 ? timers : 0);
}

/* ---- one interrupt ---- */

static void inject_guest_timer(struct hv *hv, struct pe *pe)
{
    struct sched_vcpu *owner = sched_runq(&hv->sched, pe)->timer_owner;
    timer_mask_guest(pe);
    if (owner != NULL)
        vgic_inject_private(pe, vcpu_of(owner), INTID_TIMER_VIRT);
}

/* SGIs and PPIs have an active state, which ends here; that of an SPI ends with the guest's EOI. A
 * kick needs no further work, because the guest has exited; but another PE may have seen the EOI of
 * an LPI that this PE holds. */
static void handle_private(struct hv *hv, struct pe *pe, uint32_t intid)
{
    switch (intid) {
    case SGI_KICK: lpi_drop_late(&hv->lpis, pe); break;
    case INTID_MAINTENANCE: break; /* vgic_leave has done it */
    case INTID_TIMER_HYP: sched_tick(&hv->sched, pe); break;
    case INTID_TIMER_VIRT: inject_guest_timer(hv, pe); break;
    default: break;
    }
    sim_msr(pe->sim, ICC_DIR_EL1, intid);
}

/* The priority is dropped at the guest's EOI, or at once if there is no EOI to wait for. */
static void receive_and_hold(struct hv *hv, struct pe *pe, uint32_t intid)
{
    struct lpi *lpi = lpi_lookup(&hv->lpis, intid);
    if (lpi == NULL) {
        sim_msr(pe->sim, ICC_EOIR1_EL1, intid);
        lpi_receive(hv, pe, intid);
        return;
    }
    lpi_hold_priority(pe, lpi);
    lpi_receive(hv, pe, intid);
    if (!vgic_watch_eoi(pe, lpi))
        lpi_drop_priority(&hv->lpis, pe, lpi);
}

/* SGIs, PPIs and SPIs. */
static void handle_other(struct hv *hv, struct pe *pe, uint32_t intid)
{
    if (intid >= INTID_SPI_FIRST)
        spi_receive(hv, pe, intid);
    else
        handle_private(hv, pe, intid);
    if (hv->storm.measures)
        storm_loop_goes_on(&hv->storm, pe);
}

static void handle(struct hv *hv, struct pe *pe, uint32_t intid)
{
    sim_msr(pe->sim, ICC_EOIR1_EL1, intid);
    if (intid_is_lpi(intid))
        lpi_receive(hv, pe, intid);
    else
        handle_other(hv, pe, intid);
}

static void handle_as_asked(struct hv *hv, struct pe *pe, uint32_t intid)
{
    if (hv->irq.holds_priority && intid_is_lpi(intid))
        receive_and_hold(hv, pe, intid);
    else
        handle(hv, pe, intid);
}

/* ---- the loop ---- */

/* An interrupt that a PE acknowledges between two changes of its count has been handled by the
 * second one: whoever frees a pLPI waits for that. */
static void count_round(struct hv *hv, const struct pe *pe, uint32_t steps)
{
    SHARED_STORE(hv->irq.rounds[pe->index], hv->irq.rounds[pe->index] + steps);
}

static uint32_t acknowledge(struct pe *pe)
{
    return (uint32_t)bits_get(sim_mrs(pe->sim, ICC_IAR1_EL1), ICC_INTID);
}

/* The default, as in Xen, on the shortest path for each interrupt. */
static void take_all(struct hv *hv, struct pe *pe)
{
    for (;; count_round(hv, pe, 2)) {
        const uint32_t intid = acknowledge(pe);
        if (intid_is_special(intid))
            return;
        sim_span(pe->sim, SIM_SPAN_HOST_IRQ, true);
        handle(hv, pe, intid);
        sim_span(pe->sim, SIM_SPAN_HOST_IRQ, false);
    }
}

static void end_pause(struct pe *pe, struct sched_call *call)
{
    struct irq_pause *pause = list_entry(call, struct irq_pause, over);
    pause->goes_on = false;
    sim_msr(pe->sim, ICC_PMR_EL1, GIC_PMR_ALL);
}

/* Interrupts of devices stay pending; kicks and timers are still taken. */
static void begin_pause(struct hv *hv, struct pe *pe)
{
    struct irq_pause *pause = &hv->irq.pause[pe->index];
    if (hv->irq.pause_ns == 0 || pause->goes_on)
        return;
    pause->goes_on = true;
    sim_msr(pe->sim, ICC_PMR_EL1, GIC_PMR_URGENT);
    sched_call_at(&hv->sched, pe, &pause->over, timer_now(pe) + hv->irq.pause_ns);
}

/* Every loop takes at least one interrupt of a device, whatever the knobs say: after a pause the
 * next one may be just as late. */
static bool is_enough(const struct irq *irq, const struct pe *pe, uint64_t taken, uint64_t begun_ns)
{
    if (taken == 0)
        return false;
    if (irq->most != 0)
        return taken == irq->most;
    return irq->longest_ns != 0 && sim_now_ns(pe->sim) - begun_ns >= irq->longest_ns;
}

/* Takes as many as the knobs say. They bound interrupts of devices; kicks and timers, including the
 * one that ends a pause, do not count. */
static void take_some(struct hv *hv, struct pe *pe)
{
    const uint64_t begun_ns = sim_now_ns(pe->sim);
    for (uint64_t taken = 0; !is_enough(&hv->irq, pe, taken, begun_ns); count_round(hv, pe, 2)) {
        const uint32_t intid = acknowledge(pe);
        if (intid_is_special(intid))
            return;
        sim_span(pe->sim, SIM_SPAN_HOST_IRQ, true);
        handle_as_asked(hv, pe, intid);
        sim_span(pe->sim, SIM_SPAN_HOST_IRQ, false);
        taken += intid >= INTID_SPI_FIRST;
    }
    begin_pause(hv, pe);
}

void hv_interrupt_loop(struct hv *hv, struct pe *pe)
{
    const bool is_followed = hv->storm.follows_loop;
    count_round(hv, pe, 1);
    if (is_followed)
        storm_loop_begins(&hv->storm, pe);
    if (hv->irq.takes_all)
        take_all(hv, pe);
    else
        take_some(hv, pe);
    if (is_followed)
        storm_loop_ends(&hv->storm, pe);
    count_round(hv, pe, 1);
}

void hv_run_left(struct hv *hv, struct pe *pe)
{
    for (unsigned n = 0; n < hv->machine->its_count; n++) {
        if (!batch_is_wanted(&hv->batch[n]))
            continue;
        sim_irq_restore(pe->sim, false);
        batch_run_wanted(pe, &hv->batch[n]);
        sim_irq_save(pe->sim);
    }
}
