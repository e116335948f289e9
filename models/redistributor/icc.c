/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source: Arm IHI 0069, "Physical interrupt handling and prioritization"; ICC_* registers.
 */
#include "icc.h"
#include "arch/sysreg.h"
#include <string.h>

#define SRE_EL1_VALUE 0x7u /* system registers only: SRE, DFB, DIB */
#define SRE_EL2_VALUE 0xfu /* and Enable */

static uint8_t bpr_min(const struct icc *c, unsigned group)
{
    return (uint8_t)(7u - c->pre_bits + group);
}

void icc_init(struct icc *c, unsigned pri_bits, unsigned pre_bits, unsigned id_bits,
              bool non_secure)
{
    memset(c, 0, sizeof *c);
    c->pri_bits = pri_bits;
    c->pre_bits = pre_bits;
    c->id_bits = id_bits;
    c->non_secure = non_secure;
    /* Choice: with two Security states firmware has left PMR in the Non-secure half, as 0 there;
     * otherwise Non-secure software could not write it. */
    c->pmr = non_secure ? gic_priority_from_ns(0) : 0;
    for (unsigned group = 0; group < ICC_GROUPS; group++)
        c->bpr[group] = bpr_min(c, group);
}

bool icc_has_group(const struct icc *c, unsigned group)
{
    return group == 1 || !c->non_secure;
}

/* ---- priorities ---- */

static uint8_t group_mask(const struct icc *c, unsigned group)
{
    return group == 1 && !c->cbpr ? icc_group_mask(c->bpr[1]) : icc_group0_mask(c->bpr[0]);
}

uint8_t icc_running_priority(const struct icc *c)
{
    const uint32_t active = c->apr[0] | c->apr[1];
    if (active == 0)
        return ICC_PRIORITY_IDLE;
    return (uint8_t)((unsigned)__builtin_ctz(active) << (8u - c->pre_bits));
}

bool icc_signals(const struct icc *c, struct candidate pending)
{
    const unsigned group = candidate_group(pending);
    const uint8_t mask = group_mask(c, group), running = icc_running_priority(c);
    if (!candidate_exists(pending) || (c->enabled >> group & 1u) == 0 || pending.priority >= c->pmr)
        return false;
    return running == ICC_PRIORITY_IDLE || (pending.priority & mask) < (running & mask);
}

void icc_acknowledge(struct icc *c, struct candidate taken)
{
    const unsigned group = candidate_group(taken);
    c->apr[group] |= 1u << icc_apr_bit(taken.priority & group_mask(c, group), c->pre_bits);
}

/* ---- end of interrupt ---- */

/* Has the INTID an active state of its own? */
static bool has_active_state(uint32_t intid)
{
    return intid < INTID_SPECIAL_FIRST;
}

/* Choice: an INTID other than the one acknowledged last drops the highest active priority of the
 * group, too, and is the one that is deactivated. */
bool icc_end(struct icc *c, unsigned group, uint32_t intid)
{
    if (intid_is_special(intid))
        return false;
    c->apr[group] &= c->apr[group] - 1u; /* highest priority = lowest bit; 0 stays 0 */
    return !c->eoimode && has_active_state(intid);
}

bool icc_deactivates(const struct icc *c, uint32_t intid)
{
    return c->eoimode && has_active_state(intid);
}

/* ---- registers ---- */

/* Non-secure software sees its half of the priorities as all of them. */
static uint8_t read_priority(const struct icc *c, uint8_t priority)
{
    if (!c->non_secure || priority == ICC_PRIORITY_IDLE)
        return priority;
    return priority < GIC_PRIORITY_NS_FIRST ? 0 : gic_priority_to_ns(priority);
}

/* Choice: ICC_CTLR.PMHE is RES0: nothing here takes PMR as a hint. */
static uint64_t read_ctlr(const struct icc *c)
{
    return bits_put(0, ICC_CTLR_CBPR, c->cbpr) | bits_put(0, ICC_CTLR_EOIMODE, c->eoimode) |
           bits_put(0, ICC_CTLR_PRIBITS, c->pri_bits - 1u) |
           bits_put(0, ICC_CTLR_IDBITS, c->id_bits > 16u) | bits_put(0, ICC_CTLR_RSS, 1);
}

