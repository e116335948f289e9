/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the guest does to the list registers. Source: Arm IHI 0069, "Virtual interrupt handling and
 * prioritization"; ICV_* registers.
 */
#include "ich.h"
#include "ich_internal.h"
#include <string.h>

void ich_init(struct ich *v, unsigned list_registers, unsigned pri_bits, unsigned pre_bits,
              unsigned id_bits)
{
    memset(v, 0, sizeof *v);
    v->list_registers = list_registers;
    v->pri_bits = pri_bits;
    v->pre_bits = pre_bits;
    v->id_bits = id_bits;
    ich_set_vmcr(v, 0);
}

/* ---- list registers ---- */

static unsigned state_of(uint64_t lr)
{
    return (unsigned)bits_get(lr, ICH_LR_STATE);
}

static uint32_t put_bit(uint32_t bits, unsigned n, bool set)
{
    return (bits & ~(1u << n)) | (uint32_t)set << n;
}

void ich_set_lr(struct ich *v, unsigned n, uint64_t word)
{
    const struct ich_lr lr = ich_lr_load(word);
    v->lr[n] = word;
    v->pending = put_bit(v->pending, n, (lr.state & ICH_LR_PENDING) != 0);
    v->active = put_bit(v->active, n, (lr.state & ICH_LR_ACTIVE) != 0);
    v->eoi = put_bit(v->eoi, n, lr.state == ICH_LR_INVALID && lr.eoi); /* eoi is false with HW=1 */
}

static void set_state(struct ich *v, unsigned n, unsigned state)
{
    ich_set_lr(v, n, bits_put(v->lr[n], ICH_LR_STATE, state));
}

static unsigned group_of(uint64_t lr)
{
    return (unsigned)bits_get(lr, ICH_LR_GROUP);
}

static uint8_t priority_of(uint64_t lr)
{
    return (uint8_t)bits_get(lr, ICH_LR_PRIORITY);
}

static unsigned enabled_groups(const struct ich *v)
{
    return (unsigned)(bits_get(v->vmcr, ICH_VMCR_VENG0) | bits_get(v->vmcr, ICH_VMCR_VENG1) << 1);
}

/* Highest-priority pending list register of an enabled group, lowest index first; list_registers:
 * none. */
static unsigned best_lr(const struct ich *v)
{
    unsigned best = v->list_registers;
    const unsigned groups = enabled_groups(v);
    uint32_t left = (v->hcr & ICH_HCR_EN) != 0 ? v->pending & ~v->active : 0;
    for (; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        if ((groups >> group_of(v->lr[n]) & 1u) == 0)
            continue;
        if (best == v->list_registers || priority_of(v->lr[n]) < priority_of(v->lr[best]))
            best = n;
    }
    return best;
}

/* The list register in which a vINTID is active; list_registers: none. */
static unsigned active_lr(const struct ich *v, uint32_t vintid)
{
    for (uint32_t left = v->active; left != 0; left &= left - 1u) {
        const unsigned n = (unsigned)__builtin_ctz(left);
        if (bits_get(v->lr[n], ICH_LR_VINTID) == vintid)
            return n;
    }
    return v->list_registers;
}

/* ---- priorities ---- */

/* Group 0, and Group 1 under VCBPR, are split by VBPR0, whose point lies one bit lower. */
static uint8_t group_mask(const struct ich *v, unsigned group)
{
    if (group == 0 || bits_get(v->vmcr, ICH_VMCR_VCBPR) != 0)
        return icc_group_mask((unsigned)bits_get(v->vmcr, ICH_VMCR_VBPR0) + 1u);
    return icc_group_mask((unsigned)bits_get(v->vmcr, ICH_VMCR_VBPR1));
}

static uint8_t group_priority(const struct ich *v, uint64_t lr)
{
    return priority_of(lr) & group_mask(v, group_of(lr));
}

uint8_t ich_running_priority(const struct ich *v)
{
    const uint32_t active = v->apr[0] | v->apr[1];
    if (active == 0)
        return ICC_PRIORITY_IDLE;
    return (uint8_t)((unsigned)__builtin_ctz(active) << (8u - v->pre_bits));
}

static void raise_priority(struct ich *v, uint64_t lr)
{
    v->apr[group_of(lr)] |= 1u << icc_apr_bit(group_priority(v, lr), v->pre_bits);
}

