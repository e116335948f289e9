/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hypervisor's registers: ICH_*. Source: Arm IHI 0069, "Maintenance interrupts"; ICH_HCR_EL2,
 * ICH_VTR_EL2, ICH_VMCR_EL2, ICH_MISR_EL2, ICH_EISR_EL2, ICH_ELRSR_EL2.
 */
#include "arch/sysreg.h"
#include "ich.h"
#include "ich_internal.h"

/* Choice: no locally generated SError (VTR.SEIS is 0), so TSEI is RES0. */
#define HCR_WRITABLE                                                                               \
    ((uint32_t)(bits_mask(ICH_HCR_EOICOUNT) | bits_mask(7, 0) | ICH_HCR_TC | ICH_HCR_TALL0 |       \
                ICH_HCR_TALL1 | ICH_HCR_TDIR))

static uint64_t at_least(uint64_t value, uint64_t min)
{
    return value < min ? min : value;
}

void ich_set_vmcr(struct ich *v, uint64_t value)
{
    const uint64_t bpr0_min = 7u - v->pre_bits;
    uint64_t vmcr = bits_mask(ICH_VMCR_VFIQEN); /* RES1 with system registers */
    vmcr = bits_put(vmcr, ICH_VMCR_VENG0, bits_get(value, ICH_VMCR_VENG0));
    vmcr = bits_put(vmcr, ICH_VMCR_VENG1, bits_get(value, ICH_VMCR_VENG1));
    vmcr = bits_put(vmcr, ICH_VMCR_VCBPR, bits_get(value, ICH_VMCR_VCBPR));
    vmcr = bits_put(vmcr, ICH_VMCR_VEOIM, bits_get(value, ICH_VMCR_VEOIM));
    vmcr = bits_put(vmcr, ICH_VMCR_VBPR1, at_least(bits_get(value, ICH_VMCR_VBPR1), bpr0_min + 1u));
    vmcr = bits_put(vmcr, ICH_VMCR_VBPR0, at_least(bits_get(value, ICH_VMCR_VBPR0), bpr0_min));
    vmcr = bits_put(vmcr, ICH_VMCR_VPMR,
                    bits_get(value, ICH_VMCR_VPMR) & icc_priority_mask(v->pri_bits));
    v->vmcr = (uint32_t)vmcr;
}

/* What a write leaves of a list register: implemented fields only. */
static uint64_t lr_implemented(const struct ich *v, uint64_t word)
{
    struct ich_lr lr = ich_lr_load(word);
    lr.priority &= icc_priority_mask(v->pri_bits);
    lr.vintid &= (uint32_t)bits_mask(v->id_bits > 16u ? 23u : 15u, 0);
    return ich_lr_store(&lr);
}

static uint32_t elrsr(const struct ich *v)
{
    return ~(ich_in_use(v) | v->eoi) & ((1u << v->list_registers) - 1u);
}

static bool at_most_one(uint32_t bits)
{
    return (bits & (bits - 1u)) == 0;
}

static uint64_t when(bool asserted, uint64_t bit)
{
    return asserted ? bit : 0;
}

#define HCR_ENABLES                                                                                \
    (ICH_HCR_UIE | ICH_HCR_LRENPIE | ICH_HCR_NPIE | ICH_HCR_VGRP0EIE | ICH_HCR_VGRP0DIE |          \
     ICH_HCR_VGRP1EIE | ICH_HCR_VGRP1DIE)

