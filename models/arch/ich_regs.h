/* SPDX-License-Identifier: MIT */
/*
 * ICH_* registers: list registers, control, status. Source: Arm IHI 0069, ICH_* registers.
 */
#pragma once
#include "icc_regs.h"

#define ICH_LR_MAX 16u

enum ich_lr_state { ICH_LR_INVALID = 0, ICH_LR_PENDING = 1, ICH_LR_ACTIVE = 2, ICH_LR_PENDING_ACTIVE = 3 };

/*      field               hi  lo */
#define ICH_LR_STATE        63, 62
#define ICH_LR_HW           61, 61
#define ICH_LR_GROUP        60, 60
#define ICH_LR_PRIORITY     55, 48
#define ICH_LR_PINTID       44, 32
#define ICH_LR_EOI          41, 41 /* HW=0: maintenance interrupt on EOI */
#define ICH_LR_VINTID       31,  0

#define ICH_HCR_EN bit(0)
#define ICH_HCR_UIE bit(1)
#define ICH_HCR_LRENPIE bit(2)
#define ICH_HCR_NPIE bit(3)
#define ICH_HCR_VGRP0EIE bit(4)
#define ICH_HCR_VGRP0DIE bit(5)
#define ICH_HCR_VGRP1EIE bit(6)
#define ICH_HCR_VGRP1DIE bit(7)
#define ICH_HCR_TC bit(10)    /* EL1 accesses trap: the common registers */
#define ICH_HCR_TALL0 bit(11) /* Group 0 */
#define ICH_HCR_TALL1 bit(12) /* Group 1 */
#define ICH_HCR_TDIR bit(14)  /* DIR alone */
#define ICH_HCR_EOICOUNT    31, 27

#define ICH_MISR_EOI bit(0)
#define ICH_MISR_U bit(1)
#define ICH_MISR_LRENP bit(2)
#define ICH_MISR_NP bit(3)
#define ICH_MISR_VGRP0E bit(4)
#define ICH_MISR_VGRP0D bit(5)
#define ICH_MISR_VGRP1E bit(6)
#define ICH_MISR_VGRP1D bit(7)

#define ICH_VTR_LISTREGS     4,  0 /* minus 1 */
#define ICH_VTR_TDS         19, 19 /* TDIR is implemented */
#define ICH_VTR_NV4         20, 20
#define ICH_VTR_IDBITS      25, 23
#define ICH_VTR_PREBITS     28, 26 /* minus 1 */
#define ICH_VTR_PRIBITS     31, 29 /* minus 1 */

#define ICH_VMCR_VENG0       0,  0
#define ICH_VMCR_VENG1       1,  1
#define ICH_VMCR_VFIQEN      3,  3
#define ICH_VMCR_VCBPR       4,  4
#define ICH_VMCR_VEOIM       9,  9
#define ICH_VMCR_VBPR1      20, 18
#define ICH_VMCR_VBPR0      23, 21
#define ICH_VMCR_VPMR       31, 24

/* A decoded list register. */
struct ich_lr {
    enum ich_lr_state state;
    bool hw, group1, eoi;
    uint8_t priority;
    uint16_t pintid; /* HW=1 only */
    uint32_t vintid;
};

ARCH_FN struct ich_lr ich_lr_load(uint64_t word)
{
    const bool hw = bits_get(word, ICH_LR_HW) != 0;
    struct ich_lr lr = { (enum ich_lr_state)bits_get(word, ICH_LR_STATE),
                         hw,
                         bits_get(word, ICH_LR_GROUP) != 0,
                         !hw && bits_get(word, ICH_LR_EOI) != 0,
                         (uint8_t)bits_get(word, ICH_LR_PRIORITY),
                         hw ? (uint16_t)bits_get(word, ICH_LR_PINTID) : (uint16_t)0,
                         (uint32_t)bits_get(word, ICH_LR_VINTID) };
    return lr;
}

ARCH_FN uint64_t ich_lr_store(const struct ich_lr *lr)
{
    return bits_put(0, ICH_LR_STATE, (uint64_t)lr->state) | bits_put(0, ICH_LR_HW, lr->hw) |
           bits_put(0, ICH_LR_GROUP, lr->group1) | bits_put(0, ICH_LR_PRIORITY, lr->priority) |
           (lr->hw ? bits_put(0, ICH_LR_PINTID, lr->pintid) : bits_put(0, ICH_LR_EOI, lr->eoi)) | lr->vintid;
}
