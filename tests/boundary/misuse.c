/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hypervisor and a guest that misuse the boundary: one mistake per run (misuse.h).
 * misuse_test.cpp expects the messages.
 */
#include "misuse.h"
#include <itstorm/export.h>
#include <itstorm/guest.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

struct hv the_hv;

static enum misuse_case chosen;

void misuse_stack_entry(void* arg)
{
    (void)arg;
    for (;;)
        sim_wfi(sim_pe_self());
}

struct hv* hv_create(const struct sim_machine* machine)
{
    the_hv.machine = machine;
    chosen = (enum misuse_case)sim_knob(0);
    the_hv.lock = sim_lock_create("lock", SIM_NO_DOMAIN);
    if (misuse_in_create[chosen])
        misuse_in_create[chosen]();
    return chosen == MISUSE_return_null ? 0 : &the_hv;
}

void hv_boot(struct hv* hv, sim_pe* pe)
{
    (void)hv;
    if (misuse_in_boot[chosen])
        misuse_in_boot[chosen](pe);
    if (misuse_in_guest[chosen]) {
        struct sim_exit exit = { 0 };
        sim_vcpu_run(pe, sim_vcpu_create(0, 0), &exit);
    }
    for (;;)
        sim_wfi(pe);
}

void hv_irq(struct hv* hv, sim_pe* pe)
{
    (void)hv, (void)pe;
}

static __attribute__((noinline)) void never_returns(void)
{
    for (;;)
        __asm__ volatile("");
}

const char* hv_check(struct hv* hv)
{
    (void)hv;
    switch (chosen) {
    case MISUSE_check_from_nowhere: return WILD(char);
    case MISUSE_check_never_returns: never_returns(); return 0;
    case MISUSE_check_faults: *(volatile int*)WILD(int) = 1; return 0;
    case MISUSE_check_with_escapes: return "\033[31mbad\n\"x";
    default: return 0;
    }
}

void hv_destroy(struct hv* hv)
{
    (void)hv;
    if (chosen == MISUSE_destroy_faults)
        *(volatile int*)WILD(int) = 1;
    if (chosen == MISUSE_destroy_never_returns)
        never_returns();
}

const struct hv_knob* hv_knobs(unsigned* count)
{
    static const struct hv_knob knobs[] = { { .name = "case",
                                              .kind = HV_UINT,
                                              .max = MISUSE_CASES - 1,
                                              .unit = "case",
                                              .text = "which mistake is made" } };
    *count = 1;
    return knobs;
}

const struct hv_probe* hv_probes(unsigned* count)
{
    static const struct hv_probe probes[] = { { "count", HV_COUNTER, "times", "a counter",
                                                false } };
    *count = 1;
    return probes;
}

static void guest_boot(sim_vcpu* v, const struct sim_domain_info* domain, uint16_t index)
{
    (void)domain, (void)index;
    if (misuse_in_guest[chosen])
        misuse_in_guest[chosen](v);
}

const struct guest_program* guest_programs(unsigned* count)
{
    static const struct guest_program programs[] = {
        { .name = "case", .text = "one mistake", .boot = guest_boot }
    };
    *count = 1;
    return programs;
}
