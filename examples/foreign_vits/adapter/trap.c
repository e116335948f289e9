/* SPDX-License-Identifier: MIT */
/*
 * Seam 1, from above: the stub's dispatch/ calls vits_*, and the foreign code's handlers run.
 * Whoever ports another hypervisor's virtual ITS writes this file and env.c, and leaves the code
 * alone.
 */
#include "../fv/virtual_its.h"
#include "base/probes.h"
#include "guest.h"
#include "kit/exit_regs.h"
#include "policy/assign/assign.h"
#include "policy/invall/invall.h"
#include "policy/propagate/propagate.h"

const struct hv_knob vits_knobs[] = { KNOBS_END }, vits_trap_knobs[] = { KNOBS_END };

/* Before time zero, the only time at which sim_alloc gives memory: the heap is filled here. */
bool vits_create(struct domain *dom, struct batch *batch, const struct vits_ops *ops,
                 const struct knobs *knobs)
{
    (void)batch, (void)ops, (void)knobs;
    struct vits *its = sim_alloc(sizeof *its, 64);
    struct guest *g = sim_alloc(sizeof *g, 64);
    void *memory = sim_alloc(GUEST_HEAP_BYTES, 64);
    if (its == NULL || g == NULL || memory == NULL)
        return false;
    heap_create(&g->heap, memory, GUEST_HEAP_BYTES);
    g->dom = dom;
    its->guest = g;
    dom->vits = its;
    mutex_create(&its->lock, dom->all->sched, "vits", dom->id, false);
    return virtual_its_init(g, GUEST_GITS_BASE) == 0;
}

static bool call_handler(struct guest *g, uint64_t offset, struct sim_exit *exit)
{
    const mmio_info_t info = { .gpa = GUEST_GITS_BASE + offset, .size = exit->bytes };
    return exit->is_write ? g->ops->write(g, &info, exit->value, g->priv) != 0
                          : g->ops->read(g, &info, &exit->value, g->priv) != 0;
}

bool vits_access(struct pe *pe, struct vits *its, uint64_t offset, struct sim_exit *exit)
{
    if (!access_is_aligned(exit) || exit->bytes < 4)
        return false;
    const uint64_t start = sim_now_ns(pe->sim);
    its->guest->pe = pe;
    if (exit->is_write)
        mutex_take(pe, &its->lock);
    const bool is_good = call_handler(its->guest, offset, exit);
    if (exit->is_write)
        mutex_drop(pe, &its->lock);
    sim_probe(pe->sim, PROBE_VITS_TRAP, its->guest->dom->id, sim_now_ns(pe->sim) - start);
    return is_good;
}

/* What our own virtual ITS can do and this one does not: traps of the configuration table, traps
 * that are cut short, passes of a scheduler. */
bool vits_config_access(struct pe *pe, struct vits *its, struct sim_exit *exit)
{
    (void)pe, (void)its, (void)exit;
    return false;
}

/* Enable bits stay in the guest's table: they are not carried to the physical one. */
bool vits_carry_enables(struct pe *pe, struct vits *its)
{
    (void)pe, (void)its;
    return true;
}

uint64_t vits_goes_on_at(const struct vits *its)
{
    (void)its;
    return 0;
}

/* It leaves the physical ITS alone: a device is on it before its guest's first command, and stays
 * as it is. */
static void refuse_host_commands(const struct knobs *knobs, struct refusals *refusals)
{
    const struct assign assign = assign_chosen(knobs);
    const struct propagate propagate = propagate_chosen(knobs);
    if (assign.policy->mapd != NULL || assign.policy->mapti != NULL)
        knobs_refuse(refusals, "hypervisor.assign.map",
                     "upfront: no command of a guest maps on the physical ITS");
    if (assign.by_mapd)
        knobs_refuse(refusals, "hypervisor.assign.trigger",
                     "hypercall: a MAPD of a guest assigns no device");
    if (propagate.policy->forward != NULL)
        knobs_refuse(refusals, "hypervisor.vits.propagate",
                     "none or storm_only: no command of a guest is forwarded");
    if (propagate.traps)
        knobs_refuse(refusals, "hypervisor.vits.config_writes",
                     "untrapped: writes to the configuration table do not trap");
}

/* What this virtual ITS cannot do is refused, at the line of the scenario that asks for it. */
void vits_refuse(const struct knobs *knobs, struct refusals *refusals)
{
    refuse_host_commands(knobs, refusals);
    if (batch_schedules_all(knobs))
        knobs_refuse(refusals, "hypervisor.vits.schedule",
                     "in_trap: this virtual ITS executes its guest's commands in the trap of "
                     "CWRITER");
    if (!invall_is_full(knobs))
        knobs_refuse(refusals, "hypervisor.vits.invall",
                     "full: this virtual ITS has one loop for an INVALL, over all vLPIs");
    if (invall_is_limited(knobs))
        knobs_refuse(refusals, "hypervisor.vits.invall_rate", "no INVALL waits for its time");
}
