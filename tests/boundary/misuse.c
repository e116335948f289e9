/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hypervisor and a guest that misuse the boundary: each mistake is a function of its own, so that
 * a message can name it. What is right to say is in misuse_test.cpp.
 */
#include "misuse_cases.h"
#include <itstorm/export.h>
#include <itstorm/guest.h>
#include <itstorm/import.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

static struct hv {
    const struct sim_machine *machine;
    sim_lock *lock;
} the_hv;

#define WILD(type) ((type *)0x123456)
/* On the stack for as long as what it calls. */
#define MISTAKE                                                                                    \
    static __attribute__((noinline, noclone, optimize("no-optimize-sibling-calls"))) void

static uint64_t word;

static __attribute__((noinline)) unsigned recurse(volatile unsigned n)
{
    volatile char frame[1000];
    frame[n % sizeof frame] = 1;
    return n == ~0u ? 0 : recurse(n + 1) + (unsigned)frame[0];
}

static void stack_entry(void *arg)
{
    (void)arg;
    for (;;)
        sim_wfi(sim_pe_self());
}

/* ---- in hv_create ---- */

MISTAKE alloc_too_much(void)
{
    sim_alloc(1ull << 60, 8);
}

MISTAKE alloc_odd_alignment(void)
{
    sim_alloc(64, 3);
}

MISTAKE alloc_without_end(void)
{
    for (;;)
        sim_alloc(1u << 28, 4096);
}

MISTAKE task_before_time(void)
{
    sim_read(WILD(sim_pe), 0, &word, 8);
}

MISTAKE jump_into_the_wild(void)
{
    ((void (*)(void))0xdeadbeefull)();
    word++; /* not a tail call */
}

MISTAKE overflow_in_create(void)
{
    word += recurse(0);
}

MISTAKE log_null(void)
{
    sim_log(0);
}

MISTAKE lock_without_name(void)
{
    sim_lock_create(0, SIM_NO_DOMAIN);
}

MISTAKE lock_with_odd_name(void)
{
    sim_lock_create("\033[31m", SIM_NO_DOMAIN);
}

MISTAKE lock_of_no_domain(void)
{
    sim_lock_create("lock", 5);
}

MISTAKE locks_without_end(void)
{
    for (;;)
        sim_lock_create("lock", SIM_NO_DOMAIN);
}

MISTAKE knob_without_row(void)
{
    sim_knob(1000000);
}

MISTAKE vcpu_of_no_domain(void)
{
    sim_vcpu_create(77, 99);
}

MISTAKE vcpu_beyond_its_domain(void)
{
    sim_vcpu_create(0, 99);
}

MISTAKE vcpu_twice(void)
{
    sim_vcpu_create(0, 0);
    sim_vcpu_create(0, 0);
}

MISTAKE index_of_no_pe(void)
{
    word = sim_pe_index(WILD(sim_pe));
}

MISTAKE stack_without_entry(void)
{
    sim_el2_create(0, 0, "stack");
}

MISTAKE stack_with_wild_entry(void)
{
    sim_el2_create((void (*)(void *))0x10, 0, "stack");
}

MISTAKE stack_without_name(void)
{
    sim_el2_create(stack_entry, 0, 0);
}

MISTAKE stacks_without_end(void)
{
    for (;;)
        sim_el2_create(stack_entry, 0, "stack");
}

MISTAKE destroy_no_stack(void)
{
    sim_el2_destroy(WILD(sim_el2));
}

MISTAKE destroy_no_vcpu(void)
{
    sim_vcpu_destroy(WILD(sim_vcpu));
}

MISTAKE misaligned_vector(void)
{
#if defined(__x86_64__)
    __asm__ volatile("lea 1(%%rsp), %%rax; movaps %%xmm0, (%%rax)" ::: "rax", "memory");
#else
    word = *WILD(uint64_t);
#endif
}

MISTAKE lost_stack_pointer(void)
{
#if defined(__x86_64__)
    __asm__ volatile("xor %rsp, %rsp; push %rax");
#else
    __asm__ volatile("mov sp, xzr; str x0, [sp]");
#endif
}

