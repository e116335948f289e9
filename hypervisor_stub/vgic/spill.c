/* SPDX-License-Identifier: Apache-2.0 */
/* Interrupts that are active without a list register; see spill.h. */
#include "vgic/spill.h"
#include "arch/sysreg.h"

/* What the guest is handling, as its CPU interface shows it. */
struct running {
    uint32_t levels;     /* group priorities that are active */
    uint8_t mask;        /* bits of a priority that are the group priority */
    bool eoi_only_drops; /* EOImode 1: only DIR deactivates, except for LPIs */
};

static struct running read_running(struct pe *pe)
{
    const uint64_t vmcr = sim_mrs(pe->sim, ICH_VMCR_EL2);
    const uint64_t point = bits_get(vmcr, ICH_VMCR_VCBPR) ? bits_get(vmcr, ICH_VMCR_VBPR0) + 1u
                                                          : bits_get(vmcr, ICH_VMCR_VBPR1);
    const struct running running = { .levels = (uint32_t)sim_mrs(pe->sim, ICH_AP1R0_EL2),
                                     .mask = icc_group_mask((unsigned)point),
                                     .eoi_only_drops = bits_get(vmcr, ICH_VMCR_VEOIM) != 0 };
    return running;
}

static unsigned group_level(const struct running *running, uint8_t priority)
{
    return virq_level((uint8_t)(priority & running->mask));
}

static unsigned lr_group_level(const struct running *running, uint64_t word)
{
    return group_level(running, (uint8_t)bits_get(word, ICH_LR_PRIORITY));
}

/* The active list register with the lowest priority, if that is lower than `level`; -1: none. */
static int find_lowest(const struct vgic_cpu *cpu, unsigned level)
{
    int lowest = -1;
    for (unsigned left = cpu->used; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        if (!(lr_state(cpu, n) & ICH_LR_ACTIVE) || lr_level(cpu->lr[n]) <= level)
            continue;
        level = lr_level(cpu->lr[n]);
        lowest = (int)n;
    }
    return lowest;
}

static bool preempts(const struct running *running, const struct virq *irq)
{
    return running->levels != 0 &&
           group_level(running, irq->priority) < (unsigned)__builtin_ctz(running->levels);
}

/* Only an interrupt that ends with its priority drop may be spilled, and only before that drop.
 * Choice: with EOImode 1 an SGI, PPI or SPI keeps its list register until it is deactivated. */
static bool may_spill(const struct running *running, uint64_t word)
{
    const bool ends_by_drop =
        !running->eoi_only_drops || intid_is_lpi((uint32_t)bits_get(word, ICH_LR_VINTID));
    return ends_by_drop && (running->levels >> lr_group_level(running, word) & 1u);
}

static void spill(struct vgic_cpu *cpu, unsigned n, unsigned level)
{
    struct virq *irq = cpu->listed[n];
    const struct spilled spilled = { irq, lr_suspend(cpu, n) };
    cpu->spilled[level] = spilled;
    cpu->spilled_levels |= 1u << level;
    irq->place = VIRQ_SPILLED;
    irq->lr = (uint8_t)level;
}

int spill_for(struct pe *pe, struct vgic_cpu *cpu, const struct virq *irq)
{
    const int n = find_lowest(cpu, virq_level(irq->priority));
    if (n < 0)
        return -1;
    const struct running running = read_running(pe);
    const unsigned level = lr_group_level(&running, cpu->lr[n]);
    if (!preempts(&running, irq) || !may_spill(&running, cpu->lr[n]) ||
        (cpu->spilled_levels >> level & 1u)) /* the guest has written ICH_AP1R0 itself */
        return -1;
    spill(cpu, (unsigned)n, level);
    return n;
}

unsigned spill_first(const struct vgic_cpu *cpu)
{
    return cpu->spilled_levels != 0 ? (unsigned)__builtin_ctz(cpu->spilled_levels) : VIRQ_LEVELS;
}

static struct spilled take(struct vgic_cpu *cpu, unsigned level)
{
    const struct spilled spilled = cpu->spilled[level];
    cpu->spilled[level].irq = NULL;
    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): something is spilled */
    cpu->spilled_levels &= ~(1u << level);
    return spilled;
}

void spill_restore(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after)
{
    const struct spilled spilled = take(cpu, spill_first(cpu));
    lr_list_active(pe, cpu, spilled.irq, n, spilled.lr, after);
}

uint32_t spill_ended(struct pe *pe, const struct vgic_cpu *cpu)
{
    if (cpu->spilled_levels == 0)
        return 0;
    return cpu->spilled_levels & ~(uint32_t)sim_mrs(pe->sim, ICH_AP1R0_EL2);
}

/* Hardware has not deactivated the physical interrupt, because its list register was not there. */
static void retire_spi(struct pe *pe, const struct spilled *spilled)
{
    const bool linked = lr_is_linked(spilled->lr);
    if (linked)
        vspi_release(pe, spilled->irq);
    virq_retire_spi(pe, spilled->irq, linked);
}

void spill_retire(struct pe *pe, struct vgic_cpu *cpu, uint32_t ended, struct follow_up *after)
{
    for (; ended != 0; ended &= ended - 1u) {
        const struct spilled spilled = take(cpu, (unsigned)__builtin_ctz(ended));
        virq_retire(pe, spilled.irq, after);
        if (spilled.irq->taken)
            retire_spi(pe, &spilled);
        virq_release(pe, spilled.irq, after);
    }
}
