/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mistakes that hv_boot makes, in simulated time.
 */
#include "misuse.h"

static volatile bool callee_5_faults;

MISTAKE callee_5(sim_pe* pe)
{
    if (callee_5_faults)
        *WILD(volatile uint64_t) = 1;
    sim_lock_take(pe, 0);
}

#define CALLS(caller, callee)                                                                      \
    MISTAKE caller(sim_pe* pe)                                                                     \
    {                                                                                              \
        callee(pe);                                                                                \
    }

CALLS(callee_4, callee_5)
CALLS(callee_3, callee_4)
CALLS(callee_2, callee_3)
CALLS(callee_1, callee_2)

MISTAKE mistake_of_a_fifth_callee(sim_pe* pe)
{
    callee_1(pe);
}

MISTAKE fault_of_a_fifth_callee(sim_pe* pe)
{
    callee_5_faults = true;
    callee_1(pe);
}

MISTAKE drop_a_free_lock(sim_pe* pe)
{
    sim_lock_drop(pe, the_hv.lock);
}

MISTAKE take_no_lock(sim_pe* pe)
{
    sim_lock_take(pe, WILD(sim_lock));
}

MISTAKE take_a_stack_as_lock(sim_pe* pe)
{
    sim_lock_take(pe, (sim_lock*)(void*)sim_el2_create(misuse_stack_entry, 0, "stack"));
}

MISTAKE switch_to_no_stack(sim_pe* pe)
{
    sim_el2_switch(pe, WILD(sim_el2));
}

MISTAKE switch_to_a_destroyed_stack(sim_pe* pe)
{
    sim_el2* stack = sim_el2_create(misuse_stack_entry, 0, "stack");
    sim_el2_destroy(stack);
    sim_el2_create(misuse_stack_entry, 0, "another");
    sim_el2_switch(pe, stack);
}

MISTAKE run_no_vcpu(sim_pe* pe)
{
    struct sim_exit exit = { 0 };
    sim_vcpu_run(pe, WILD(sim_vcpu), &exit);
}

MISTAKE run_a_destroyed_vcpu(sim_pe* pe)
{
    struct sim_exit exit = { 0 };
    sim_vcpu* v = sim_vcpu_create(0, 0);
    sim_vcpu_destroy(v);
    sim_vcpu_create(0, 0);
    sim_vcpu_run(pe, v, &exit);
}

MISTAKE run_without_exit(sim_pe* pe)
{
    sim_vcpu_run(pe, sim_vcpu_create(0, 0), 0);
}

static sim_el2* own;

static void destroys_itself(void* arg)
{
    sim_el2_destroy(arg ? arg : own);
    misuse_stack_entry(0);
}

MISTAKE destroy_own_stack(sim_pe* pe)
{
    own = sim_el2_create(destroys_itself, 0, "own");
    sim_el2_switch(pe, own);
}

MISTAKE probe_without_row(sim_pe* pe)
{
    sim_probe(pe, 1000000, SIM_NO_DOMAIN, 1);
}

MISTAKE probe_honest_without_row(sim_pe* pe)
{
    sim_probe_honest(pe, 1000000, SIM_NO_DOMAIN, 0);
}

MISTAKE probe_of_no_domain(sim_pe* pe)
{
    sim_probe(pe, 0, 5000, 1);
}

MISTAKE probe_negative(sim_pe* pe)
{
    sim_probe(pe, 0, SIM_NO_DOMAIN, ~0ull);
}

MISTAKE mark_without_step(sim_pe* pe)
{
    sim_mark(pe, (enum sim_step)99, 0, 0, 0);
}

MISTAKE mark_of_no_domain(sim_pe* pe)
{
    sim_mark(pe, SIM_STEP_RECEIVED, 5000, 0, 0);
}

MISTAKE span_without_kind(sim_pe* pe)
{
    sim_span(pe, (enum sim_span_kind)99, true);
}

MISTAKE span_ends_unbegun(sim_pe* pe)
{
    sim_span(pe, SIM_SPAN_TRAP, false);
}

MISTAKE span_ends_before_its_inner(sim_pe* pe)
{
    sim_span(pe, SIM_SPAN_TRAP, true);
    sim_span(pe, SIM_SPAN_DECODE, true);
    sim_span(pe, SIM_SPAN_TRAP, false);
}

MISTAKE spans_without_end(sim_pe* pe)
{
    for (unsigned n = 0; n < 100; n++)
        sim_span(pe, SIM_SPAN_TRAP, true);
}

MISTAKE delay_for_ever(sim_pe* pe)
{
    sim_delay_ns(pe, ~0ull);
}

MISTAKE map_nothing(sim_pe* pe)
{
    sim_stage2_map(pe, 0, 0, 0, 0, false);
}

MISTAKE map_without_end(sim_pe* pe)
{
    sim_stage2_map(pe, 0, 0, 0, ~0ull, false);
}

MISTAKE map_around_the_end(sim_pe* pe)
{
    sim_stage2_map(pe, 0, 0, ~0xfffull, 0x2000, false);
}

MISTAKE unmap_nothing(sim_pe* pe)
{
    sim_stage2_unmap(pe, 0, 0, 4096);
}

MISTAKE attach_to_no_domain(sim_pe* pe)
{
    sim_iommu_attach(pe, 8, 500);
}

MISTAKE read_to_nowhere(sim_pe* pe)
{
    sim_read(pe, the_hv.machine->ram_base, WILD(void), 8);
}

MISTAKE write_from_nowhere(sim_pe* pe)
{
    sim_write(pe, the_hv.machine->ram_base, WILD(void), 8);
}

MISTAKE log_from_nowhere(sim_pe* pe)
{
    (void)pe;
    sim_log(WILD(char));
}

MISTAKE panic_from_nowhere(sim_pe* pe)
{
    (void)pe;
    sim_panic(WILD(char), 1, WILD(char));
}

MISTAKE no_pe(sim_pe* pe)
{
    (void)pe;
    sim_dsb(0);
}

MISTAKE alloc_after_time_zero(sim_pe* pe)
{
    (void)pe;
    sim_alloc(64, 8);
}

MISTAKE overflow_by_one_frame(sim_pe* pe)
{
    (void)pe;
    volatile char frame[1u << 26];
    frame[0] = frame[sizeof frame - 1] = 1;
}

MISTAKE lost_stack_pointer_in_boot(sim_pe* pe)
{
    (void)pe;
    LOSE_STACK_POINTER;
}

/* kill(getpid(), SIGSEGV): there is no C library that would do it. */
MISTAKE raise_a_signal(sim_pe* pe)
{
    (void)pe;
#if defined(__x86_64__)
    long result = 39; /* getpid */
    __asm__ volatile("syscall" : "+a"(result)::"rcx", "r11", "memory");
    register long process __asm__("rdi") = result, signal __asm__("rsi") = 11;
    result = 62; /* kill */
    __asm__ volatile("syscall" : "+a"(result) : "r"(process), "r"(signal) : "rcx", "r11", "memory");
#endif
}

void (*const misuse_in_boot[MISUSE_CASES])(sim_pe* pe) = { MISUSE_IN_BOOT(MISUSE_ROW) };
