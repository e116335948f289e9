/* SPDX-License-Identifier: Apache-2.0 */
/* The hypervisor's timer and the guest's; see timer.h. */
#include "driver/timer.h"
#include "arch/sysreg.h"

uint64_t timer_now(struct pe *pe)
{
    return sim_mrs(pe->sim, CNTPCT_EL0);
}

void timer_set(struct pe *pe, uint64_t at)
{
    if (at != TIMER_NEVER)
        sim_msr(pe->sim, CNTHP_CVAL_EL2, at);
    sim_msr(pe->sim, CNTHP_CTL_EL2, at != TIMER_NEVER ? CNT_CTL_ENABLE : 0);
}

bool timer_guest_is_armed(struct pe *pe)
{
    const uint64_t ctl = sim_mrs(pe->sim, CNTV_CTL_EL0);
    return (ctl & (CNT_CTL_ENABLE | CNT_CTL_IMASK)) == CNT_CTL_ENABLE;
}

uint64_t timer_guest_due(struct pe *pe)
{
    return sim_mrs(pe->sim, CNTV_CVAL_EL0);
}

void timer_mask_guest(struct pe *pe)
{
    sim_msr(pe->sim, CNTV_CTL_EL0, sim_mrs(pe->sim, CNTV_CTL_EL0) | CNT_CTL_IMASK);
}
