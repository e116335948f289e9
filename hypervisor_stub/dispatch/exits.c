/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a vCPU at EL2: enter the guest, handle the reason for its exit, and again. Interrupts
 * are masked between exit and entry, except while a trap is emulated.
 */
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
#include "arch/pci_config.h"
#include "arch/sysreg.h"
#include "dispatch/hv.h"
#include "dispatch/hypercall.h"
#include "driver/timer.h"
#include "vgic/vpci.h"
#include "vits/vits.h"

/* After EnableLPIs, enable bits that were read are copied to the physical ITS. */
static bool access_gicr(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit)
{
    if (!vgic_gicr_access(pe, dom, offset, exit))
        return false;
    if (exit->is_write && offset % GICR_STRIDE == GICR_CTLR)
        exit->again = !vits_carry_enables(pe, dom->vits);
    return true;
}

/* An address range that is emulated; `access` returns false for an abort. */
static bool emulate(struct pe *pe, struct domain *dom, struct sim_exit *exit)
{
    const uint64_t ipa = exit->address;
    if (ipa >= GUEST_GITS_BASE && ipa < GUEST_GITS_BASE + GITS_CONTROL_BYTES)
        return vits_access(pe, dom->vits, ipa - GUEST_GITS_BASE, exit);
    if (ipa >= GUEST_GICR_BASE && ipa < GUEST_GICR_BASE + (uint64_t)dom->vcpu_count * GICR_STRIDE)
        return access_gicr(pe, dom, ipa - GUEST_GICR_BASE, exit);
    if (ipa >= GUEST_GICD_BASE && ipa < GUEST_GICD_BASE + GICD_FRAME_BYTES)
        return vgic_gicd_access(pe, dom, ipa - GUEST_GICD_BASE, exit);
    if (ipa >= GUEST_ECAM_BASE && ipa < GUEST_ECAM_BASE + PCI_ECAM_BYTES)
        return vpci_access(pe, dom, ipa - GUEST_ECAM_BASE, exit);
    return vits_config_access(pe, dom->vits, exit);
}

static void handle_sysreg(struct pe *pe, struct vcpu *v, struct sim_exit *exit)
{
    if (exit->address == ICC_SGI1R_EL1 && exit->is_write)
        vgic_send_sgi(pe, v, exit->value);
    else
        exit->value = 0; /* others read as zero and ignore writes */
}

/* Emulation may sleep and come back on another PE. */
static void decode(struct pe *pe, struct vcpu *v, struct sim_exit *exit)
{
    sim_span(pe->sim, SIM_SPAN_DECODE, true);
    if (exit->kind == SIM_EXIT_MMIO)
        exit->fault = !emulate(pe, v->dom, exit);
    else
        handle_sysreg(pe, v, exit);
    sim_span(sim_pe_self(), SIM_SPAN_DECODE, false);
}

/* Interrupts are unmasked and nest here. A trap that waits for the host ring may come back on
 * another PE. */
static struct pe *handle_trap(struct pe *pe, struct vcpu *v)
{
    struct sim_exit *exit = &v->exit;
    sim_span(pe->sim, SIM_SPAN_TRAP, true);
    sim_irq_restore(pe->sim, false);
    switch (exit->kind) {
    case SIM_EXIT_MMIO:
    case SIM_EXIT_SYSREG: decode(pe, v, exit); break;
    case SIM_EXIT_HVC: exit->value = hypercall(pe, v, exit); break;
    default: break;
    }
    pe = pe_self(pe);
    sim_irq_save(pe->sim);
    sim_span(pe->sim, SIM_SPAN_TRAP, false);
    return pe;
}

/* The span ends in each branch, because the decision which branch to take is part of it. */
static struct pe *handle_exit(struct pe *pe, struct vcpu *v)
{
    switch (v->exit.kind) {
    case SIM_EXIT_IRQ:
        sim_span(pe->sim, SIM_SPAN_EXIT, false);
        hv_interrupt_loop(hv_of(v->dom), pe);
        return pe;
    case SIM_EXIT_WFI: sim_span(pe->sim, SIM_SPAN_EXIT, false); return sched_block(pe, &v->sched);
    case SIM_EXIT_OFF:
        sim_span(pe->sim, SIM_SPAN_EXIT, false);
        sched_off(pe, &v->sched);
        return pe;
    default: sim_span(pe->sim, SIM_SPAN_EXIT, false); return handle_trap(pe, v);
    }
}

/* Its last trap was cut short, and continues here before the guest is entered (vits.trap_rest). */
static bool has_rest_here(const struct vcpu *v)
{
    return v->exit.again && v->dom->vits->bound.in_softirq;
}

/* Waits until the rest of its trap may be executed (vits.invall_rate). */
static struct pe *wait_for_rest(struct pe *pe, struct vcpu *v)
{
    const uint64_t at = v->exit.again ? vits_goes_on_at(v->dom->vits) : 0;
    return at != 0 && timer_now(pe) < at ? sched_sleep(pe, &v->sched, at) : pe;
}

/* sim_vcpu_run ends the span of the entry, and begins that of the exit. */
static void run_guest(struct pe *pe, struct vcpu *v)
{
    vgic_enter(pe, v);
    sim_vcpu_run(pe->sim, v->guest, &v->exit);
    vgic_leave(pe, v);
}

/* Everything that is done between an exit and the next entry besides handling the exit. */
static struct pe *prepare(struct pe *pe, struct vcpu *v)
{
    pe = wait_for_rest(pe, v);
    hv_run_left(hv_of(v->dom), pe);
    pe = sched_check(pe, &v->sched);
    if (SHARED_LOAD(v->dom->state) != DOMAIN_ALIVE)
        sched_off(pe, &v->sched);
    return pe;
}

void vcpu_main(void *vcpu)
{
    struct vcpu *v = vcpu;
    struct pe *pe = sched_first_run(&v->sched);
    for (;;) {
        sim_span(pe->sim, SIM_SPAN_ENTRY, true);
        pe = prepare(pe, v);
        if (has_rest_here(v)) {
            sim_span(pe->sim, SIM_SPAN_ENTRY, false);
            pe = handle_trap(pe, v);
        } else {
            run_guest(pe, v);
            pe = handle_exit(pe, v);
        }
    }
}
