/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list register, for the files of vgic/ only: what is written into it, what the guest has ended
 * in it, how an interrupt gets into and out of it. list_registers.c decides when, for all of them.
 * The vCPU's lock is held, its PE runs this, and the vCPU is out of its guest.
 */
#pragma once
#include "vgic/virq.h"

/* How many configuration bytes of waiting interrupts are read again before one entry of the
 * guest. */
enum { VLPI_REREADS_MAX = 16 };

/* Follow-up work, done when the lock is dropped. An interrupt is added at most once per entry or
 * exit. */
struct follow_up {
    struct lpi *release[2 * (ICH_LR_MAX + VIRQ_LEVELS) + VLPI_REREADS_MAX];
    struct virq *rehome[ICH_LR_MAX + VIRQ_LEVELS];
    unsigned releases, rehomes;
    unsigned rereads; /* configuration bytes of waiting interrupts read so far */
};

void lr_write(struct pe *pe, struct vgic_cpu *cpu, unsigned n, uint64_t word);

/* Puts an interrupt into list register n: the first in the queue, or one that is already active
 * there. */
void lr_list(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq, unsigned n);
void lr_list_active(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq, unsigned n,
                    uint64_t word, struct follow_up *after);

/* Takes a pending interrupt out of list register n, in favour of another one. */
void lr_withdraw(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after);

/* Takes an active interrupt out of list register n, in favour of another one; its pending half goes
 * with it. Returns the word that restores it. */
uint64_t lr_suspend(struct vgic_cpu *cpu, unsigned n);

/* The interrupt in list register n has changed since the register was written. */
void lr_revisit(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after);

/* The guest has emptied list register n. */
void lr_clean_up(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct follow_up *after);

/* The guest's EOI of one delivery. */
void virq_retire(struct pe *pe, struct virq *irq, struct follow_up *after);

/* The same for a physical SPI; linked: hardware has deactivated it. */
void virq_retire_spi(struct pe *pe, struct virq *irq, bool linked);

/* The interrupt is IDLE now: it goes to a target that changed meanwhile, or is queued again. */
void virq_release(struct pe *pe, struct virq *irq, struct follow_up *after);

/* Reads the configuration byte again. */
void lr_reread_config(struct pe *pe, struct virq *irq, struct follow_up *after);

static inline enum ich_lr_state lr_state(const struct vgic_cpu *cpu, unsigned n)
{
    return (enum ich_lr_state)bits_get(cpu->lr[n], ICH_LR_STATE);
}

static inline bool lr_is_linked(uint64_t word)
{
    return bits_get(word, ICH_LR_HW) != 0;
}

static inline unsigned lr_level(uint64_t word)
{
    return virq_level((uint8_t)bits_get(word, ICH_LR_PRIORITY));
}
