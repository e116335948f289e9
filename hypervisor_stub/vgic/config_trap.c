/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes the guest's LPI configuration table out of stage 2, so that writes to it trap
 * (vits.config_writes), from the moment at which LPIs are first enabled: from then on the table's
 * address is fixed.
 */
#include "arch/gicr_regs.h"
#include "vgic/virq.h"

enum { PAGE_BYTES = 4096 };

struct table {
    uint64_t ipa, bytes; /* whole pages, as far as they are RAM; 0: none */
};

/* From a single read of the register: another vCPU may be writing it. */
static struct table find_table(const struct domain *dom)
{
    const uint64_t propbaser = SHARED_LOAD(dom->vgic->propbaser);
    const unsigned id_bits = (unsigned)bits_get(propbaser, GICR_PROPBASER_IDBITS) + 1u;
    struct table table = { bits_get(propbaser, GICR_PROPBASER_ADDRESS) << 12, 0 };
    if (id_bits < LPI_ID_BITS_MIN || guest_ram_pa(dom, table.ipa, PAGE_BYTES) == 0)
        return table;
    const uint64_t left = GUEST_RAM_BASE + dom->info->ram_bytes - table.ipa;
    table.bytes = bit(id_bits) - INTID_LPI_FIRST;
    if (left < table.bytes)
        table.bytes = left;
    return table;
}

void vgic_trap_config(struct pe *pe, struct domain *dom)
{
    if (!dom->vgic->traps_config ||
        __atomic_exchange_n(&dom->vgic->config_is_out, true, __ATOMIC_SEQ_CST))
        return;
    const struct table table = find_table(dom);
    if (table.bytes != 0)
        domain_make_hole(pe, dom, table.ipa, table.bytes);
}

struct virq *vgic_config_vlpi(struct domain *dom, uint64_t ipa)
{
    const struct table table = find_table(dom);
    const uint64_t index = ipa - table.ipa;
    return ipa >= table.ipa && index < table.bytes
               ? vgic_vlpi(dom, (uint32_t)(INTID_LPI_FIRST + index))
               : NULL;
}
