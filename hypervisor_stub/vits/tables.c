/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual ITS's tables, in memory that the guest may rewrite at any time: nothing read from
 * them is kept between two accesses, and a wrong entry is at worst a wrong number.
 */
#include "arch/its_regs.h"
#include "vits/vits.h"

static uint32_t entries(uint64_t baser, uint32_t entry_bytes, unsigned id_bits)
{
    if (!bits_get(baser, GITS_BASER_VALID))
        return 0;
    const uint64_t count = gits_baser_bytes(baser) / entry_bytes;
    return count < bit(id_bits) ? (uint32_t)count : 1u << id_bits;
}

uint32_t vits_devices(const struct vits *its)
{
    return entries(its->baser[0], ITS_DTE_BYTES, GUEST_ITS_DEVICE_BITS);
}

uint32_t vits_collections(const struct vits *its)
{
    return entries(its->baser[1], ITS_CTE_BYTES, 16);
}

static bool load(struct pe *pe, const struct vits *its, uint64_t ipa, uint64_t *word)
{
    const uint64_t pa = guest_ram_pa(its->dom, ipa, 8);
    return pa != 0 && sim_read(pe->sim, pa, word, 8);
}

static bool store(struct pe *pe, const struct vits *its, uint64_t ipa, uint64_t word)
{
    const uint64_t pa = guest_ram_pa(its->dom, ipa, 8);
    return pa != 0 && sim_write(pe->sim, pa, &word, 8);
}

static uint64_t dte_ipa(const struct vits *its, uint32_t device)
{
    return gits_baser_address(its->baser[0]) + (uint64_t)device * ITS_DTE_BYTES;
}

static uint64_t cte_ipa(const struct vits *its, uint16_t icid)
{
    return gits_baser_address(its->baser[1]) + (uint64_t)icid * ITS_CTE_BYTES;
}

static uint64_t ite_ipa(const struct its_dte *dte, uint32_t event)
{
    return dte->itt + (uint64_t)event * ITS_ITE_BYTES;
}

bool vits_dte_load(struct pe *pe, struct vits *its, uint32_t device, struct its_dte *dte)
{
    uint64_t word = 0;
    if (device >= vits_devices(its) || !load(pe, its, dte_ipa(its, device), &word))
        return false;
    *dte = its_dte_load(word);
    return !dte->valid || dte->event_bits <= GUEST_ITS_EVENT_BITS;
}

bool vits_dte_store(struct pe *pe, struct vits *its, uint32_t device, const struct its_dte *dte)
{
    return device < vits_devices(its) && store(pe, its, dte_ipa(its, device), its_dte_store(dte));
}

bool vits_ite_load(struct pe *pe, struct vits *its, const struct its_dte *dte, uint32_t event,
                   struct its_ite *ite)
{
    uint64_t word = 0;
    if (!load(pe, its, ite_ipa(dte, event), &word))
        return false;
    *ite = its_ite_load(word);
    return true;
}

bool vits_ite_store(struct pe *pe, struct vits *its, const struct its_dte *dte, uint32_t event,
                    const struct its_ite *ite)
{
    return store(pe, its, ite_ipa(dte, event), its_ite_store(ite));
}

bool vits_cte_load(struct pe *pe, struct vits *its, uint16_t icid, struct its_cte *cte)
{
    uint64_t word = 0;
    if (icid >= vits_collections(its) || !load(pe, its, cte_ipa(its, icid), &word))
        return false;
    *cte = its_cte_load(word);
    return !cte->valid || cte->rdbase < its->dom->vcpu_count;
}

bool vits_cte_store(struct pe *pe, struct vits *its, uint16_t icid, const struct its_cte *cte)
{
    return icid < vits_collections(its) && store(pe, its, cte_ipa(its, icid), its_cte_store(cte));
}
