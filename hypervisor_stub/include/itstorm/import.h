/* SPDX-License-Identifier: MIT */
/*
 * Imports: what C on a PE may call. SIM_TASK settles the PE's time debt first and may take simulated time; whether an
 * interrupt can nest inside it is said at each group. `pe` must be the PE that runs the caller, anything else is a panic
 * naming both. Times are nanoseconds unless the name says otherwise.
 */
#pragma once
#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- memory: an access completes before an interrupt can be taken ---- */

SIM_FUNC void *sim_alloc(uint64_t bytes, uint32_t align); /* zeroed, private to the hypervisor, unseen by devices; set-up time only */
SIM_FUNC void *sim_ram(uint64_t pa, uint64_t bytes);      /* the bytes that devices see; NULL: not all RAM. Takes no time: sim_read and sim_write do */
SIM_TASK bool sim_read(sim_pe *pe, uint64_t pa, void *dst, uint32_t bytes);        /* RAM or registers; false: bus error. 1, 2, 4, 8: single-copy atomic; up to 4096: a copy, RAM only */
SIM_TASK bool sim_write(sim_pe *pe, uint64_t pa, const void *src, uint32_t bytes); /* RAM: visible at once; registers: posted, 1..8 bytes */
SIM_TASK void sim_dsb(sim_pe *pe);                                                 /* earlier register writes have arrived */

/* ---- system registers by encoding (models/arch/sysreg.h): ICC_*, ICH_*, CNT* ---- */

SIM_TASK uint64_t sim_mrs(sim_pe *pe, uint16_t sysreg);
SIM_TASK void sim_msr(sim_pe *pe, uint16_t sysreg, uint64_t value);

/* ---- interrupts, waiting, time, stacks ---- */

SIM_TASK bool sim_irq_save(sim_pe *pe);                 /* masks; returns whether it was masked before */
SIM_TASK void sim_irq_restore(sim_pe *pe, bool masked); /* unmasking takes what is pending: hv_irq, nested */
SIM_TASK void sim_wfi(sim_pe *pe);                      /* waits until a physical IRQ is pending, masked or not; unmasked, it is taken, nested */
SIM_TASK uint64_t sim_now_ns(sim_pe *pe);
SIM_TASK void sim_delay_ns(sim_pe *pe, uint64_t ns);    /* the PE is busy; interruptible when unmasked */
SIM_FUNC sim_pe *sim_pe_self(void);                     /* re-read after every switch: the caller may have moved */
SIM_FUNC unsigned sim_pe_index(const sim_pe *pe);
SIM_FUNC sim_el2 *sim_el2_create(void (*entry)(void *arg), void *arg, const char *name); /* entry must not return */
SIM_FUNC void sim_el2_destroy(sim_el2 *stack);          /* a suspended one; its frames are dropped, never unwound */
SIM_TASK void sim_el2_switch(sim_pe *pe, sim_el2 *to);  /* caller is suspended, may resume on another PE; NULL: this PE's idle stack. The interrupt mask belongs to the stack. A panic while holding a lock */

/* ---- locks: real spin locks in simulated time; spinning is interruptible when unmasked ---- */

SIM_FUNC sim_lock *sim_lock_create(const char *name, uint16_t domain); /* statistics lock.<name>.*, or <domain>.lock.<name>.* */
SIM_TASK void sim_lock_take(sim_pe *pe, sim_lock *lock);               /* taking a lock that the caller holds is a panic that names the lock */
SIM_TASK bool sim_lock_try(sim_pe *pe, sim_lock *lock);
SIM_TASK void sim_lock_drop(sim_pe *pe, sim_lock *lock);

/* ---- guests ---- */

SIM_FUNC sim_vcpu *sim_vcpu_create(uint16_t domain, uint16_t index);
SIM_FUNC void sim_vcpu_destroy(sim_vcpu *v);
SIM_TASK void sim_vcpu_run(sim_pe *pe, sim_vcpu *v, struct sim_exit *exit); /* until it leaves to EL2; completes the access of its last exit from *exit first. Enters with EL2 masked, returns masked. A panic while holding a lock */
SIM_TASK void sim_stage2_map(sim_pe *pe, uint16_t domain, uint64_t ipa, uint64_t pa, uint64_t bytes, bool is_device); /* 4 KiB granules; the rest traps */
SIM_TASK void sim_stage2_unmap(sim_pe *pe, uint16_t domain, uint64_t ipa, uint64_t bytes);
SIM_TASK void sim_iommu_attach(sim_pe *pe, uint32_t device_id, uint16_t domain); /* whose stage 2 its DMA and MSIs use; SIM_NO_DOMAIN: blocked */

/* ---- knobs, statistics, diagnostics ---- */

SIM_FUNC uint64_t sim_knob(unsigned row);                                           /* row of hv_knobs() */
SIM_TASK void sim_probe(sim_pe *pe, unsigned row, uint16_t domain, uint64_t value); /* COUNTER: add; LEVEL: now at; DURATION: ns; SHARE: 1 a stretch begins, 0 one ends, and they may overlap */
SIM_TASK void sim_probe_commands(sim_pe *pe, unsigned row, unsigned its, uint64_t request_ns, uint64_t commands); /* DURATION: from request_ns until this ITS has executed that many commands since its ring was set up; commands 0: nothing */
SIM_TASK void sim_probe_honest(sim_pe *pe, unsigned row, uint16_t domain, uint32_t device_id); /* COUNTER: add 1 if the scenario calls that device honest (platform.pci[].honest), so that a storm policy was wrong about it */
SIM_TASK void sim_mark(sim_pe *pe, enum sim_step step, uint16_t domain, uint32_t vlpi, uint32_t plpi);

/*
 * Begins a span, or ends the innermost one, of the running EL2 stack; open spans move with the stack to another PE. Spans nest up to
 * 16 deep. The time of a span includes the spans inside it, but neither the interrupts that it takes nor the time in which its
 * stack does not run. hv_irq has spans of its own: it sees none of the code it interrupts, and ends all that it begins.
 * With `software.cost: fixed` a span whose kind has a constant costs that constant, charged where the span begins. Inside it what
 * stays in the core is free: basic blocks, RAM, free locks, ICH and other system registers, posting a write. What leaves the core
 * takes its own time: register reads, ICC_IAR1, ICC_EOIR1 and ICC_DIR, waiting for a lock, delays, WFI. An inner span costs its own
 * constant in addition or, if its kind has none, the time of its code as with `blocks`: a loop whose length is data needs one.
 * If SIM_SPAN_ENTRY is innermost at sim_vcpu_run, it ends where the guest begins to run, and SIM_SPAN_EXIT is open when
 * sim_vcpu_run returns: they include what the machine takes for entry and exit.
 */
SIM_TASK void sim_span(sim_pe *pe, enum sim_span_kind kind, bool begin);
SIM_FUNC void sim_log(const char *text);                                            /* a line of the log, SIM_LOG_INFO: with time, PE and stack */
SIM_FUNC void sim_log_at(enum sim_log_level level, const char *text);
SIM_TASK void sim_panic(const char *file, int line, const char *what); /* a broken invariant: ends the run with place and time; does not return */

#ifdef __cplusplus
}
#endif
