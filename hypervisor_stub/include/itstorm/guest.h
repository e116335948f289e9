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
SIM_TASK void sim_guest_wfi(sim_vcpu *v);                           /* until a virtual interrupt is pending; returns at once if an order is there already; a later one does not end the wait: see sim_guest_await_order */
SIM_TASK bool sim_guest_irq_save(sim_vcpu *v);
SIM_TASK void sim_guest_irq_restore(sim_vcpu *v, bool masked);      /* a vCPU starts masked */
SIM_TASK bool sim_guest_order(sim_vcpu *v, struct sim_order *order); /* next order for this vCPU, if there is one already */
SIM_TASK void sim_guest_await_order(sim_vcpu *v, struct sim_order *order); /* busy, interruptible, no progress, until there is an order: returns at the time at which it is given */
SIM_TASK void sim_guest_ready(sim_vcpu *v);                         /* bring-up is done; all_guests.ready becomes 1 when every vCPU has called it */
SIM_FUNC void *sim_guest_state(sim_vcpu *v, uint32_t bytes);        /* zeroed at first use, the program's own, one per vCPU */
SIM_FUNC uint64_t sim_guest_knob(sim_vcpu *v, unsigned row);        /* row of the program's knobs, as its domain sets it */
SIM_FUNC sim_vcpu *sim_guest_self(void);                            /* the vCPU that runs; NULL: no guest program does */
SIM_FUNC void *sim_guest_ram(sim_vcpu *v, uint64_t ipa, uint64_t bytes); /* the bytes behind this range; NULL: not all of it is plain RAM. Takes no time; valid until the hypervisor changes the mapping */
SIM_TASK void sim_guest_probe(sim_vcpu *v, unsigned row, uint64_t value); /* row of guest_probes(); values as with sim_probe */
SIM_TASK void sim_guest_span(sim_vcpu *v, enum sim_span_kind kind, bool begin); /* as sim_span, of this vCPU */
SIM_TASK void sim_guest_verdict(sim_vcpu *v, bool passed, const char *text); /* a result of the program: counted as <domain>.guest.passed or .failed, with a line in the log */
SIM_FUNC void sim_guest_log(sim_vcpu *v, const char *text);         /* a line of the log; the message about a guest that never gets ready has its last one */

/* What a scenario can tell a program to do: `do: guest.order, order: <name>, args: { <arg>: ... }`. */
struct guest_order {
    const char *name, *text;
    const struct hv_knob *args;         /* in the order of sim_order.arg; decoded and limited like knobs */
    unsigned arg_count;                 /* up to SIM_ORDER_ARGS */
};

struct guest_program {
    const char *name, *text;
    void (*boot)(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index); /* returns = vCPU off */
    void (*irq)(sim_vcpu *v);           /* virtual IRQ taken while unmasked; entered masked; NULL: never unmask */
    const struct hv_knob *knobs;        /* e.g. handler = 2us */
    unsigned knob_count;
    const struct guest_order *orders;   /* sim_order.what is the row */
    unsigned order_count;
};

HV_EXPORT const struct guest_program *guest_programs(unsigned *count);

/* Optional: statistics of the programs, a row each: <domain>.guest.<name> of each domain that runs one of them
   (per_domain is ignored). */
HV_EXPORT const struct hv_probe *guest_probes(unsigned *count);

/* Optional: what the domain's program needs of its domain under these knobs; as hv_needs, with keys "domains[].<key>". The
   index of a row is ignored. */
HV_EXPORT unsigned guest_needs(const struct sim_domain_info *domain, const uint64_t *knobs, struct hv_need *needs, unsigned max);

/* Optional: what an order that the timeline gives to this domain needs: rows with keys "timeline[].args.<argument>" or
   "domains[].<key>". The index of a row is ignored. */
HV_EXPORT unsigned guest_order_needs(const struct sim_domain_info *domain, const uint64_t *knobs, const struct sim_order *order,
                                     struct hv_need *needs, unsigned max);

#ifdef __cplusplus
}
#endif
