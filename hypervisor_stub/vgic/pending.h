/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An index for INVALL, for the files of vgic/ only: each vCPU has an entry for each of its vLPIs
 * that pends and cannot be delivered, or whose pLPI is disabled because of a storm. It is kept only
 * if a policy of INVALL goes over it.
 *
 * Whether a vLPI pends is in struct virq. A guest that writes to its own pages (vgic.pending_store
 * = guest) can hide entries from its INVALLs, and do nothing else.
 */
#pragma once
#include "vgic/virq.h"

/* The owner's lock is held, also for the next two. No effect if the entry exists. */
void pending_add(struct virq *irq);

/* Removes the entry. No effect if there is none. */
void pending_remove(struct virq *irq);

/* Removes the entry, unless it still belongs there. */
void pending_review(struct virq *irq);

/* The entries of pending_per_word() vLPIs from `from` on, one bit each. */
uint64_t pending_load(struct pe *pe, const struct vcpu *v, uint32_t from);

static inline unsigned pending_per_word(const struct vgic_host *host)
{
    return host->pending_bytes ? 8u : 64u;
}

/* Before time zero. False: no memory. */
bool pending_create(struct vgic_cpu *cpu);
