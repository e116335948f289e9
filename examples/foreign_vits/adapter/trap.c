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

const char *vits_refuses(const struct knobs *knobs)
{
    return batch_schedules_all(knobs)
               ? "in_trap: this virtual ITS executes its guest's commands in the trap of CWRITER"
               : NULL;
}
