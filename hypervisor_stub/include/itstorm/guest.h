/* SPDX-License-Identifier: MIT */
/*
 * Guest programs: C that runs as a vCPU. They see IPAs (guest_map.h), the virtual GIC and hypercalls (hypercall.h), and live
 * in an object of their own, so that any hypervisor can host them.
 */
#pragma once
#include "export.h"

#ifdef __cplusplus
extern "C" {
#endif

SIM_TASK bool sim_guest_read(sim_vcpu *v, uint64_t ipa, uint64_t *value, uint8_t bytes); /* 1, 2, 4, 8; false: abort */
SIM_TASK bool sim_guest_write(sim_vcpu *v, uint64_t ipa, uint64_t value, uint8_t bytes);
SIM_TASK uint64_t sim_guest_mrs(sim_vcpu *v, uint16_t sysreg);      /* ICC_* names reach the virtual interface */
SIM_TASK void sim_guest_msr(sim_vcpu *v, uint16_t sysreg, uint64_t value);
SIM_TASK uint64_t sim_guest_hvc(sim_vcpu *v, uint64_t function, const uint64_t arg[4]);
SIM_TASK void sim_guest_compute(sim_vcpu *v, uint64_t cycles);      /* useful work, interruptible: counts as the domain's progress as it passes */
SIM_TASK void sim_guest_spend_ns(sim_vcpu *v, uint64_t ns);         /* handlers and overhead, interruptible: no progress */
SIM_TASK void sim_guest_wfi(sim_vcpu *v);                           /* until a virtual interrupt is pending; returns at once if an order waits. One that comes later is seen at the next wake-up */
SIM_TASK bool sim_guest_irq_save(sim_vcpu *v);
SIM_TASK void sim_guest_irq_restore(sim_vcpu *v, bool masked);      /* a vCPU starts masked */
SIM_TASK bool sim_guest_order(sim_vcpu *v, struct sim_order *order); /* next order for this vCPU, if any */
SIM_TASK void sim_guest_ready(sim_vcpu *v);                         /* bring-up done: the fact all_guests.ready waits for every vCPU */
SIM_FUNC void *sim_guest_state(sim_vcpu *v, uint32_t bytes);        /* zeroed at first use, the program's own, one per vCPU */
SIM_FUNC uint64_t sim_guest_knob(sim_vcpu *v, unsigned row);        /* row of the program's knobs, as its domain sets it */

struct guest_program {
    const char *name, *text;
    void (*boot)(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index); /* returns = vCPU off */
    void (*irq)(sim_vcpu *v);           /* virtual IRQ taken while unmasked; entered masked; NULL: never unmask */
    const struct hv_knob *knobs;        /* e.g. handler = 2us */
    unsigned knob_count;
};

HV_EXPORT const struct guest_program *guest_programs(unsigned *count);

#ifdef __cplusplus
}
#endif
