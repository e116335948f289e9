/* SPDX-License-Identifier: Apache-2.0 */
/* The store of what only an INVALL looks at; see pending.h. */
#include "vgic/pending.h"
#include "arch/gicr_regs.h"

enum { WORD_BYTES = 8, WORD_BITS = 64 };

static void reset_marks(struct pending_store *store)
{
    SHARED_STORE(store->low, VIRQ_VLPI_LIMIT);
    SHARED_STORE(store->end, 0);
}

bool pending_create(struct vgic_cpu *cpu)
{
    const struct vgic_host *host = cpu->host;
    const unsigned vlpis = VIRQ_VLPI_LIMIT - INTID_LPI_FIRST;
    reset_marks(&cpu->pending);
    if (!host->keeps_pending || host->pending_in_guest)
        return true;
    cpu->pending.words = sim_alloc(vlpis / pending_per_word(host) * WORD_BYTES, 64);
    return cpu->pending.words != NULL;
}

/* The guest's pending table has a bit for each INTID, starting with INTID 0. 0: the word is not in
 * the guest's RAM, or the guest has not given a table yet. */
static uint64_t guest_word_pa(const struct vcpu *v, uint32_t intid)
{
    const uint64_t table = bits_get(v->vgic->pendbaser, GICR_PENDBASER_ADDRESS) << 16;
    if (!v->vgic->lpis_enabled)
        return 0;
    return guest_ram_pa(v->dom, table + intid / WORD_BITS * WORD_BYTES, WORD_BYTES);
}

static uint64_t with(uint64_t word, uint32_t intid, bool is_in)
{
    const uint64_t mask = bit(intid % WORD_BITS);
    return is_in ? word | mask : word & ~mask;
}

/* False: the guest has given no RAM for it. */
static bool put_in_guest(const struct virq *irq, bool is_in)
{
    sim_pe *pe = sim_pe_self();
    const uint64_t pa = guest_word_pa(irq->owner, irq->intid);
    uint64_t word = 0;
    if (pa == 0 || !sim_read(pe, pa, &word, WORD_BYTES))
        return false;
    word = with(word, irq->intid, is_in);
    return sim_write(pe, pa, &word, WORD_BYTES);
}

static bool put(const struct virq *irq, bool is_in)
{
    const struct vgic_cpu *cpu = irq->owner->vgic;
    const uint32_t n = irq->intid - INTID_LPI_FIRST;
    if (cpu->host->pending_in_guest)
        return put_in_guest(irq, is_in);
    if (cpu->host->pending_bytes)
        ((uint8_t *)cpu->pending.words)[n] = is_in;
    else
        cpu->pending.words[n / WORD_BITS] = with(cpu->pending.words[n / WORD_BITS], n, is_in);
    return true;
}

/* The marks only move apart, until no entry is left between them. */
void pending_add(struct virq *irq)
{
    struct pending_store *store = &irq->owner->vgic->pending;
    if (!virq_host(irq)->keeps_pending || irq->is_stored || !put(irq, true))
        return;
    irq->is_stored = true;
    SHARED_STORE(store->count, store->count + 1u);
    if (irq->intid < store->low)
        SHARED_STORE(store->low, irq->intid);
    if (irq->intid >= store->end)
        SHARED_STORE(store->end, irq->intid + 1u);
}

void pending_remove(struct virq *irq)
{
    struct pending_store *store = &irq->owner->vgic->pending;
    if (!irq->is_stored)
        return;
    put(irq, false);
    irq->is_stored = false;
    SHARED_STORE(store->count, store->count - 1u);
    if (store->count == 0)
        reset_marks(store);
}

void pending_review(struct virq *irq)
{
    const bool pends = irq->pending && irq->place == VIRQ_IDLE;
    if (!pends && (irq->lpi == NULL || !lpi_is_disabled(irq->lpi)))
        pending_remove(irq);
}

/* The lowest bits of eight bytes that are each 0 or 1, packed side by side. */
static uint64_t gather(uint64_t bytes)
{
    return bytes * 0x0102040810204080ull >> 56;
}

static uint64_t load_from_guest(struct pe *pe, const struct vcpu *v, uint32_t from)
{
    const uint64_t pa = guest_word_pa(v, from);
    uint64_t word = 0;
    return pa != 0 && sim_read(pe->sim, pa, &word, WORD_BYTES) ? word : 0;
}

uint64_t pending_load(struct pe *pe, const struct vcpu *v, uint32_t from)
{
    const struct vgic_host *host = v->vgic->host;
    if (host->pending_in_guest)
        return load_from_guest(pe, v, from);
    const uint64_t word =
        SHARED_LOAD(v->vgic->pending.words[(from - INTID_LPI_FIRST) / pending_per_word(host)]);
    return host->pending_bytes ? gather(word) : word;
}
