/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interrupt loop: with interrupts masked, acknowledge until nothing is left, as in Xen; or, by
 * knobs, up to a number of interrupts or a time, after which devices' interrupts stay pending for a
 * while. When an LPI's priority is dropped is a knob, too.
 */
#pragma once
#include "base/knobs.h"
#include "sched/sched.h"

struct hv;

/* A pause, in which a PE takes no interrupts of devices. */
struct irq_pause {
    struct sched_call over; /* ends the pause */
    bool goes_on;
};

struct irq {
    bool holds_priority;                 /* host.eoi: at_guest_eoi */
    bool takes_all;                      /* with the default knobs */
    uint64_t most, longest_ns, pause_ns; /* most 0, longest_ns 0: no such bound */
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

/* Masked. With the default knobs the number of rounds is not bounded: a storm keeps the PE here
 * (S26). */
void hv_interrupt_loop(struct hv *hv, struct pe *pe);
