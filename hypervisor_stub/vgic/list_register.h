/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One list register, for the files of vgic/ only: what is written into it, what the guest has ended
 * in it, how an interrupt gets into it and out. When that is done, and for all of them, is
 * list_registers.c. The vCPU's lock is held, its PE runs this, and the vCPU is out of its guest.
 */
#pragma once
#include "vgic/virq.h"

/* Configuration bytes that are read anew for what waits, before one entry of the guest. */
enum { VLPI_LOOKS_MAX = 16 };

/* What is left to do once the lock is dropped. An interrupt is in it at most once per entry or
 * exit. */
struct aftermath {
    struct lpi *release[2 * (ICH_LR_MAX + VIRQ_LEVELS) + VLPI_LOOKS_MAX];
    struct virq *rehome[ICH_LR_MAX + VIRQ_LEVELS];
    unsigned releases, rehomes;
    unsigned looks; /* at configuration bytes of what waits */
};

void lr_write(struct pe *pe, struct vgic_cpu *cpu, unsigned n, uint64_t word);

/* The first that waits, or one that is active already with the list register as it was. */
void lr_list(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq, unsigned n);
void lr_list_active(struct pe *pe, struct vgic_cpu *cpu, struct virq *irq, unsigned n,
                    uint64_t word, struct aftermath *after);

/* Takes a pending one back out, for another one. */
void lr_withdraw(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct aftermath *after);

/* Takes an active one out, for another one; what pends beside goes with it. Returns the word to
 * come back with. */
uint64_t lr_suspend(struct vgic_cpu *cpu, unsigned n);

/* Its interrupt changed since it was written. */
void lr_revisit(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct aftermath *after);

/* The guest has emptied it. */
void lr_clean_up(struct pe *pe, struct vgic_cpu *cpu, unsigned n, struct aftermath *after);

/* The guest's EOI of one delivery. */
void virq_retire(struct pe *pe, struct virq *irq, struct aftermath *after);

/* ... of a physical SPI; linked: hardware has deactivated it. */
void virq_retire_spi(struct pe *pe, struct virq *irq, bool linked);

/* It is IDLE now: it may move to a target that changed meanwhile, or be queued again. */
void virq_release(struct pe *pe, struct virq *irq, struct aftermath *after);

/* Reads its configuration byte anew. */
void lr_look(struct pe *pe, struct virq *irq, struct aftermath *after);

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
