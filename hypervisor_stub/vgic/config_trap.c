/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's LPI configuration table out of stage 2, so that its writes trap (vits.config_writes):
 * from the moment on at which LPIs are first enabled, which fixes where the table is.
 */
#include "arch/gicr_regs.h"
#include "vgic/virq.h"

enum { PAGE_BYTES = 4096 };

static uint64_t table_ipa(const struct vgic *vgic)
{
    return bits_get(vgic->propbaser, GICR_PROPBASER_ADDRESS) << 12;
}

/* In pages, as far as it is in RAM; 0: not at all. */
static uint64_t table_bytes(const struct domain *dom)
{
    const uint64_t ipa = table_ipa(dom->vgic);
    const unsigned id_bits = (unsigned)bits_get(dom->vgic->propbaser, GICR_PROPBASER_IDBITS) + 1u;
    if (id_bits < LPI_ID_BITS_MIN || guest_ram_pa(dom, ipa, PAGE_BYTES) == 0)
        return 0;
    const uint64_t bytes = bit(id_bits) - INTID_LPI_FIRST;
    const uint64_t left = GUEST_RAM_BASE + dom->info->ram_bytes - ipa;
    return bytes < left ? bytes : left;
}

void vgic_trap_config(struct pe *pe, struct domain *dom)
{
    if (!dom->vgic->traps_config ||
        __atomic_exchange_n(&dom->vgic->config_is_out, true, __ATOMIC_SEQ_CST))
        return;
    if (table_bytes(dom) != 0)
        domain_make_hole(pe, dom, table_ipa(dom->vgic), table_bytes(dom));
}

struct virq *vgic_config_vlpi(struct domain *dom, uint64_t ipa)
{
    const uint64_t index = ipa - table_ipa(dom->vgic);
    return ipa >= table_ipa(dom->vgic) && index < table_bytes(dom)
               ? vgic_vlpi(dom, (uint32_t)(INTID_LPI_FIRST + index))
               : NULL;
}
