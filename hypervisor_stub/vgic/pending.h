/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What only an INVALL looks at, for the files of vgic/ only: for each vCPU an entry for each of its
 * vLPIs that pends and cannot be delivered, or whose pLPI is disabled against its storm. Kept only
 * for policies of INVALL that go over it.
 *
 * It is an index. Whether a vLPI pends is in struct virq: a guest that writes to its own pages
 * (vgic.pending_store = guest) hides from its INVALLs what it has hidden, and nothing else.
 */
#pragma once
#include "vgic/virq.h"

/* Lock of the owner held, as for the next two. Without effect if it is in there. */
void pending_add(struct virq *irq);

/* Out of it. Without effect if it is not in there. */
void pending_remove(struct virq *irq);

/* Out of it, unless it still belongs there. */
void pending_review(struct virq *irq);

/* The entries of pending_per_word() vLPIs from `from` on, a bit each. */
uint64_t pending_load(struct pe *pe, const struct vcpu *v, uint32_t from);

static inline unsigned pending_per_word(const struct vgic_host *host)
{
    return host->pending_bytes ? 8u : 64u;
}

/* Before time zero. False: no memory. */
bool pending_create(struct vgic_cpu *cpu);