MISTAKE store_through_no_ram(void)
{
    const uint64_t end = the_hv.machine->ram_base + the_hv.machine->ram_bytes;
    *(volatile char *)sim_ram(end - 1, 2) = 1;
}

MISTAKE illegal_instruction(void)
{
#if defined(__x86_64__)
    __asm__ volatile("ud2");
#else
    __asm__ volatile("udf #0");
#endif
}

MISTAKE breakpoint(void)
{
#if defined(__x86_64__)
    __asm__ volatile("int3");
#else
    __asm__ volatile("brk #0");
#endif
}

MISTAKE division_by_zero(void)
{
#if defined(__x86_64__)
    __asm__ volatile("xor %%ecx, %%ecx; div %%ecx" ::: "rax", "rcx", "rdx");
#else
    sim_panic("misuse.c", 1, "arithmetic fault"); /* AArch64 has none */
#endif
}

MISTAKE panic_in_create(void)
{
    sim_panic("misuse.c", 1, "as ordered");
}

MISTAKE return_null(void) {} /* and hv_create refuses */

/* ---- in hv_boot ---- */

static volatile bool callee_5_faults;

MISTAKE callee_5(sim_pe *pe)
{
    if (callee_5_faults)
        *WILD(volatile uint64_t) = 1;
    sim_lock_take(pe, 0);
}

#define CALLS(caller, callee)                                                                      \
    MISTAKE caller(sim_pe *pe)                                                                     \
    {                                                                                              \
        callee(pe);                                                                                \
    }

CALLS(callee_4, callee_5)
CALLS(callee_3, callee_4)
CALLS(callee_2, callee_3)
CALLS(callee_1, callee_2)

MISTAKE mistake_of_a_fifth_callee(sim_pe *pe)
{
    callee_1(pe);
}

MISTAKE fault_of_a_fifth_callee(sim_pe *pe)
{
    callee_5_faults = true;
    callee_1(pe);
}

MISTAKE drop_a_free_lock(sim_pe *pe)
{
    sim_lock_drop(pe, the_hv.lock);
}

MISTAKE take_no_lock(sim_pe *pe)
{
    sim_lock_take(pe, WILD(sim_lock));
}

MISTAKE take_a_stack_as_lock(sim_pe *pe)
{
    sim_lock_take(pe, (sim_lock *)(void *)sim_el2_create(stack_entry, 0, "stack"));
}

MISTAKE switch_to_no_stack(sim_pe *pe)
{
    sim_el2_switch(pe, WILD(sim_el2));
}

MISTAKE switch_to_a_destroyed_stack(sim_pe *pe)
{
    sim_el2 *stack = sim_el2_create(stack_entry, 0, "stack");
    sim_el2_destroy(stack);
    sim_el2_create(stack_entry, 0, "another");
    sim_el2_switch(pe, stack);
}

MISTAKE run_no_vcpu(sim_pe *pe)
{
    struct sim_exit exit = { 0 };
    sim_vcpu_run(pe, WILD(sim_vcpu), &exit);
}

MISTAKE run_a_destroyed_vcpu(sim_pe *pe)
{
    struct sim_exit exit = { 0 };
    sim_vcpu *v = sim_vcpu_create(0, 0);
    sim_vcpu_destroy(v);
    sim_vcpu_create(0, 0);
    sim_vcpu_run(pe, v, &exit);
}

MISTAKE run_without_exit(sim_pe *pe)
{
    sim_vcpu_run(pe, sim_vcpu_create(0, 0), 0);
}

static sim_el2 *own;

static void destroys_itself(void *arg)
{
    sim_el2_destroy(arg ? arg : own);
    stack_entry(0);
}

MISTAKE destroy_own_stack(sim_pe *pe)
{
    own = sim_el2_create(destroys_itself, 0, "own");
    sim_el2_switch(pe, own);
}

MISTAKE probe_without_row(sim_pe *pe)
{
    sim_probe(pe, 1000000, SIM_NO_DOMAIN, 1);
}

MISTAKE probe_honest_without_row(sim_pe *pe)
{
    sim_probe_honest(pe, 1000000, SIM_NO_DOMAIN, 0);
}

