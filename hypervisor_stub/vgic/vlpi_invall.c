/* SPDX-License-Identifier: Apache-2.0 */
/* The vGIC's side of INVALL, called by its policies (policy/invall/invall.h). The vits lock is
 * held. */
#include "arch/gicr_regs.h"
#include "kit/least.h"
#include "vgic/pending.h"

static struct virq *find(const struct invall *invall, uint32_t vlpi)
{
    return &invall->dom->vgic->vlpis[vlpi - INTID_LPI_FIRST];
}

static uint32_t mapped_end(const struct invall *invall)
{
    return vgic_vlpi_end(invall->dom->vgic);
}

static uint32_t table_end(const struct invall *invall)
{
    const uint64_t id_bits = bits_get(invall->dom->vgic->propbaser, GICR_PROPBASER_IDBITS) + 1u;
    return least(VIRQ_VLPI_LIMIT, bit((unsigned)id_bits));
}

static uint32_t next_of_collection(const struct invall *invall, uint32_t from, uint32_t end)
{
    const struct virq *irq = find(invall, from);
    for (; from < end && !(irq->mapped && irq->icid == invall->icid); from++)
        irq++;
    return from;
}

static uint32_t next_mapped(const struct invall *invall, uint32_t from)
{
    const uint32_t vlpi = id_set_next(invall->dom->vgic->mapped, from);
    return vlpi == ID_SET_LIMIT ? UINT32_MAX : vlpi;
}

static struct invall_pending pending(const struct invall *invall)
{
    const struct pending_store *store = &invall->target->vgic->pending;
    const struct invall_pending pending = { SHARED_LOAD(store->count), SHARED_LOAD(store->low),
                                            SHARED_LOAD(store->end) };
    return pending;
}

static unsigned per_word(const struct invall *invall)
{
    return pending_per_word(invall->target->vgic->host);
}

static uint64_t load(struct pe *pe, const struct invall *invall, uint32_t from)
{
    return pending_load(pe, invall->target, from);
}

static bool is_pending(const struct invall *invall, uint32_t vlpi)
{
    return find(invall, vlpi)->is_stored;
}

/* Lock held. Marks the list registers in use to be revisited. True: there are some. */
static bool revisit_listed(struct vgic_cpu *cpu)
{
    for (unsigned left = cpu->used; left != 0; left &= left - 1u)
        virq_requeue_later(cpu->listed[__builtin_ctz(left)]);
    return cpu->used != 0;
}

/* A vLPI that another PE is reading right now, in the old generation, is read under its owner's
 * lock. Once that lock was taken here, the vLPI is in the store if it belongs there. */
static void outdate(struct pe *pe, const struct invall *invall)
{
    struct vgic *vgic = invall->dom->vgic;
    struct vgic_cpu *cpu = invall->target->vgic;
    SHARED_STORE(vgic->generation, vgic->generation + 1u);
    const bool masked = irq_lock(pe->sim, cpu->lock);
    const bool some = revisit_listed(cpu);
    irq_unlock(pe->sim, cpu->lock, masked);
    if (some)
        virq_poke(pe, invall->target);
}

static bool is_targets(const struct invall *invall, uint32_t vlpi)
{
    return find(invall, vlpi)->target == invall->target;
}

static bool reload(struct pe *pe, const struct invall *invall, uint32_t vlpi)
{
    return vgic_reload(pe, invall->dom, find(invall, vlpi));
}

static void hold(struct pe *pe, struct invall *invall)
{
    invall->masked = irq_lock(pe->sim, invall->target->vgic->lock);
}

static void let_go(struct pe *pe, struct invall *invall)
{
    irq_unlock(pe->sim, invall->target->vgic->lock, invall->masked);
}

/* A vLPI whose owner is still another vCPU is guarded by that one's lock. */
static bool reload_held(struct pe *pe, const struct invall *invall, uint32_t vlpi)
{
    struct vcpu *target = invall->target;
    struct virq *irq = find(invall, vlpi);
    if (SHARED_LOAD(irq->owner) == target)
        return vgic_reload_held(pe, invall->dom, irq);
    sim_lock_drop(pe->sim, target->vgic->lock);
    const bool is_complete = vgic_reload(pe, invall->dom, irq);
    sim_lock_take(pe->sim, target->vgic->lock);
    return is_complete;
}

const struct invall_ops vgic_invall_ops = {
    .mapped_end = mapped_end,
    .table_end = table_end,
    .next_of_collection = next_of_collection,
    .next_mapped = next_mapped,
    .pending = pending,
    .per_word = per_word,
    .load = load,
    .is_pending = is_pending,
    .outdate = outdate,
    .is_targets = is_targets,
    .reload = reload,
    .hold = hold,
    .reload_held = reload_held,
    .let_go = let_go,
};
