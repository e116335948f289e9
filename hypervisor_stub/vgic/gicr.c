/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's redistributors, one pair of frames per vCPU, accessible to every vCPU: LPI tables,
 * SGIs and PPIs. Choice: all vCPUs of a domain share one configuration table (CommonLPIAff), fixed
 * once any of them enables LPIs; the pending table in guest memory is not read then, and is written
 * only under vgic.pending_store = guest.
 */
#include "arch/gicr_regs.h"
#include "kit/exit_regs.h"
#include "vgic/virq.h"

enum { IIDR_MODEL = 0x0043b, PIDR2_GICV3 = 0x3b, SGIS_ENABLED_AT_RESET = 0 };

static uint64_t typer(const struct vcpu *v)
{
    return bits_put(0, GICR_TYPER_PLPIS, 1) |
           bits_put(0, GICR_TYPER_LAST, v->index + 1u == v->dom->vcpu_count) |
           bits_put(0, GICR_TYPER_PROCESSOR_NUMBER, v->index) |
           bits_put(0, GICR_TYPER_AFFINITY, v->index);
}

/* One bit per SGI and PPI. */
static uint64_t private_bits(const struct vcpu *v, bool (*get)(const struct virq *irq))
{
    uint64_t word = 0;
    for (unsigned n = 0; n < VIRQ_PRIVATE; n++)
        word |= (uint64_t)get(&v->vgic->irqs[n]) << n;
    return word;
}

static uint64_t priorities(const struct vcpu *v, unsigned first)
{
    uint64_t word = 0;
    for (unsigned n = 0; n < 8; n++)
        word |= (uint64_t)v->vgic->irqs[first + n].priority << 8u * n;
    return word;
}

/* The aligned 8 bytes that hold a register, as in the register map. */
static uint64_t read_doubleword(const struct vcpu *v, uint64_t offset)
{
    if (offset >= GICR_IPRIORITYR0 && offset < GICR_IPRIORITYR0 + VIRQ_PRIVATE)
        return priorities(v, (unsigned)(offset - GICR_IPRIORITYR0));
    switch (offset) {
    case GICR_CTLR:
        return (v->vgic->lpis_enabled ? GICR_CTLR_ENABLE_LPIS : 0) | (uint64_t)IIDR_MODEL << 32;
    case GICR_TYPER: return typer(v);
    case GICR_WAKER & ~7u:
        return (v->vgic->asleep ? GICR_WAKER_PROCESSOR_SLEEP | GICR_WAKER_CHILDREN_ASLEEP : 0)
               << 32;
    case GICR_PROPBASER: return v->dom->vgic->propbaser;
    case GICR_PENDBASER: return v->vgic->pendbaser & ~bits_mask(GICR_PENDBASER_PTZ);
    case GICR_PIDR2: return PIDR2_GICV3;
    case GICR_IGROUPR0: return 0xffffffff;
    case GICR_ISENABLER0:
    case GICR_ICENABLER0: return private_bits(v, virq_shows_enabled);
    case GICR_ISPENDR0:
    case GICR_ICPENDR0: return private_bits(v, virq_shows_pending);
    case GICR_ISACTIVER0:
    case GICR_ICACTIVER0: return private_bits(v, virq_shows_active);
    case GICR_ICFGR0: return 0xaaaaaaaa; /* SGIs edge, PPIs level */
    default: return 0;
    }
}

/* ---- writes ---- */

struct private_change {
    uint32_t set_enable, clear_enable, set_pending, clear_pending;
};

static bool change_one(struct virq *irq, const struct private_change *change)
{
    const uint32_t bit_n = 1u << irq->intid;
    const bool enabled =
        (irq->enabled || (change->set_enable & bit_n)) && !(change->clear_enable & bit_n);
    bool news = virq_set_config(irq, irq->priority, enabled);
    if (change->clear_pending & bit_n)
        news = virq_clear(irq) || news;
    if (change->set_pending & bit_n)
        news = virq_raise(irq) == SIM_STEP_QUEUED || news;
    return virq_settle(irq) || news;
}

