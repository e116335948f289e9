/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of spans: see span_cases.h. Read by spans_test.cpp. */
#include "span_cases.h"
#include "cases.h"
#include <arch/sysreg.h>

enum { NOTE, TIME };
enum { BLOCKS = 200, RAM = 0x10000000 };

static volatile uint64_t sink;

static void scan(void)
{
    for (unsigned i = 0; i < BLOCKS; i++)
        sink += i ^ (i >> 3);
}

static void note_time(sim_pe* pe)
{
    sim_probe(pe, TIME, SIM_NO_DOMAIN, sim_now_ns(pe));
}

static void plain(sim_pe* pe)
{
    sim_span(pe, SIM_SPAN_TRAP, true);
    scan();
    sim_span(pe, SIM_SPAN_TRAP, false);
}

static void nested(sim_pe* pe)
{
    sim_span(pe, SIM_SPAN_TRAP, true);
    scan();
    sim_span(pe, SIM_SPAN_DECODE, true);
    scan();
    sim_span(pe, SIM_SPAN_DECODE, false);
    scan();
    sim_span(pe, SIM_SPAN_TRAP, false);
}

static void without_constant(sim_pe* pe)
{
    sim_span(pe, SIM_SPAN_TRAP, true);
    sim_span(pe, SIM_SPAN_WALK, true);
    scan();
    sim_span(pe, SIM_SPAN_WALK, false);
    sim_span(pe, SIM_SPAN_TRAP, false);
}

static void accesses(sim_pe* pe)
{
    uint64_t word = 0;
    sim_span(pe, SIM_SPAN_TRAP, true);
    sim_read(pe, RAM, &word, 8);
    sim_write(pe, RAM, &word, 8);
    sim_mrs(pe, ICH_LR_EL2(0));
    sim_mrs(pe, ICC_PMR_EL1);
    sim_span(pe, SIM_SPAN_TRAP, false);
    note_time(pe);
    sim_span(pe, SIM_SPAN_TRAP, true);
    sim_mrs(pe, ICC_IAR1_EL1);
    sim_msr(pe, ICC_EOIR1_EL1, 0);
    sim_delay_ns(pe, 1000);
    sim_span(pe, SIM_SPAN_TRAP, false);
}

static void interrupted(sim_pe* pe)
{
    sim_irq_restore(pe, false);
    sim_span(pe, SIM_SPAN_TRAP, true);
    sim_delay_ns(pe, 5000);
    sim_span(pe, SIM_SPAN_TRAP, false);
    sim_irq_save(pe);
}

/* ---- two stacks, each with a span of its own ---- */

static void other_stack(void* arg)
{
    (void)arg;
    sim_pe* pe = sim_pe_self();
    sim_span(pe, SIM_SPAN_DECODE, true);
    sim_delay_ns(pe, 3000);
    sim_span(pe, SIM_SPAN_DECODE, false);
    sim_el2_switch(pe, 0);
}

static sim_el2* other;

void span_cases_create(void)
{
    other = sim_el2_create(other_stack, 0, "other");
}

static void away(sim_pe* pe)
{
    sim_span(pe, SIM_SPAN_TRAP, true);
    sim_delay_ns(pe, 100);
    sim_el2_switch(pe, other);
    sim_delay_ns(pe, 100);
    sim_span(pe, SIM_SPAN_TRAP, false);
}

/* ---- a guest ---- */

static void around_guest(sim_pe* pe)
{
    sim_vcpu* v = sim_vcpu_create(0, 0);
    struct sim_exit exit = { 0 };
    do {
        sim_span(pe, SIM_SPAN_ENTRY, true);
        scan();
        sim_vcpu_run(pe, v, &exit);
        scan();
        sim_span(pe, SIM_SPAN_EXIT, false);
        note_time(pe);
    } while (exit.kind != SIM_EXIT_OFF);
}

bool span_case(sim_pe* pe, uint64_t which)
{
    static void (*const cases[CASES])(sim_pe*) = {
        [CASE_SPAN] = plain,
        [CASE_SPANS_NESTED] = nested,
        [CASE_SPAN_WITHOUT_CONSTANT] = without_constant,
        [CASE_SPAN_ACCESSES] = accesses,
        [CASE_SPAN_INTERRUPTED] = interrupted,
        [CASE_SPAN_AWAY] = away,
        [CASE_SPAN_GUEST] = around_guest,
    };
    if (which >= CASES || cases[which] == 0)
        return false;
    note_time(pe);
    cases[which](pe);
    note_time(pe);
    return true;
}
