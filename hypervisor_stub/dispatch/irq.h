/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interrupt loop: acknowledge until nothing is left, as Xen does, interrupts masked; or, as the
 * knobs say, for so many interrupts or so long, and then devices' interrupts stay pending for a
 * while. When an LPI's priority is dropped is a knob, too.
 */
#pragma once
#include "base/knobs.h"
#include "sched/sched.h"

struct hv;

/* How a PE's devices are kept away for a while. */
struct irq_pause {
    struct sched_call over; /* its end */
    bool goes_on;
};

struct irq {
    bool holds_priority;                 /* host.eoi: at_guest_eoi */
    bool takes_all;                      /* the defaults */
    uint64_t most, longest_ns, pause_ns; /* most 0, longest_ns 0: not bounded by that */
    uint32_t *rounds;        /* [pe_count]; odd: the PE is in its loop (remove.h); shared */
    struct irq_pause *pause; /* [pe_count] */
};

extern const struct hv_knob irq_knobs[];

/* Before time zero. False: no memory. */
bool irq_create(struct hv *hv, const struct knobs *knobs);

/* Values of knobs: at creation, and when one is set at run time. */
void irq_read_knobs(struct irq *irq, const struct knobs *knobs);

/* SGIs and PPIs, a bit each, that must be signalled while devices' interrupts are not. */
uint32_t irq_urgent(const struct irq *irq);

/* Masked. With the default knobs any number of rounds: a storm keeps the PE here (S26). */
void hv_interrupt_loop(struct hv *hv, struct pe *pe);
