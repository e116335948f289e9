/*
 * The interrupt loop: acknowledge until nothing is left, as Xen does, with no limit on its rounds
 * and interrupts masked. Priority is dropped before anything is looked up, so the same LPI may come
 * again from there on.
 */
#include "arch/icc_regs.h"
#include "arch/sysreg.h"
#include "dispatch/hv.h"

static void inject_guest_timer(struct hv *hv, struct pe *pe)
{
    struct sched_vcpu *owner = sched_runq(&hv->sched, pe)->timer_owner;
    timer_mask_guest(pe);
    if (owner != NULL)
        vgic_inject_private(pe, vcpu_of(owner), INTID_TIMER_VIRT);
}

/* SGIs and PPIs have an active state, which ends here; that of an SPI ends with the guest's EOI. */
static void handle_private(struct hv *hv, struct pe *pe, uint32_t intid)
{
    switch (intid) {
    case SGI_KICK: break;          /* the kick has done its work: the guest exited */
    case INTID_MAINTENANCE: break; /* vgic_leave has done it */
    case INTID_TIMER_HYP: sched_tick(&hv->sched, pe); break;
    case INTID_TIMER_VIRT: inject_guest_timer(hv, pe); break;
    default: break;
    }
    sim_msr(pe->sim, ICC_DIR_EL1, intid);
}

/* What a PE acknowledges between two changes of its count it has handled by the second one: who
 * frees a pLPI waits for that (remove.h). */
static void count_round(struct hv *hv, const struct pe *pe, uint32_t steps)
{
    SHARED_STORE(hv->interrupt_rounds[pe->index], hv->interrupt_rounds[pe->index] + steps);
}

void hv_interrupt_loop(struct hv *hv, struct pe *pe)
{
    count_round(hv, pe, 1);
    for (;; count_round(hv, pe, 2)) {
        const uint32_t intid = (uint32_t)bits_get(sim_mrs(pe->sim, ICC_IAR1_EL1), ICC_INTID);
        if (intid_is_special(intid))
            break;
        sim_msr(pe->sim, ICC_EOIR1_EL1, intid);
        if (intid_is_lpi(intid))
            lpi_receive(hv, pe, intid);
        else if (intid >= INTID_SPI_FIRST)
            spi_receive(hv, pe, intid);
        else
            handle_private(hv, pe, intid);
    }
    count_round(hv, pe, 1);
}
