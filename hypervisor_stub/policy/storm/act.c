/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Carries out decisions about storms on the hardware: disabling and enabling, at once or later, and
 * what that costs; see storm.h.
 */
#include "base/probes.h"
#include "policy/storm/agenda.h"
#include "policy/storm/units.h"
#include <limits.h>

enum {
    RETRY_NS = 100000,
    ENABLED_AT_ONCE = 8 /* in one go of the timer; what else is due or deferred waits for RETRY_NS,
                           so that a PE is not kept by storms that are over */
};

/* State of one PE. */
struct storm_pe {
    struct sched_call retry; /* the next try to apply what was deferred */
    struct sched_call due;   /* when the first unit of the agenda is due */
    struct storm *storm;
    bool in_loop;
    uint64_t loop_ns;  /* when the interrupt loop began */
    uint64_t since_ns; /* time before this has been charged */
};

/* ---- what it costs ---- */

/* Called for every pLPI of every interrupt loop, so it takes as few branches as possible; only if a
 * detector has on_work. */
static void charge(struct storm *storm, struct pe *pe, const struct lpi *lpi)
{
    struct storm_pe *own = &storm->pe[pe->index];
    const uint64_t now = sim_now_ns(pe->sim);
    const struct storm_work work = { .lpi = lpi,
                                     .now_ns = now,
                                     .ns = now - own->since_ns,
                                     .loop_ns = (now - own->loop_ns) * own->in_loop };
    own->since_ns = now;
    unsigned n = 0;
    do {
        const unsigned worker = storm->workers[n];
        storm->detector[worker]->on_work(&storm->detects[worker], pe, &work);
    } while (++n < storm->worker_count);
}

void storm_loop_begins(struct storm *storm, struct pe *pe)
{
    struct storm_pe *own = &storm->pe[pe->index];
    own->in_loop = true;
    own->loop_ns = own->since_ns = sim_now_ns(pe->sim);
}

void storm_loop_worked(struct storm *storm, struct pe *pe, const struct lpi *lpi)
{
    charge(storm, pe, lpi);
}

void storm_loop_goes_on(struct storm *storm, struct pe *pe)
{
    storm->pe[pe->index].since_ns = sim_now_ns(pe->sim);
}

static void apply_deferred(struct storm *storm, struct pe *pe, unsigned most);

void storm_loop_ends(struct storm *storm, struct pe *pe)
{
    storm->pe[pe->index].in_loop = false;
    if (storm->in_softirq && !list_empty(&storm->deferred))
        apply_deferred(storm, pe, UINT_MAX);
}

/* ---- now ---- */

/* False: the ring refused. */
static bool apply_unit(struct storm *storm, struct pe *pe, struct storm_unit *unit)
{
    if (unit->device == NULL)
        return lpi_apply(pe, unit->lpi, &storm->applying);
    SHARED_STORE(unit->is_changed, false);
    return lpi_apply_device(pe, unit->device, &storm->applying);
}

static void defer(struct storm *storm, struct pe *pe, struct storm_unit *unit)
{
    const bool masked = irq_lock(pe->sim, storm->lock);
    if (!unit->is_deferred)
        list_push_tail(&storm->deferred, &unit->node);
    unit->is_deferred = true;
    irq_unlock(pe->sim, storm->lock, masked);
}

static void retry_later(struct storm *storm, struct pe *pe, struct storm_unit *unit)
{
    defer(storm, pe, unit);
    sched_call_at(storm->sched, pe, &storm->pe[pe->index].retry, timer_now(pe) + RETRY_NS);
    sim_probe(pe->sim, PROBE_STORM_DEFERRED, unit->lpi->device->domain, 1);
}

/* Nothing ends the storm while it is held; afterwards this PE asks whether it is over. */
static void hold(struct storm *storm, struct pe *pe, struct storm_unit *unit)
{
    const uint64_t now = sim_now_ns(pe->sim), until = SHARED_LOAD(unit->not_before_ns);
    if (until <= now)
        return;
    const bool masked = irq_lock(pe->sim, storm->lock);
    const bool is_held = SHARED_LOAD(*unit_flag(unit));
    if (is_held && unit->agenda_slot == 0)
        agenda_add(storm->agenda, unit, until);
    irq_unlock(pe->sim, storm->lock, masked);
    if (is_held)
        sched_call_at(storm->sched, pe, &storm->pe[pe->index].due, timer_now(pe) + (until - now));
}

static void act(struct storm *storm, struct pe *pe, struct storm_unit *unit)
{
    const bool begins = SHARED_LOAD(*unit_flag(unit));
    if (begins)
        hold(storm, pe, unit);
    if (begins && storm->in_softirq && storm->pe[pe->index].in_loop)
        defer(storm, pe, unit);
    else if (!apply_unit(storm, pe, unit))
        retry_later(storm, pe, unit);
}