/* Status that an enable bit of ICH_HCR_EL2 lets through. */
static uint64_t enabled_status(const struct ich *v)
{
    if ((v->hcr & HCR_ENABLES) == 0)
        return 0;
    const bool group0 = bits_get(v->vmcr, ICH_VMCR_VENG0) != 0,
               group1 = bits_get(v->vmcr, ICH_VMCR_VENG1) != 0;
    const uint32_t hcr = v->hcr;
    return when((hcr & ICH_HCR_UIE) != 0 && at_most_one(ich_in_use(v)), ICH_MISR_U) |
           when((hcr & ICH_HCR_LRENPIE) != 0 && bits_get(hcr, ICH_HCR_EOICOUNT) != 0,
                ICH_MISR_LRENP) |
           when((hcr & ICH_HCR_NPIE) != 0 && (v->pending & ~v->active) == 0, ICH_MISR_NP) |
           when((hcr & ICH_HCR_VGRP0EIE) != 0 && group0, ICH_MISR_VGRP0E) |
           when((hcr & ICH_HCR_VGRP0DIE) != 0 && !group0, ICH_MISR_VGRP0D) |
           when((hcr & ICH_HCR_VGRP1EIE) != 0 && group1, ICH_MISR_VGRP1E) |
           when((hcr & ICH_HCR_VGRP1DIE) != 0 && !group1, ICH_MISR_VGRP1D);
}

static uint32_t misr(const struct ich *v)
{
    return (uint32_t)(when(v->eoi != 0, ICH_MISR_EOI) | enabled_status(v));
}

bool ich_maintenance(const struct ich *v)
{
    return (v->hcr & ICH_HCR_EN) != 0 && misr(v) != 0;
}

static uint64_t vtr(const struct ich *v)
{
    return bits_put(0, ICH_VTR_LISTREGS, v->list_registers - 1u) | bits_put(0, ICH_VTR_NV4, 1) |
           bits_put(0, ICH_VTR_TDS, 1) | bits_put(0, ICH_VTR_IDBITS, v->id_bits > 16u) |
           bits_put(0, ICH_VTR_PREBITS, v->pre_bits - 1u) |
           bits_put(0, ICH_VTR_PRIBITS, v->pri_bits - 1u);
}

/* Index of the list register that an encoding names; ICH_LR_MAX: none. LR0-7 and LR8-15 are 16
 * encodings in a row. */
static unsigned lr_index(const struct ich *v, uint16_t sysreg)
{
    const unsigned n = (unsigned)sysreg - ICH_LR_EL2(0);
    return n < v->list_registers ? n : ICH_LR_MAX;
}

void ich_set_active_priorities(struct ich *v, unsigned group, uint64_t value)
{
    v->apr[group] = (uint32_t)(value & bits_mask((1u << v->pre_bits) - 1u, 0));
}

bool ich_read(const struct ich *v, uint16_t sysreg, uint64_t *value)
{
    const unsigned n = lr_index(v, sysreg);
    if (n < ICH_LR_MAX) {
        *value = v->lr[n];
        return true;
    }
    switch (sysreg) {
    case ICH_HCR_EL2: *value = v->hcr; return true;
    case ICH_VTR_EL2: *value = vtr(v); return true;
    case ICH_MISR_EL2: *value = misr(v); return true;
    case ICH_EISR_EL2: *value = v->eoi; return true;
    case ICH_ELRSR_EL2: *value = elrsr(v); return true;
    case ICH_VMCR_EL2: *value = v->vmcr; return true;
    case ICH_AP0R0_EL2: *value = v->apr[0]; return true;
    case ICH_AP1R0_EL2: *value = v->apr[1]; return true;
    default: return false;
    }
}

bool ich_write(struct ich *v, uint16_t sysreg, uint64_t value)
{
    const unsigned n = lr_index(v, sysreg);
    if (n < ICH_LR_MAX) {
        ich_set_lr(v, n, lr_implemented(v, value));
        return true;
    }
    switch (sysreg) {
    case ICH_HCR_EL2: v->hcr = (uint32_t)value & HCR_WRITABLE; return true;
    case ICH_VMCR_EL2: ich_set_vmcr(v, value); return true;
    case ICH_AP0R0_EL2: ich_set_active_priorities(v, 0, value); return true;
    case ICH_AP1R0_EL2: ich_set_active_priorities(v, 1, value); return true;
    default: return false; /* VTR, MISR, EISR, ELRSR are read-only: a write is UNDEFINED */
    }
}
