/* SPDX-License-Identifier: Apache-2.0 */
/*
 * State of up to 32 interrupts that have an active state: the private ones of a PE, or one word of
 * SPIs. Enable, pending, active, group, priority, edge or level, and the wires. No time, no
 * addresses: irq_regs maps registers onto it, and its owner decides which PE gets the interrupts.
 */
#pragma once
#include "candidate.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One bit per interrupt. */
struct irq_word {
    uint32_t present; /* which of the 32 there are */
    uint32_t group1, enabled, active;
    uint32_t latched;    /* pending by edge, SGI or ISPENDR */
    uint32_t line;       /* level of the wires */
    uint32_t edge;       /* configuration */
    uint32_t fixed_edge; /* not configurable: SGIs */
    uint8_t priority[32];
    uint8_t priority_mask;
};

void irq_word_init(struct irq_word *w, unsigned pri_bits, uint32_t present, uint32_t fixed_edge);

/* As firmware of a system with two Security states hands them over: all of Non-secure Group 1, at
 * the highest priority of the Non-secure half. */
void irq_word_hand_over(struct irq_word *w);

/* Latch, or the wire of a level-sensitive one. */
ARCH_FN uint32_t irq_word_pending(const struct irq_word *w)
{
    return w->latched | (w->line & ~w->edge);
}

/* Pending, enabled, not active, of one of the groups. */
ARCH_FN uint32_t irq_word_candidates(const struct irq_word *w, unsigned groups)
{
    const uint32_t of_group = ((groups & IRQ_GROUP1) != 0 ? w->group1 : 0u) |
                              ((groups & IRQ_GROUP0) != 0 ? ~w->group1 : 0u);
    return irq_word_pending(w) & w->enabled & ~w->active & of_group;
}

struct candidate irq_word_candidate(const struct irq_word *w, unsigned n, uint32_t intid);

void irq_word_line(struct irq_word *w, unsigned n, bool level);
void irq_word_message(struct irq_word *w, unsigned n, bool set); /* SETSPI, CLRSPI */
void irq_word_latch(struct irq_word *w, unsigned n);             /* an SGI */
void irq_word_acknowledge(struct irq_word *w, unsigned n);
void irq_word_deactivate(struct irq_word *w, unsigned n);
void irq_word_set_priority(struct irq_word *w, unsigned n, uint8_t priority);

/* ICFGR: two bits for each of 16, the upper one says edge; `first` is 0 or 16. */
uint32_t irq_word_config(const struct irq_word *w, unsigned first);
void irq_word_set_config(struct irq_word *w, unsigned first, uint32_t icfgr);

/* Highest priority of the candidates, when the word begins with `first_intid`. */
struct candidate irq_word_best(const struct irq_word *w, unsigned groups, uint32_t first_intid);

#ifdef __cplusplus
}
#endif