/* CBPR: what Group 1 has of BPR0 reads in Group 1's way of counting. */
static uint64_t read_bpr1(const struct icc *c)
{
    if (!c->cbpr)
        return c->bpr[1];
    return c->bpr[0] < 7u ? c->bpr[0] + 1u : 7u;
}

static bool read_group(const struct icc *c, uint16_t sysreg, unsigned group, uint64_t *value)
{
    if (!icc_has_group(c, group))
        return false;
    switch (sysreg) {
    case ICC_BPR0_EL1: *value = c->bpr[0]; return true;
    case ICC_BPR1_EL1: *value = read_bpr1(c); return true;
    case ICC_AP0R0_EL1:
    case ICC_AP1R0_EL1: *value = c->apr[group]; return true;
    default: *value = c->enabled >> group & 1u; return true; /* IGRPEN */
    }
}

bool icc_read(const struct icc *c, uint16_t sysreg, uint64_t *value)
{
    switch (sysreg) {
    case ICC_PMR_EL1: *value = read_priority(c, c->pmr); return true;
    case ICC_RPR_EL1: *value = read_priority(c, icc_running_priority(c)); return true;
    case ICC_CTLR_EL1: *value = read_ctlr(c); return true;
    case ICC_SRE_EL1: *value = SRE_EL1_VALUE; return true;
    case ICC_SRE_EL2: *value = SRE_EL2_VALUE; return true;
    case ICC_BPR0_EL1:
    case ICC_AP0R0_EL1:
    case ICC_IGRPEN0_EL1: return read_group(c, sysreg, 0, value);
    case ICC_BPR1_EL1:
    case ICC_AP1R0_EL1:
    case ICC_IGRPEN1_EL1: return read_group(c, sysreg, 1, value);
    default: return false;
    }
}

static void write_pmr(struct icc *c, uint8_t value)
{
    c->pmr = (c->non_secure ? gic_priority_from_ns(value) : value) & icc_priority_mask(c->pri_bits);
}

static void write_bpr(struct icc *c, unsigned group, uint64_t value)
{
    const uint8_t point = (uint8_t)bits_get(value, ICC_BPR_POINT), min = bpr_min(c, group);
    if (group == 1 && c->cbpr)
        return;
    c->bpr[group] = point < min ? min : point;
}

/* With two Security states CBPR is the Secure side's to choose, which leaves it 0. */
static void write_ctlr(struct icc *c, uint64_t value)
{
    c->cbpr = !c->non_secure && bits_get(value, ICC_CTLR_CBPR) != 0;
    c->eoimode = bits_get(value, ICC_CTLR_EOIMODE) != 0;
}

static void write_enable(struct icc *c, unsigned group, uint64_t value)
{
    const unsigned mask = 1u << group;
    c->enabled = bits_get(value, ICC_IGRPEN_ENABLE) != 0 ? c->enabled | mask : c->enabled & ~mask;
}

static bool write_group(struct icc *c, uint16_t sysreg, unsigned group, uint64_t value)
{
    if (!icc_has_group(c, group))
        return false;
    switch (sysreg) {
    case ICC_BPR0_EL1:
    case ICC_BPR1_EL1: write_bpr(c, group, value); return true;
    case ICC_AP0R0_EL1:
    case ICC_AP1R0_EL1:
        c->apr[group] = (uint32_t)(value & bits_mask((1u << c->pre_bits) - 1u, 0));
        return true;
    default: write_enable(c, group, value); return true; /* IGRPEN */
    }
}

bool icc_write(struct icc *c, uint16_t sysreg, uint64_t value)
{
    switch (sysreg) {
    case ICC_PMR_EL1: write_pmr(c, (uint8_t)value); return true;
    case ICC_CTLR_EL1: write_ctlr(c, value); return true;
    case ICC_SRE_EL1:
    case ICC_SRE_EL2: return true; /* RAO/WI */
    case ICC_BPR0_EL1:
    case ICC_AP0R0_EL1:
    case ICC_IGRPEN0_EL1: return write_group(c, sysreg, 0, value);
    case ICC_BPR1_EL1:
    case ICC_AP1R0_EL1:
    case ICC_IGRPEN1_EL1: return write_group(c, sysreg, 1, value);
    default: return false;
    }
}
