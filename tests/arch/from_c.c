/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same headers as C11 sees them: compiled for its warnings, called from from_c_test.cpp.
 */
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/ich_regs.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/its_table.h"
#include "arch/lpi_table.h"
#include "arch/msix.h"
#include "arch/sysreg.h"

uint64_t from_c_mapti_dw1(void);
uint64_t from_c_lr(void);
uint64_t from_c_dte(void);
unsigned from_c_iar1(void);

uint64_t from_c_mapti_dw1(void)
{
    return its_cmd_mapti(0xabcd, 0x11, 8197, 3).dw[1];
}

uint64_t from_c_lr(void)
{
    const struct ich_lr lr = { ICH_LR_PENDING, false, true, false, 0x40, 0, 40 };
    return ich_lr_store(&lr);
}

uint64_t from_c_dte(void)
{
    const struct its_dte dte = its_dte_load(0x8040000080012300ULL);
    return its_dte_store(&dte);
}

unsigned from_c_iar1(void)
{
    return ICC_IAR1_EL1;
}
