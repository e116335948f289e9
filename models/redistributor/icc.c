/*
 * Source: reference "CPU interface": fields, priority arithmetic, state machine.
 */
#include "icc.h"
#include "arch/sysreg.h"
#include <string.h>

#define SRE_EL1_VALUE 0x7u /* system registers only: SRE, DFB, DIB */
#define SRE_EL2_VALUE 0xfu /* and Enable */

static uint8_t bpr1_min(const struct icc *c)
{
    return (uint8_t)(8u - c->pre_bits);
}

void icc_init(struct icc *c, unsigned pri_bits, unsigned pre_bits, unsigned id_bits)
{
    memset(c, 0, sizeof *c);
    c->pri_bits = pri_bits;
    c->pre_bits = pre_bits;
    c->id_bits = id_bits;
    c->bpr1 = bpr1_min(c);
}

uint8_t icc_running_priority(const struct icc *c)
{
    if (c->ap1r0 == 0)
        return ICC_PRIORITY_IDLE;
    return (uint8_t)((unsigned)__builtin_ctz(c->ap1r0) << (8u - c->pre_bits));
}

bool icc_signals(const struct icc *c, struct candidate pending)
{
    const uint8_t mask = icc_group_mask(c->bpr1);
    if (!candidate_exists(pending) || !c->group1_enabled || pending.priority >= c->pmr)
        return false;
    return c->ap1r0 == 0 || (pending.priority & mask) < (icc_running_priority(c) & mask);
}

void icc_acknowledge(struct icc *c, uint8_t priority)
{
    c->ap1r0 |= 1u << icc_apr_bit(priority & icc_group_mask(c->bpr1), c->pre_bits);
}

/* Has the INTID an active state of its own? */
static bool has_active_state(uint32_t intid)
{
    return intid < INTID_SPECIAL_FIRST;
}

bool icc_end(struct icc *c, uint32_t intid)
{
    if (intid_is_special(intid))
        return false;
    c->ap1r0 &= c->ap1r0 - 1u; /* highest priority = lowest bit; 0 stays 0 */
    return !c->eoimode && has_active_state(intid);
}

bool icc_deactivates(const struct icc *c, uint32_t intid)
{
    return c->eoimode && has_active_state(intid);
}

static uint64_t read_ctlr(const struct icc *c)
{
    return bits_put(0, ICC_CTLR_EOIMODE, c->eoimode) |
           bits_put(0, ICC_CTLR_PRIBITS, c->pri_bits - 1u) |
           bits_put(0, ICC_CTLR_IDBITS, c->id_bits > 16u) | bits_put(0, ICC_CTLR_RSS, 1);
}

bool icc_read(const struct icc *c, uint16_t sysreg, uint64_t *value)
{
    switch (sysreg) {
    case ICC_PMR_EL1: *value = c->pmr; return true;
    case ICC_BPR1_EL1: *value = c->bpr1; return true;
    case ICC_RPR_EL1: *value = icc_running_priority(c); return true;
    case ICC_AP1R0_EL1: *value = c->ap1r0; return true;
    case ICC_IGRPEN1_EL1: *value = c->group1_enabled; return true;
    case ICC_CTLR_EL1: *value = read_ctlr(c); return true;
    case ICC_SRE_EL1: *value = SRE_EL1_VALUE; return true;
    case ICC_SRE_EL2: *value = SRE_EL2_VALUE; return true;
    default: return false;
    }
}

static void write_bpr1(struct icc *c, uint64_t value)
{
    const uint8_t point = (uint8_t)bits_get(value, ICC_BPR_POINT);
    c->bpr1 = point < bpr1_min(c) ? bpr1_min(c) : point;
}

bool icc_write(struct icc *c, uint16_t sysreg, uint64_t value)
{
    switch (sysreg) {
    case ICC_PMR_EL1: c->pmr = (uint8_t)value & icc_priority_mask(c->pri_bits); return true;
    case ICC_BPR1_EL1: write_bpr1(c, value); return true;
    case ICC_AP1R0_EL1:
        c->ap1r0 = (uint32_t)(value & bits_mask((1u << c->pre_bits) - 1u, 0));
        return true;
    case ICC_IGRPEN1_EL1: c->group1_enabled = bits_get(value, ICC_IGRPEN_ENABLE) != 0; return true;
    case ICC_CTLR_EL1: c->eoimode = bits_get(value, ICC_CTLR_EOIMODE) != 0; return true;
    case ICC_SRE_EL1:
    case ICC_SRE_EL2: return true; /* RAO/WI */
    default: return false;
    }
}
