/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mistakes that hv_create makes.
 */
#include "misuse.h"

static uint64_t word;

static __attribute__((noinline)) unsigned recurse(volatile unsigned n)
{
    volatile char frame[1000];
    frame[n % sizeof frame] = 1;
    return n == ~0u ? 0 : recurse(n + 1) + (unsigned)frame[0];
}

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
    sim_el2_create((void (*)(void*))0x10, 0, "stack");
}

MISTAKE stack_without_name(void)
{
    sim_el2_create(misuse_stack_entry, 0, 0);
}

MISTAKE stacks_without_end(void)
{
    for (;;)
        sim_el2_create(misuse_stack_entry, 0, "stack");
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
    LOSE_STACK_POINTER;
}

MISTAKE store_through_no_ram(void)
{
    const uint64_t end = the_hv.machine->ram_base + the_hv.machine->ram_bytes;
    *(volatile char*)sim_ram(end - 1, 2) = 1;
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

MISTAKE return_null(void) {} /* hv_create returns NULL */

void (*const misuse_in_create[MISUSE_CASES])(void) = { MISUSE_IN_CREATE(MISUSE_ROW) };