MISTAKE probe_of_no_domain(sim_pe *pe)
{
    sim_probe(pe, 0, 5000, 1);
}

MISTAKE probe_negative(sim_pe *pe)
{
    sim_probe(pe, 0, SIM_NO_DOMAIN, ~0ull);
}

MISTAKE mark_without_step(sim_pe *pe)
{
    sim_mark(pe, (enum sim_step)99, 0, 0, 0);
}

MISTAKE mark_of_no_domain(sim_pe *pe)
{
    sim_mark(pe, SIM_STEP_RECEIVED, 5000, 0, 0);
}

MISTAKE span_without_kind(sim_pe *pe)
{
    sim_span(pe, (enum sim_span_kind)99, true);
}

MISTAKE span_ends_unbegun(sim_pe *pe)
{
    sim_span(pe, SIM_SPAN_TRAP, false);
}

MISTAKE span_ends_before_its_inner(sim_pe *pe)
{
    sim_span(pe, SIM_SPAN_TRAP, true);
    sim_span(pe, SIM_SPAN_DECODE, true);
    sim_span(pe, SIM_SPAN_TRAP, false);
}

MISTAKE spans_without_end(sim_pe *pe)
{
    for (unsigned n = 0; n < 100; n++)
        sim_span(pe, SIM_SPAN_TRAP, true);
}

MISTAKE delay_for_ever(sim_pe *pe)
{
    sim_delay_ns(pe, ~0ull);
}

MISTAKE map_nothing(sim_pe *pe)
{
    sim_stage2_map(pe, 0, 0, 0, 0, false);
}

MISTAKE map_without_end(sim_pe *pe)
{
    sim_stage2_map(pe, 0, 0, 0, ~0ull, false);
}

MISTAKE map_around_the_end(sim_pe *pe)
{
    sim_stage2_map(pe, 0, 0, ~0xfffull, 0x2000, false);
}

MISTAKE unmap_nothing(sim_pe *pe)
{
    sim_stage2_unmap(pe, 0, 0, 4096);
}

MISTAKE attach_to_no_domain(sim_pe *pe)
{
    sim_iommu_attach(pe, 8, 500);
}

MISTAKE read_to_nowhere(sim_pe *pe)
{
    sim_read(pe, the_hv.machine->ram_base, WILD(void), 8);
}

MISTAKE write_from_nowhere(sim_pe *pe)
{
    sim_write(pe, the_hv.machine->ram_base, WILD(void), 8);
}

MISTAKE log_from_nowhere(sim_pe *pe)
{
    (void)pe;
    sim_log(WILD(char));
}

MISTAKE panic_from_nowhere(sim_pe *pe)
{
    (void)pe;
    sim_panic(WILD(char), 1, WILD(char));
}

MISTAKE no_pe(sim_pe *pe)
{
    (void)pe;
    sim_dsb(0);
}

MISTAKE alloc_after_time_zero(sim_pe *pe)
{
    (void)pe;
    sim_alloc(64, 8);
}

MISTAKE overflow_by_one_frame(sim_pe *pe)
{
    (void)pe;
    volatile char frame[1u << 26];
    frame[0] = frame[sizeof frame - 1] = 1;
}

MISTAKE lost_stack_pointer_in_boot(sim_pe *pe)
{
    (void)pe;
    lost_stack_pointer();
}

/* kill(getpid(), SIGSEGV): there is no C library that would do it. */
MISTAKE raise_a_signal(sim_pe *pe)
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

/* ---- in the guest ---- */

MISTAKE guest_calls_the_hypervisor_s_import(sim_vcpu *v)
{
    (void)v;
    sim_now_ns(sim_pe_self());
}

MISTAKE guest_reaches_for_physical_memory(sim_vcpu *v)
{
    (void)v;
    sim_ram(the_hv.machine->ram_base, 8);
}

MISTAKE guest_is_another_vcpu(sim_vcpu *v)
{
    (void)v;
    sim_guest_wfi(WILD(sim_vcpu));
}

MISTAKE guest_reads_to_nowhere(sim_vcpu *v)
{
    sim_guest_read(v, 0x1000, WILD(uint64_t), 8);
}