/* All SGIs and PPIs are changed under one lock, so the lock is held for at most 32 of them. */
static void change_private(struct pe *pe, struct vcpu *v, struct private_change change)
{
    const bool masked = irq_lock(pe->sim, v->vgic->lock);
    bool news = false;
    for (unsigned n = 0; n < VIRQ_PRIVATE; n++)
        news = change_one(&v->vgic->irqs[n], &change) || news;
    irq_unlock(pe->sim, v->vgic->lock, masked);
    if (news)
        virq_poke(pe, v);
}

static void set_priorities(struct pe *pe, struct vcpu *v, unsigned first,
                           const struct sim_exit *exit)
{
    const bool masked = irq_lock(pe->sim, v->vgic->lock);
    bool news = false;
    for (unsigned n = 0; n < exit->bytes && first + n < VIRQ_PRIVATE; n++) {
        struct virq *irq = &v->vgic->irqs[first + n];
        const uint8_t priority = (uint8_t)(exit->value >> 8u * n) & 0xf8u;
        news = virq_set_config(irq, priority, irq->enabled) || news;
    }
    irq_unlock(pe->sim, v->vgic->lock, masked);
    if (news)
        virq_poke(pe, v);
}

/* Choice: EnableLPIs stays set (CES 0). The configuration of vLPIs that were mapped before is read
 * now. */
static void enable_lpis(struct pe *pe, struct vcpu *v)
{
    struct domain *dom = v->dom;
    if (v->vgic->lpis_enabled)
        return;
    SHARED_STORE(dom->vgic->any_lpis_enabled, true);
    const bool masked = irq_lock(pe->sim, v->vgic->lock);
    v->vgic->lpis_enabled = true;
    irq_unlock(pe->sim, v->vgic->lock, masked);
    vgic_trap_config(pe, dom);
    for (uint32_t intid = INTID_LPI_FIRST; intid < vgic_vlpi_end(dom->vgic); intid++)
        vlpi_read_config(pe, dom, vgic_vlpi(dom, intid));
}

static void write_doubleword(struct pe *pe, struct vcpu *v, uint64_t offset,
                             const struct sim_exit *exit)
{
    const bool is_low = (exit->address & 7u) == 0;
    const uint32_t low = is_low ? (uint32_t)exit->value : 0,
                   high = is_low ? 0 : (uint32_t)exit->value;
    switch (offset) {
    case GICR_CTLR:
        if (low & GICR_CTLR_ENABLE_LPIS)
            enable_lpis(pe, v);
        break;
    case GICR_WAKER & ~7u:
        if (!is_low)
            v->vgic->asleep = (high & GICR_WAKER_PROCESSOR_SLEEP) != 0;
        break;
    case GICR_PROPBASER:
        if (!v->dom->vgic->any_lpis_enabled)
            SHARED_STORE(v->dom->vgic->propbaser, reg_merge(v->dom->vgic->propbaser, exit));
        break;
    case GICR_PENDBASER:
        if (!v->vgic->lpis_enabled)
            v->vgic->pendbaser = reg_merge(v->vgic->pendbaser, exit);
        break;
    case GICR_ISENABLER0:
        change_private(pe, v, (struct private_change){ .set_enable = low });
        break;
    case GICR_ICENABLER0:
        change_private(pe, v, (struct private_change){ .clear_enable = low });
        break;
    case GICR_ISPENDR0: change_private(pe, v, (struct private_change){ .set_pending = low }); break;
    case GICR_ICPENDR0:
        change_private(pe, v, (struct private_change){ .clear_pending = low });
        break;
    default: break;
    }
}

bool vgic_gicr_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit)
{
    if (offset / GICR_STRIDE >= dom->vcpu_count || !access_is_aligned(exit))
        return false;
    struct vcpu *v = &dom->vcpus[offset / GICR_STRIDE];
    const uint64_t within = offset % GICR_STRIDE;
    const bool is_bytewise = within >= GICR_IPRIORITYR0 && within < GICR_IPRIORITYR0 + VIRQ_PRIVATE;
    if (exit->bytes < 4 && !is_bytewise)
        return false;
    if (!exit->is_write)
        exit->value = reg_extract(read_doubleword(v, within & ~7ull), exit);
    else if (is_bytewise)
        set_priorities(pe, v, (unsigned)(within - GICR_IPRIORITYR0), exit);
    else
        write_doubleword(pe, v, within & ~7ull, exit);
    return true;
}
