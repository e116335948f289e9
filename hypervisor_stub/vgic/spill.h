/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupts that are active without a list register, for the files of vgic/ only. When all list
 * registers are in use and a pending interrupt that would preempt what the guest runs has none, the
 * active one of the lowest priority gives its own up. It comes back, the highest priority first, as
 * soon as one is free; underflow asks for an exit while the guest has another one to end before it.
 *
 * An EOI that comes before that all the same is not lost. It clears the bit of its group priority
 * in ICH_AP1R0_EL2, which is its alone: what runs nested has distinct ones. ICH_HCR_EL2.EOIcount
 * would not do, because no LPI counts there (Arm IHI 0069, ICV_EOIR1_EL1).
 *
 * The vCPU's lock is held, but for spill_ended.
 */
#pragma once
#include "vgic/list_register.h"

/* Makes room for `irq`, which pends and has no list register although none is free: the one that it
 * gets, or -1. */
int spill_for(struct pe *pe, struct vgic_cpu *cpu, const struct virq *irq);

/* The level of the highest priority that is spilled; VIRQ_LEVELS: none is. */
unsigned spill_first(const struct vgic_cpu *cpu);

/* Brings that one back, into list register n. */
void spill_restore(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct aftermath *after);

/* Those that the guest has ended since it was entered, a bit for each level; right after the exit.
 * Then they are retired. */
uint32_t spill_ended(struct pe *pe, const struct vgic_cpu *cpu);
void spill_retire(struct pe *pe, struct vgic_cpu *cpu, uint32_t ended, struct aftermath *after);
