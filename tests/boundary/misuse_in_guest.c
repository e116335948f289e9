/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mistakes that the guest's program makes.
 */
#include "misuse.h"
#include <itstorm/guest.h>

MISTAKE guest_calls_the_hypervisor_s_import(sim_vcpu* v)
{
    (void)v;
    sim_now_ns(sim_pe_self());
}

MISTAKE guest_reaches_for_physical_memory(sim_vcpu* v)
{
    (void)v;
    sim_ram(the_hv.machine->ram_base, 8);
}

MISTAKE guest_is_another_vcpu(sim_vcpu* v)
{
    (void)v;
    sim_guest_wfi(WILD(sim_vcpu));
}

MISTAKE guest_reads_to_nowhere(sim_vcpu* v)
{
    sim_guest_read(v, 0x1000, WILD(uint64_t), 8);
}

MISTAKE guest_calls_without_arguments(sim_vcpu* v)
{
    sim_guest_hvc(v, 1, 0);
}

MISTAKE guest_state_without_end(sim_vcpu* v)
{
    sim_guest_state(v, 0xffffffffu);
}

MISTAKE guest_state_grows(sim_vcpu* v)
{
    sim_guest_state(v, 8);
    sim_guest_state(v, 4096);
}

MISTAKE guest_knob_without_row(sim_vcpu* v)
{
    sim_guest_knob(v, 1000);
}

MISTAKE guest_probe_without_row(sim_vcpu* v)
{
    sim_guest_probe(v, 1000, 1);
}

MISTAKE guest_verdict_from_nowhere(sim_vcpu* v)
{
    sim_guest_verdict(v, true, 0);
}

MISTAKE guest_spends_for_ever(sim_vcpu* v)
{
    sim_guest_spend_ns(v, ~0ull);
}

MISTAKE guest_computes_for_ever(sim_vcpu* v)
{
    sim_guest_compute(v, ~0ull);
}

void (*const misuse_in_guest[MISUSE_CASES])(sim_vcpu* v) = { MISUSE_IN_GUEST(MISUSE_ROW) };
