/* The hypervisor's timer and the guest's; see timer.h. */
#include "driver/timer.h"
#include "arch/intid.h"
#include "arch/sysreg.h"
#include "dispatch/hv.h"

uint64_t timer_now(struct pe *pe)
{
    return sim_mrs(pe->sim, CNTPCT_EL0);
}

void timer_set(struct pe *pe, uint64_t at)
{
    if (at != UINT64_MAX)
        sim_msr(pe->sim, CNTHP_CVAL_EL2, at);
    sim_msr(pe->sim, CNTHP_CTL_EL2, at != UINT64_MAX ? CNT_CTL_ENABLE : 0);
}

/* The line is a level: it is masked at its source until the guest writes its timer again. */
void timer_guest_expired(struct pe *pe)
{
    sim_msr(pe->sim, CNTV_CTL_EL0, sim_mrs(pe->sim, CNTV_CTL_EL0) | CNT_CTL_IMASK);
    if (pe->runq.timer_owner != NULL)
        vgic_inject_private(pe, pe->runq.timer_owner, INTID_TIMER_VIRT);
}
