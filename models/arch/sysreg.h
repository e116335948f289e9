/* SPDX-License-Identifier: MIT */
/*
 * System registers by architectural encoding op0:op1:CRn:CRm:op2 (16 bits), the handle of sim_mrs and sim_msr.
 * Source: Arm IHI 0069 and Arm DDI 0487 (A-profile architecture), register encodings; CNT*: its generic timer.
 */
#pragma once
#include "bits.h"

#define SYSREG(op0, op1, crn, crm, op2) ((uint16_t)((op0) << 14 | (op1) << 11 | (crn) << 7 | (crm) << 3 | (op2)))

#define ICC_PMR_EL1     SYSREG(3, 0, 4, 6, 0)
#define ICC_IAR0_EL1    SYSREG(3, 0, 12, 8, 0)
#define ICC_EOIR0_EL1   SYSREG(3, 0, 12, 8, 1)
#define ICC_HPPIR0_EL1  SYSREG(3, 0, 12, 8, 2)
#define ICC_BPR0_EL1    SYSREG(3, 0, 12, 8, 3)
#define ICC_AP0R0_EL1   SYSREG(3, 0, 12, 8, 4)
#define ICC_AP1R0_EL1   SYSREG(3, 0, 12, 9, 0)
#define ICC_DIR_EL1     SYSREG(3, 0, 12, 11, 1)
#define ICC_RPR_EL1     SYSREG(3, 0, 12, 11, 3)
#define ICC_SGI1R_EL1   SYSREG(3, 0, 12, 11, 5)
#define ICC_ASGI1R_EL1  SYSREG(3, 0, 12, 11, 6)
#define ICC_SGI0R_EL1   SYSREG(3, 0, 12, 11, 7)
#define ICC_IAR1_EL1    SYSREG(3, 0, 12, 12, 0)
#define ICC_EOIR1_EL1   SYSREG(3, 0, 12, 12, 1)
#define ICC_HPPIR1_EL1  SYSREG(3, 0, 12, 12, 2)
#define ICC_BPR1_EL1    SYSREG(3, 0, 12, 12, 3)
#define ICC_CTLR_EL1    SYSREG(3, 0, 12, 12, 4)
#define ICC_SRE_EL1     SYSREG(3, 0, 12, 12, 5)
#define ICC_IGRPEN0_EL1 SYSREG(3, 0, 12, 12, 6)
#define ICC_IGRPEN1_EL1 SYSREG(3, 0, 12, 12, 7)
#define ICC_SRE_EL2     SYSREG(3, 4, 12, 9, 5)

#define ICH_AP0R0_EL2   SYSREG(3, 4, 12, 8, 0)
#define ICH_AP1R0_EL2   SYSREG(3, 4, 12, 9, 0)
#define ICH_HCR_EL2     SYSREG(3, 4, 12, 11, 0)
#define ICH_VTR_EL2     SYSREG(3, 4, 12, 11, 1)
#define ICH_MISR_EL2    SYSREG(3, 4, 12, 11, 2)
#define ICH_EISR_EL2    SYSREG(3, 4, 12, 11, 3)
#define ICH_ELRSR_EL2   SYSREG(3, 4, 12, 11, 5)
#define ICH_VMCR_EL2    SYSREG(3, 4, 12, 11, 7)
#define ICH_LR_EL2(n)   SYSREG(3, 4, 12, 12 + ((n) >> 3), (n) & 7)

#define CNTFRQ_EL0       SYSREG(3, 3, 14, 0, 0)
#define CNTPCT_EL0       SYSREG(3, 3, 14, 0, 1)
#define CNTVCT_EL0       SYSREG(3, 3, 14, 0, 2)
#define CNTV_CTL_EL0     SYSREG(3, 3, 14, 3, 1)
#define CNTV_CVAL_EL0    SYSREG(3, 3, 14, 3, 2)
#define CNTHP_CTL_EL2    SYSREG(3, 4, 14, 2, 1)
#define CNTHP_CVAL_EL2   SYSREG(3, 4, 14, 2, 2)

#define CNT_CTL_ENABLE bit(0)
#define CNT_CTL_IMASK bit(1)
#define CNT_CTL_ISTATUS bit(2)