/* Choice: Group 0 goes first when both groups are active at the level that is dropped, whichever
 * EOIR was written. */
static void drop_priority(struct ich *v)
{
    const uint32_t active = v->apr[0] | v->apr[1], highest = active & (0u - active);
    v->apr[(v->apr[0] & highest) != 0 ? 0 : 1] &= ~highest;
}

/* ---- vIRQ, vFIQ, ICV_HPPIR, ICV_IAR ---- */

static bool signals(const struct ich *v, unsigned n, unsigned group)
{
    if (n == v->list_registers || group_of(v->lr[n]) != group)
        return false;
    if (priority_of(v->lr[n]) >= bits_get(v->vmcr, ICH_VMCR_VPMR))
        return false;
    const uint8_t running = ich_running_priority(v);
    return running == ICC_PRIORITY_IDLE ||
           group_priority(v, v->lr[n]) < (running & group_mask(v, group));
}

unsigned ich_signalled(const struct ich *v)
{
    const unsigned n = best_lr(v);
    if (n == v->list_registers)
        return 0;
    const unsigned group = group_of(v->lr[n]);
    return signals(v, n, group) ? 1u << group : 0;
}

uint32_t ich_highest_pending(const struct ich *v, unsigned group)
{
    const unsigned n = best_lr(v);
    return n == v->list_registers || group_of(v->lr[n]) != group
               ? INTID_NONE
               : (uint32_t)bits_get(v->lr[n], ICH_LR_VINTID);
}

uint32_t ich_acknowledge(struct ich *v, unsigned group)
{
    const unsigned n = best_lr(v);
    if (!signals(v, n, group))
        return INTID_NONE;
    const uint32_t vintid = (uint32_t)bits_get(v->lr[n], ICH_LR_VINTID);
    if (intid_is_special(
            vintid)) { /* Choice: UNPREDICTABLE; the register empties, no priority becomes active */
        set_state(v, n, ICH_LR_INVALID);
        return vintid;
    }
    raise_priority(v, v->lr[n]);
    set_state(v, n, ICH_LR_ACTIVE);
    return vintid;
}

/* ---- ICV_EOIR, ICV_DIR ---- */

static uint32_t deactivate_lr(struct ich *v, unsigned n)
{
    set_state(v, n, state_of(v->lr[n]) & ~(unsigned)ICH_LR_ACTIVE);
    const struct ich_lr lr = ich_lr_load(v->lr[n]);
    return lr.hw && lr.pintid < INTID_SPECIAL_FIRST ? lr.pintid : INTID_NONE;
}

/* EOIcount is 5 bits wide and wraps. */
static void count_unlisted(struct ich *v, uint32_t vintid)
{
    if (!intid_is_lpi(vintid))
        v->hcr =
            (uint32_t)bits_put(v->hcr, ICH_HCR_EOICOUNT, bits_get(v->hcr, ICH_HCR_EOICOUNT) + 1u);
}

uint32_t ich_end(struct ich *v, unsigned group, uint32_t vintid)
{
    const uint8_t dropped = ich_running_priority(v);
    if (intid_is_special(vintid) || dropped == ICC_PRIORITY_IDLE)
        return INTID_NONE;
    drop_priority(v);

    const unsigned n = active_lr(v, vintid);
    if (n == v->list_registers) {
        count_unlisted(v, vintid);
        return INTID_NONE;
    }
    const bool deactivates = bits_get(v->vmcr, ICH_VMCR_VEOIM) == 0 || intid_is_lpi(vintid);
    const bool matches = group_of(v->lr[n]) == group && group_priority(v, v->lr[n]) == dropped;
    return deactivates && matches ? deactivate_lr(v, n) : INTID_NONE;
}

uint32_t ich_deactivate(struct ich *v, uint32_t vintid)
{
    if (bits_get(v->vmcr, ICH_VMCR_VEOIM) == 0 || intid_is_lpi(vintid) || intid_is_special(vintid))
        return INTID_NONE;
    const unsigned n = active_lr(v, vintid);
    if (n < v->list_registers)
        return deactivate_lr(v, n);
    count_unlisted(v, vintid);
    return INTID_NONE;
}
