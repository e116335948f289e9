/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's distributor: SPIs, one security state, affinity routing always on. An access changes
 * at most 32 SPIs. Choice: every SPI is Group 1; the active state can be read, and writes to it are
 * ignored, as in Xen; ICFGR shows wired SPIs as level-sensitive and the others as edge-triggered.
 */
#include "arch/gicd_regs.h"
#include "arch/intid.h"
#include "kit/exit_regs.h"
#include "vgic/virq.h"

enum { IIDR_MODEL = 0x0043b, PIDR2_GICV3 = 0x3b, ARRAY_BYTES = 0x80, NO_CHANGE = -1 };

static uint64_t typer(const struct domain *dom)
{
    return bits_put(0, GICD_TYPER_IT_LINES, dom->vgic->vspi_end / 32u - 1u) |
           bits_put(0, GICD_TYPER_IDBITS, GUEST_LPI_ID_BITS - 1u) |
           bits_put(0, GICD_TYPER_LPIS, 1) | bits_put(0, GICD_TYPER_NO1N, 1);
}

static uint64_t read_register(const struct domain *dom, uint64_t offset)
{
    switch (offset) {
    case GICD_CTLR:
        return GICD_CTLR_ARE | GICD_CTLR_DS |
               (dom->vgic->group1_enabled ? GICD_CTLR_ENABLE_GRP1 : 0);
    case GICD_TYPER: return typer(dom);
    case GICD_IIDR: return IIDR_MODEL;
    case GICD_PIDR2: return PIDR2_GICV3;
    default: return 0;
    }
}

/* ---- CTLR ---- */

static void poke_all(struct pe *pe, struct domain *dom)
{
    for (unsigned n = 0; n < dom->vcpu_count; n++)
        if (SHARED_LOAD(dom->vcpus[n].vgic->waiting) != 0)
            virq_poke(pe, &dom->vcpus[n]);
}

static void write_ctlr(struct pe *pe, struct domain *dom, uint64_t value)
{
    SHARED_STORE(dom->vgic->group1_enabled, (value & GICD_CTLR_ENABLE_GRP1) != 0);
    poke_all(pe, dom);
}

/* ---- arrays with one bit per SPI ---- */

static bool is_group1(const struct virq *irq)
{
    (void)irq;
    return true;
}

static const struct bit_array {
    uint32_t offset;
    bool (*get)(const struct virq *irq);
    int change; /* what writing a 1 does: enum vspi_change */
} bit_arrays[] = {
    { GIC_IGROUPR, is_group1, NO_CHANGE },
    { GIC_ISENABLER, virq_shows_enabled, VSPI_ENABLE },
    { GIC_ICENABLER, virq_shows_enabled, VSPI_DISABLE },
    { GIC_ISPENDR, virq_shows_pending, VSPI_SET_PENDING },
    { GIC_ICPENDR, virq_shows_pending, VSPI_CLEAR_PENDING },
    { GIC_ISACTIVER, virq_shows_active, NO_CHANGE },
    { GIC_ICACTIVER, virq_shows_active, NO_CHANGE },
};

static const struct bit_array *find_bits(uint64_t offset)
{
    for (unsigned n = 0; n < sizeof bit_arrays / sizeof bit_arrays[0]; n++)
        if (offset >= bit_arrays[n].offset && offset < bit_arrays[n].offset + ARRAY_BYTES)
            return &bit_arrays[n];
    return NULL;
}

static void access_bits(struct pe *pe, struct domain *dom, const struct bit_array *array,
                        uint64_t offset, struct sim_exit *exit)
{
    const uint32_t first = (uint32_t)(offset - array->offset) * 8u;
    uint32_t shown = 0;
    for (unsigned n = 0; n < 32; n++) {
        struct virq *irq = vgic_spi(dom, first + n);
        if (irq == NULL)
            continue;
        if (!exit->is_write)
            shown |= (uint32_t)array->get(irq) << n;
        else if ((exit->value >> n & 1u) && array->change != NO_CHANGE)
            vspi_change(pe, irq, (enum vspi_change)array->change);
    }
    exit->value = exit->is_write ? exit->value : shown;
}

/* ---- priorities, triggers, routing ---- */

static void access_priorities(struct pe *pe, struct domain *dom, uint32_t first,
                              struct sim_exit *exit)
{
    uint64_t shown = 0;
    for (unsigned n = 0; n < exit->bytes; n++) {
        struct virq *irq = vgic_spi(dom, first + n);
        if (irq == NULL)
            continue;
        if (exit->is_write)
            vspi_set_priority(pe, irq, (uint8_t)(exit->value >> 8u * n));
        else
            shown |= (uint64_t)irq->priority << 8u * n;
    }
    exit->value = exit->is_write ? exit->value : shown;
}

/* Two bits each; writes are ignored. */
static uint64_t read_triggers(struct domain *dom, uint32_t first)
{
    uint64_t shown = 0;
    for (unsigned n = 0; n < 16; n++) {
        const struct virq *irq = vgic_spi(dom, first + n);
        if (irq != NULL && !irq->wired)
            shown |= 2ull << 2u * n;
    }
    return shown;
}

/* Choice: an IROUTER that names no vCPU leaves the SPI routed as it was; 1-of-N is RES0. No vCPU
 * needs a bit of the upper half. */
static void access_router(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit)
{
    struct virq *irq = vgic_spi(dom, (uint32_t)(offset / 8u));
    const bool is_upper = offset % 8u != 0;
    if (!exit->is_write) {
        exit->value = irq != NULL && !is_upper ? SHARED_LOAD(irq->target)->index : 0;
        return;
    }
    const uint64_t affinity = exit->value & ~(1ull << 31);
    if (irq != NULL && !is_upper && affinity < dom->vcpu_count)
        vspi_retarget(pe, irq, &dom->vcpus[affinity]);
}

static bool in_array(uint64_t offset, uint32_t base, uint32_t bytes)
{
    return offset >= base && offset < base + bytes;
}

/* False: the offset is in no array. */
static bool access_arrays(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit)
{
    const struct bit_array *bits = find_bits(offset);
    if (bits != NULL && exit->bytes == 4)
        access_bits(pe, dom, bits, offset, exit);
    else if (in_array(offset, GIC_IPRIORITYR, 0x400) && (exit->bytes == 1 || exit->bytes == 4))
        access_priorities(pe, dom, (uint32_t)offset - GIC_IPRIORITYR, exit);
    else if (in_array(offset, GIC_ICFGR, 0x100) && exit->bytes == 4)
        exit->value =
            exit->is_write ? exit->value : read_triggers(dom, ((uint32_t)offset - GIC_ICFGR) * 4u);
    else if (in_array(offset, GICD_IROUTER, 0x2000) && exit->bytes >= 4)
        access_router(pe, dom, offset - GICD_IROUTER, exit);
    else
        return false;
    return true;
}

/* Accesses of other sizes, and accesses to reserved offsets, read as zero and are ignored. */
bool vgic_gicd_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit)
{
    if (!access_is_aligned(exit))
        return false;
    if (access_arrays(pe, dom, offset, exit))
        return true;
    if (!exit->is_write)
        exit->value = exit->bytes == 4 ? read_register(dom, offset) : 0;
    else if (offset == GICD_CTLR && exit->bytes == 4)
        write_ctlr(pe, dom, exit->value);
    return true;
}
