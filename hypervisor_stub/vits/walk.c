/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that go over many vLPIs: MAPD, MAPC, MOVALL and INVALL. Only the position is kept
 * between two portions: each vLPI is looked up, and the guest's tables are read, when its turn
 * comes.
 */
#include "base/probes.h"
#include "kit/least.h"
#include "vits/vits.h"

void vits_walk_vlpis(struct vits *its, vits_visit *visit)
{
    struct vits_walk *walk = &its->walk;
    walk->visit = visit;
    walk->next = INTID_LPI_FIRST;
    walk->end = vgic_vlpi_end(its->dom->vgic);
    SHARED_STORE(walk->is_on, walk->next != walk->end);
}

/* vits.invall_rate: an INVALL that comes too early is delayed, and the next one is counted from the
 * delayed time. */
static void wait_for_its_time(struct pe *pe, struct vits *its)
{
    const uint64_t gap = its->dom->vgic->host->invall->gap_ns;
    its->walk.not_before = 0;
    if (gap == 0)
        return;
    const uint64_t now = timer_now(pe);
    const uint64_t at = its->next_invall > now ? its->next_invall : now;
    sim_probe(pe->sim, PROBE_VITS_INVALL_DELAY, its->dom->id, at - now);
    its->walk.not_before = at;
    its->next_invall = at + gap;
}

uint64_t vits_goes_on_at(const struct vits *its)
{
    return SHARED_LOAD(its->walk.is_on) ? SHARED_LOAD(its->walk.not_before) : 0;
}

void vits_walk_invall(struct pe *pe, struct vits *its, uint16_t icid, struct vcpu *target)
{
    const struct invall invall = {
        .family = its->dom->vgic->host->invall, .dom = its->dom, .target = target, .icid = icid
    };
    its->walk.visit = NULL;
    its->walk.invall = invall;
    its->walk.ns = 0;
    wait_for_its_time(pe, its);
    SHARED_STORE(its->walk.is_on, true);
}

static enum its_err visit_some(struct pe *pe, struct vits *its, uint32_t *steps)
{
    struct vits_walk *walk = &its->walk;
    const uint32_t end = least(walk->end, (uint64_t)walk->next + *steps);
    *steps -= end - walk->next;
    for (; walk->next != end; walk->next++)
        walk->visit(pe, its, vgic_vlpi(its->dom, walk->next));
    SHARED_STORE(walk->is_on, end != walk->end);
    return ITS_OK;
}

static enum its_err end_invall(struct pe *pe, struct vits *its)
{
    const struct invall *invall = &its->walk.invall;
    const uint16_t dom = its->dom->id;
    sim_probe(pe->sim, PROBE_VITS_INVALL_ENTRIES, dom, invall->entries);
    sim_probe(pe->sim, PROBE_VITS_INVALL_WORDS, dom, invall->words);
    sim_probe(pe->sim, PROBE_VITS_INVALL_WORDS_SET, dom, invall->words_set);
    sim_probe(pe->sim, PROBE_VITS_INVALL_GANGS, dom, invall->gangs);
    sim_probe(pe->sim, PROBE_VITS_INVALL_BYTES, dom, invall->bytes);
    sim_probe(pe->sim, PROBE_VITS_INVALL_TIME, dom, its->walk.ns);
    SHARED_STORE(its->walk.is_on, false);
    return invall->is_incomplete ? ITS_TABLE_FAULT : ITS_OK;
}

static enum its_err go_on_with_invall(struct pe *pe, struct vits *its, uint32_t *steps)
{
    struct invall *invall = &its->walk.invall;
    if (its->walk.not_before != 0 && timer_now(pe) < its->walk.not_before) {
        *steps = 0;
        return ITS_OK;
    }
    const uint64_t start = sim_now_ns(pe->sim);
    if (!invall->has_begun)
        invall_begin(pe, invall);
    if (!invall->is_over)
        *steps = invall_go_on(pe, invall, *steps);
    its->walk.ns += sim_now_ns(pe->sim) - start;
    return invall->is_over ? end_invall(pe, its) : ITS_OK;
}

enum its_err vits_walk_on(struct pe *pe, struct vits *its, uint32_t *steps)
{
    return its->walk.visit != NULL ? visit_some(pe, its, steps) : go_on_with_invall(pe, its, steps);
}
