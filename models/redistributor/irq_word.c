/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupts as bit masks; the search visits only candidates. Source: Arm IHI 0069, "Interrupt
 * handling state machine".
 */
#include "irq_word.h"
#include "arch/icc_regs.h"
#include <string.h>

void irq_word_init(struct irq_word *w, unsigned pri_bits, uint32_t present, uint32_t fixed_edge)
{
    memset(w, 0, sizeof *w);
    w->present = present;
    w->edge = w->fixed_edge = fixed_edge;
    w->priority_mask = icc_priority_mask(pri_bits);
}

void irq_word_hand_over(struct irq_word *w)
{
    w->group1 = w->present;
    memset(w->priority, GIC_PRIORITY_NS_FIRST, sizeof w->priority);
}

struct candidate irq_word_candidate(const struct irq_word *w, unsigned n, uint32_t intid)
{
    const struct candidate c = { intid, w->priority[n], (w->group1 >> n & 1u) == 0 };
    return c;
}

void irq_word_line(struct irq_word *w, unsigned n, bool level)
{
    const uint32_t mask = 1u << n;
    const bool rises = level && (w->line & mask) == 0;
    if (rises && (w->edge & mask) != 0)
        w->latched |= mask;
    w->line = level ? w->line | mask : w->line & ~mask;
}

/* Choice: a message acts on the wire of a level-sensitive interrupt, so that ICPENDR does not take
 * it back and CLRSPI does. */
void irq_word_message(struct irq_word *w, unsigned n, bool set)
{
    const uint32_t mask = 1u << n;
    uint32_t *state = (w->edge & mask) != 0 ? &w->latched : &w->line;
    *state = set ? *state | mask : *state & ~mask;
}

void irq_word_latch(struct irq_word *w, unsigned n)
{
    w->latched |= 1u << n;
}

void irq_word_acknowledge(struct irq_word *w, unsigned n)
{
    w->latched &= ~(1u << n);
    w->active |= 1u << n;
}

void irq_word_deactivate(struct irq_word *w, unsigned n)
{
    w->active &= ~(1u << n);
}

void irq_word_set_priority(struct irq_word *w, unsigned n, uint8_t priority)
{
    w->priority[n] = priority & w->priority_mask;
}

uint32_t irq_word_config(const struct irq_word *w, unsigned first)
{
    uint32_t fields = 0;
    for (unsigned n = 0; n < 16; n++)
        fields |= (w->edge >> (first + n) & 1u) << (2u * n + 1u);
    return fields;
}

void irq_word_set_config(struct irq_word *w, unsigned first, uint32_t icfgr)
{
    uint32_t edge = w->edge & ~(0xffffu << first);
    for (unsigned n = 0; n < 16; n++)
        edge |= (icfgr >> (2u * n + 1u) & 1u) << (first + n);
    w->edge = (edge & w->present) | w->fixed_edge;
}

struct candidate irq_word_best(const struct irq_word *w, unsigned groups, uint32_t first_intid)
{
    struct candidate best = candidate_none();
    for (uint32_t left = irq_word_candidates(w, groups); left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        best = candidate_best(best, irq_word_candidate(w, n, first_intid + n));
    }
    return best;
}
