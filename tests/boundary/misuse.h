/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shared by the files of the hypervisor and guest that misuse the boundary. Each mistake is a
 * function of its own, so that a message can name it; misuse_in_create.c, misuse_in_boot.c and
 * misuse_in_guest.c have the mistakes of one caller each.
 */
#pragma once
#include "misuse_cases.h"
#include <itstorm/import.h>

struct hv {
    const struct sim_machine* machine;
    sim_lock* lock;
};

extern struct hv the_hv;

/* NULL for the cases of the other callers. */
extern void (*const misuse_in_create[MISUSE_CASES])(void);
extern void (*const misuse_in_boot[MISUSE_CASES])(sim_pe* pe);
extern void (*const misuse_in_guest[MISUSE_CASES])(sim_vcpu* v);

void misuse_stack_entry(void* arg); /* of an EL2 stack that only waits */

#define WILD(type) ((type*)0x123456)
/* Without tail calls, so that the function is on the stack while its callee runs. */
#define MISTAKE                                                                                    \
    static __attribute__((noinline, noclone, optimize("no-optimize-sibling-calls"))) void
#define MISUSE_ROW(name) [MISUSE_##name] = name,

#if defined(__x86_64__)
#define LOSE_STACK_POINTER __asm__ volatile("xor %rsp, %rsp; push %rax")
#else
#define LOSE_STACK_POINTER __asm__ volatile("mov sp, xzr; str x0, [sp]")
#endif