MISTAKE guest_calls_without_arguments(sim_vcpu *v)
{
    sim_guest_hvc(v, 1, 0);
}

MISTAKE guest_state_without_end(sim_vcpu *v)
{
    sim_guest_state(v, 0xffffffffu);
}

MISTAKE guest_state_grows(sim_vcpu *v)
{
    sim_guest_state(v, 8);
    sim_guest_state(v, 4096);
}

MISTAKE guest_knob_without_row(sim_vcpu *v)
{
    sim_guest_knob(v, 1000);
}

MISTAKE guest_probe_without_row(sim_vcpu *v)
{
    sim_guest_probe(v, 1000, 1);
}

MISTAKE guest_verdict_from_nowhere(sim_vcpu *v)
{
    sim_guest_verdict(v, true, 0);
}

MISTAKE guest_spends_for_ever(sim_vcpu *v)
{
    sim_guest_spend_ns(v, ~0ull);
}

MISTAKE guest_computes_for_ever(sim_vcpu *v)
{
    sim_guest_compute(v, ~0ull);
}

/* ---- by where they are made ---- */

#define ROW(name) [MISUSE_##name] = name,

static void (*const in_create[MISUSE_CASES])(void) = { MISUSE_IN_CREATE(ROW) };
static void (*const in_boot[MISUSE_CASES])(sim_pe *pe) = { MISUSE_IN_BOOT(ROW) };
static void (*const in_guest[MISUSE_CASES])(sim_vcpu *v) = { MISUSE_IN_GUEST(ROW) };

static enum misuse_case chosen;

struct hv *hv_create(const struct sim_machine *machine)
{
    the_hv.machine = machine;
    chosen = (enum misuse_case)sim_knob(0);
    the_hv.lock = sim_lock_create("lock", SIM_NO_DOMAIN);
    if (in_create[chosen])
        in_create[chosen]();
    return chosen == MISUSE_return_null ? 0 : &the_hv;
}

void hv_boot(struct hv *hv, sim_pe *pe)
{
    (void)hv;
    if (in_boot[chosen])
        in_boot[chosen](pe);
    if (in_guest[chosen]) {
        struct sim_exit exit = { 0 };
        sim_vcpu_run(pe, sim_vcpu_create(0, 0), &exit);
    }
    for (;;)
        sim_wfi(pe);
}

void hv_irq(struct hv *hv, sim_pe *pe)
{
    (void)hv, (void)pe;
}

static __attribute__((noinline)) void never_returns(void)
{
    for (;;)
        __asm__ volatile("");
}

const char *hv_check(struct hv *hv)
{
    (void)hv;
    switch (chosen) {
    case MISUSE_check_from_nowhere: return WILD(char);
    case MISUSE_check_never_returns: never_returns(); return 0;
    case MISUSE_check_faults: *(volatile int *)WILD(int) = 1; return 0;
    case MISUSE_check_with_escapes: return "\033[31mbad\n\"x";
    default: return 0;
    }
}

void hv_destroy(struct hv *hv)
{
    (void)hv;
    if (chosen == MISUSE_destroy_faults)
        *(volatile int *)WILD(int) = 1;
    if (chosen == MISUSE_destroy_never_returns)
        never_returns();
}

const struct hv_knob *hv_knobs(unsigned *count)
{
    static const struct hv_knob knobs[] = { { "case", HV_UINT, 0, 0, MISUSE_CASES - 1, 0, "case",
                                              "which mistake is made" } };
    *count = 1;
    return knobs;
}

const struct hv_probe *hv_probes(unsigned *count)
{
    static const struct hv_probe probes[] = { { "count", HV_COUNTER, "times", "a counter",
                                                false } };
    *count = 1;
    return probes;
}

static void guest_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    (void)domain, (void)index;
    if (in_guest[chosen])
        in_guest[chosen](v);
}

const struct guest_program *guest_programs(unsigned *count)
{
    static const struct guest_program programs[] = {
        { .name = "case", .text = "one mistake", .boot = guest_boot }
    };
    *count = 1;
    return programs;
}
