/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupts that are active without a list register, for the files of vgic/ only. When all list
 * registers are in use and a pending interrupt that would preempt the guest's current one has none,
 * the active interrupt of the lowest priority gives up its register. Spilled interrupts come back,
 * the highest priority first, as soon as a register is free; while the guest has another one to end
 * before it, the underflow maintenance interrupt asks for an exit.
 *
 * An EOI of a spilled interrupt is not lost. It clears the bit of the interrupt's group priority in
 * ICH_AP1R0_EL2; nested interrupts have different group priorities, so the bit is this interrupt's
 * alone. ICH_HCR_EL2.EOIcount would not do, because it does not count LPIs (Arm IHI 0069,
 * ICV_EOIR1_EL1).
 *
 * The vCPU's lock is held, except for spill_ended.
 */
#pragma once
#include "vgic/list_register.h"

/* Makes room for `irq`, which pends without a list register while none is free. Returns the
 * register that it gets, or -1. */
int spill_for(struct pe *pe, struct vgic_cpu *cpu, const struct virq *irq);

/* The level of the spilled interrupt with the highest priority; VIRQ_LEVELS: none. */
unsigned spill_first(const struct vgic_cpu *cpu);

/* Brings that interrupt back, into list register n. */
void spill_restore(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after);

/* Right after the exit: the spilled interrupts that the guest has ended since it was entered, a bit
 * for each level. spill_retire then retires them. */
uint32_t spill_ended(struct pe *pe, const struct vgic_cpu *cpu);
void spill_retire(struct pe *pe, struct vgic_cpu *cpu, uint32_t ended, struct follow_up *after);