void storm_apply(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    struct storm_unit *device = unit_of_device(storm, lpi->device);
    struct storm_unit *own = unit_of_lpi(storm, lpi);
    if (!storm->pe[pe->index].in_loop)
        storm->pe[pe->index].since_ns = sim_now_ns(pe->sim);
    act(storm, pe, SHARED_LOAD(device->is_changed) ? device : own);
    if (storm->measures)
        charge(storm, pe, lpi);
}

void storm_apply_for_guest(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    struct storm_unit *device = unit_of_device(storm, lpi->device);
    if (!storm->guests_wait) {
        sim_probe(pe->sim, PROBE_STORM_IN_TRAP, lpi->device->domain, 1);
        storm_apply(storm, pe, lpi);
        return;
    }
    defer(storm, pe, SHARED_LOAD(device->is_changed) ? device : unit_of_lpi(storm, lpi));
    sched_call_at(storm->sched, pe, &storm->pe[pe->index].retry, timer_now(pe));
}

/* ---- later ---- */

static struct storm_unit *take_deferred(struct storm *storm, struct pe *pe)
{
    struct storm_unit *unit = NULL;
    const bool masked = irq_lock(pe->sim, storm->lock);
    if (!list_empty(&storm->deferred)) {
        unit = list_entry(storm->deferred.next, struct storm_unit, node);
        list_remove(&unit->node);
        unit->is_deferred = false;
    }
    irq_unlock(pe->sim, storm->lock, masked);
    return unit;
}

/* Applies deferred units as far as the ring takes them; the rest is deferred again. */
static void apply_deferred(struct storm *storm, struct pe *pe, unsigned most)
{
    struct storm_unit *unit = NULL;
    bool is_taken = true;
    while (is_taken && most-- != 0 && (unit = take_deferred(storm, pe)) != NULL)
        is_taken = apply_unit(storm, pe, unit);
    if (!is_taken)
        retry_later(storm, pe, unit);
}

static void retry(struct pe *pe, struct sched_call *call)
{
    struct storm *storm = list_entry(call, struct storm_pe, retry)->storm;
    apply_deferred(storm, pe, ENABLED_AT_ONCE);
    if (!list_empty(&storm->deferred))
        sched_call_at(storm->sched, pe, call, timer_now(pe) + RETRY_NS);
}

static struct storm_unit *take_due(struct storm *storm, struct pe *pe)
{
    const bool masked = irq_lock(pe->sim, storm->lock);
    struct storm_unit *unit = agenda_take(storm->agenda, sim_now_ns(pe->sim));
    irq_unlock(pe->sim, storm->lock, masked);
    return unit;
}

/* Sets this PE's call for the first unit of the agenda, whoever added it: units that this PE added
 * may be behind it. */
static void await_next(struct storm *storm, struct pe *pe)
{
    const bool masked = irq_lock(pe->sim, storm->lock);
    const uint64_t next = agenda_next_ns(storm->agenda), now = sim_now_ns(pe->sim);
    irq_unlock(pe->sim, storm->lock, masked);
    if (next != UINT64_MAX)
        sched_call_at(storm->sched, pe, &storm->pe[pe->index].due,
                      timer_now(pe) + (next > now ? next - now : RETRY_NS));
}

/* If the storm is not over, its guest's EOI or command will end it; or a new storm has begun and is
 * held. */
static void ask(struct storm *storm, struct pe *pe, struct storm_unit *unit)
{
    struct lpi *lpi = unit->lpi;
    if (storm->ops->ask_again(pe, lpi))
        storm_apply(storm, pe, lpi);
    else
        hold(storm, pe, unit);
}

/* Asks for all units whose time has passed. */
static void ask_all(struct pe *pe, struct sched_call *call)
{
    struct storm *storm = list_entry(call, struct storm_pe, due)->storm;
    for (unsigned n = 0; n < ENABLED_AT_ONCE; n++) {
        struct storm_unit *unit = take_due(storm, pe);
        if (unit == NULL)
            break;
        ask(storm, pe, unit);
    }
    await_next(storm, pe);
}

bool act_create(struct storm *storm)
{
    list_init(&storm->deferred);
    storm->pe = sim_alloc(storm->sched->pe_count * sizeof *storm->pe, 64);
    for (unsigned n = 0; storm->pe != NULL && n < storm->sched->pe_count; n++) {
        storm->pe[n].storm = storm;
        sched_call_init(&storm->pe[n].retry, retry);
        sched_call_init(&storm->pe[n].due, ask_all);
    }
    return storm->pe != NULL;
}
