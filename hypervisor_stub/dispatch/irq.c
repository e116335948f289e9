/*
 * The interrupt loop: acknowledge until nothing is left, as Xen does, with no limit on its rounds
 * and interrupts masked. Priority is dropped before anything is looked up, so the same LPI may come
 * again from there on.
 */
#include "arch/icc_regs.h"
#include "arch/sysreg.h"
#include "dispatch/hv.h"
#include "driver/gic.h"
#include "driver/timer.h"

/* SGIs and PPIs have an active state, which ends here; that of an SPI ends with the guest's EOI. */
static void handle_private(struct pe *pe, uint32_t intid)
{
    switch (intid) {
    case SGI_KICK: break;          /* to leave the guest was all */
    case INTID_MAINTENANCE: break; /* vgic_leave has done it */
    case INTID_TIMER_HYP: sched_tick(pe); break;
    case INTID_TIMER_VIRT: timer_guest_expired(pe); break;
    default: break;
    }
    sim_msr(pe->sim, ICC_DIR_EL1, intid);
}

void gic_interrupt_loop(struct pe *pe)
{
    for (;;) {
        const uint32_t intid = (uint32_t)bits_get(sim_mrs(pe->sim, ICC_IAR1_EL1), ICC_INTID);
        if (intid_is_special(intid))
            return;
        sim_msr(pe->sim, ICC_EOIR1_EL1, intid);
        if (intid_is_lpi(intid))
            lpi_receive(pe, intid);
        else if (intid >= INTID_SPI_FIRST)
            spi_receive(pe, intid);
        else
            handle_private(pe, intid);
    }
}
