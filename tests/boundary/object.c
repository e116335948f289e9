/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hypervisor of the boundary tests: each case, chosen by knob 0, is one use or misuse of the
 * boundary. It reports numbers and times through its probes; boundary_test.cpp reads them.
 */
#include "cases.h"
#include "span_cases.h"
#include <arch/sysreg.h>
#include <itstorm/export.h>
#include <itstorm/guest.h>
#include <itstorm/import.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

static const struct hv_knob knobs[] = {
    { .name = "case", .kind = HV_UINT, .max = CASES - 1, .unit = "case", .text = "which case runs" }
};
static const struct hv_probe probes[] = {
    { "note", HV_COUNTER, "1", "a number", false },
    { "time", HV_COUNTER, "ns", "when", false },
};
enum { NOTE, TIME };

static struct hv {
    const struct sim_machine* machine;
    sim_el2* sleeper;
    sim_lock* lock;
    volatile uint64_t sink, interrupts;
    volatile bool go;
} the_hv;

static void note(sim_pe* pe, uint64_t value)
{
    sim_probe(pe, NOTE, SIM_NO_DOMAIN, value);
}

static void note_time(sim_pe* pe)
{
    sim_probe(pe, TIME, SIM_NO_DOMAIN, sim_now_ns(pe));
}

static void scan(unsigned words)
{
    for (unsigned i = 0; i < words; i++)
        the_hv.sink += i ^ (i >> 3);
}

__attribute__((noinline)) static uint64_t recurse(uint64_t depth)
{
    volatile uint64_t frame[128];
    frame[depth % 128] = depth;
    return depth == UINT64_MAX ? 0 : recurse(depth + 1) + frame[(depth + 1) % 128];
}

static _Noreturn void rest(sim_pe* pe)
{
    for (;;)
        sim_wfi(pe);
}

/* ---- an EL2 stack that sleeps on one PE and resumes on another ---- */

static void sleeper(void* arg)
{
    (void)arg;
    sim_pe* pe = sim_pe_self();
    note(pe, 100 + sim_pe_index(pe));
    sim_el2_switch(pe, 0);
    pe = sim_pe_self();
    note(pe, 100 + sim_pe_index(pe));
    note_time(pe);
    sim_el2_switch(pe, 0);
}

static void panicking(void* arg)
{
    (void)arg;
    sim_panic("object.c", 4711, "as ordered");
}

static void overflowing(void* arg)
{
    (void)arg;
    the_hv.sink = recurse(1);
}

static void run_stack(sim_pe* pe, void (*entry)(void*))
{
    sim_el2_switch(pe, sim_el2_create(entry, 0, "case.stack"));
}

/* ---- PE 0 reads from a foreign device that waits, while PE 1 runs ---- */

static void read_foreign(sim_pe* pe)
{
    if (sim_pe_index(pe) == 1) {
        for (unsigned n = 0; n < 50; n++)
            sim_delay_ns(pe, 100);
        rest(pe);
    }
    uint32_t value = 0;
    sim_read(pe, FOREIGN_DEVICE, &value, sizeof value);
    note_time(pe);
    note(pe, value);
    rest(pe);
}

/* ---- guests ---- */

enum { TELL = 6 }; /* the hypercall with three numbers */

static void run_guest(sim_pe* pe)
{
    sim_vcpu* v = sim_vcpu_create(0, 0);
    struct sim_exit exit = { 0 };
    do {
        sim_vcpu_run(pe, v, &exit);
        note(pe, exit.kind);
        note_time(pe);
        if (exit.kind == SIM_EXIT_IRQ)
            sim_mrs(pe, ICC_IAR1_EL1);
        for (unsigned n = 0; exit.kind == SIM_EXIT_HVC && n < (exit.address == TELL ? 3 : 1); n++)
            note(pe, exit.arg[n]);
        if (exit.kind == SIM_EXIT_MMIO)
            exit.value = exit.address + 1;
    } while (exit.kind != SIM_EXIT_OFF);
    rest(pe);
}

/* ---- a vCPU that floats: PE 0 enters it, then PE 1 does ---- */

static sim_vcpu* floating;
static struct sim_exit floating_exit;

static void float_on(sim_pe* pe)
{
    if (sim_pe_index(pe) == 0) {
        floating = sim_vcpu_create(0, 0);
        sim_vcpu_run(pe, floating, &floating_exit); /* until its first hypercall */
        the_hv.go = true;
        rest(pe);
    }
    while (!the_hv.go)
        sim_delay_ns(pe, 100);
    sim_vcpu_run(pe, floating, &floating_exit);
    note(pe, floating_exit.arg[0]);
    note(pe, floating_exit.arg[1]);
    rest(pe);
}

/* ---- locks ---- */

static void contend(sim_pe* pe)
{
    sim_delay_ns(pe, 10 * sim_pe_index(pe)); /* PE 0 comes first */
    sim_lock_take(pe, the_hv.lock);
    note(pe, sim_pe_index(pe));
    note_time(pe);
    sim_delay_ns(pe, 1000);
    sim_lock_drop(pe, the_hv.lock);
    rest(pe);
}

static void long_scan(sim_pe* pe)
{
    sim_irq_restore(pe, false);
    note_time(pe);
    scan(2000);
    sim_irq_save(pe);
    note_time(pe);
    rest(pe);
}

static void masked_scan(sim_pe* pe)
{
    scan(2000);
    note_time(pe);
    sim_irq_restore(pe, false);
    note(pe, the_hv.interrupts);
    rest(pe);
}

static void wake_sleeper(sim_pe* pe)
{
    if (sim_pe_index(pe) == 0) {
        sim_el2_switch(pe, the_hv.sleeper);
        rest(pe);
    }
    sim_delay_ns(pe, 2000);
    sim_el2_switch(pe, the_hv.sleeper);
    rest(pe);
}

void hv_boot(struct hv* hv, sim_pe* pe)
{
    const uint64_t which = sim_knob(0);
    if (sim_pe_index(pe) != 0 && which != CASE_SLEEPER && which != CASE_CONTENTION &&
        which != CASE_FLOATING && which != CASE_FOREIGN_READ)
        rest(pe);
    if (span_case(pe, which))
        rest(pe);
    switch (which) {
    case CASE_GUEST_BLOCK:
    case CASE_VIRTUAL_INTERRUPT:
    case CASE_GUEST_MMIO:
    case CASE_GUEST_OVERFLOW:
    case CASE_ORDERS: run_guest(pe); break;
    case CASE_FLOATING: float_on(pe); break;
    case CASE_FOREIGN_READ: read_foreign(pe); break;
    case CASE_SLEEPER: wake_sleeper(pe); break;
    case CASE_LONG_SCAN: long_scan(pe); break;
    case CASE_MASKED_SCAN: masked_scan(pe); break;
    case CASE_PANIC: run_stack(pe, panicking); break;
    case CASE_OVERFLOW: run_stack(pe, overflowing); break;
    case CASE_LOCK_TWICE:
        sim_lock_take(pe, hv->lock);
        sim_lock_take(pe, hv->lock);
        break;
    case CASE_LOCK_AT_ENTRY:
        sim_lock_take(pe, hv->lock);
        run_guest(pe);
        break;
    case CASE_LOCK_AT_SWITCH:
        sim_lock_take(pe, hv->lock);
        sim_el2_switch(pe, hv->sleeper);
        break;
    case CASE_CONTENTION: contend(pe); break;
    case CASE_NULL: *(volatile uint32_t*)(uintptr_t)hv->interrupts = 1; break;
    case CASE_WRONG_PE: sim_now_ns((sim_pe*)hv); break;
    case CASE_ENDLESS_BOOT:
        for (;;)
            the_hv.sink++;
        break;
    default: break; /* CASE_BOOT_RETURNS */
    }
}

void hv_irq(struct hv* hv, sim_pe* pe)
{
    hv->interrupts++;
    note_time(pe);
    sim_mrs(pe, ICC_IAR1_EL1);
}

struct hv* hv_create(const struct sim_machine* machine)
{
    const uint64_t which = sim_knob(0);
    the_hv.machine = machine;
    if (which == CASE_ENDLESS_CREATE)
        for (;;)
            the_hv.sink++;
    if (which == CASE_OVERFLOW_CREATE)
        the_hv.sink = recurse(1);
    if (which == CASE_REFUSE) {
        sim_log("this machine has no such thing");
        return 0;
    }
    the_hv.lock = sim_lock_create("case", SIM_NO_DOMAIN);
    span_cases_create();
    the_hv.sleeper = sim_el2_create(sleeper, 0, "sleeper");
    return &the_hv;
}

const char* hv_check(struct hv* hv)
{
    (void)hv;
    return sim_knob(0) == CASE_BROKEN ? "a count is off" : 0;
}

void hv_destroy(struct hv* hv)
{
    (void)hv;
}

const struct hv_knob* hv_knobs(unsigned* count)
{
    *count = sizeof knobs / sizeof *knobs;
    return knobs;
}

const struct hv_probe* hv_probes(unsigned* count)
{
    *count = sizeof probes / sizeof *probes;
    return probes;
}

/* ---- the guest ---- */

struct guest_state {
    volatile uint64_t handled_at_ns, handler_runs;
};

enum { ORDERS = 3 };

/* Reports for each order what it was, its last argument and its time; then how often and when the
 * interrupt handler ran. */
static void obey_orders(sim_vcpu* v, const struct guest_state* state)
{
    struct sim_order order;
    sim_guest_irq_restore(v, false);
    for (unsigned n = 0; n < ORDERS; n++) {
        sim_guest_await_order(v, &order);
        const uint64_t arg[4] = { order.what, order.arg[SIM_ORDER_ARGS - 1],
                                  sim_guest_mrs(v, CNTVCT_EL0) };
        sim_guest_hvc(v, TELL, arg);
    }
    const uint64_t arg[4] = { state->handler_runs, state->handled_at_ns };
    sim_guest_hvc(v, TELL, arg);
}

static void guest_boot(sim_vcpu* v, const struct sim_domain_info* domain, uint16_t index)
{
    (void)domain, (void)index;
    struct guest_state* state = sim_guest_state(v, sizeof *state);
    uint64_t arg[4] = { 0 };
    switch (sim_guest_knob(v, 0)) {
    case CASE_GUEST_BLOCK:
        scan(2000);
        break; /* no import inside: the block callback must leave to EL2 */
    case CASE_VIRTUAL_INTERRUPT:
        sim_guest_irq_restore(v, false);
        scan(2000);
        arg[0] = state->handled_at_ns;
        sim_guest_hvc(v, 1, arg);
        arg[0] = state->handler_runs;
        sim_guest_hvc(v, 2, arg);
        break;
    case CASE_GUEST_MMIO:
        sim_guest_read(v, 0x1234, &arg[0], 4);
        sim_guest_hvc(v, 3, arg);
        break;
    case CASE_GUEST_OVERFLOW: arg[0] = recurse(1); break;
    case CASE_ORDERS: obey_orders(v, state); break;
    case CASE_FLOATING:
        sim_guest_msr(v, CNTV_CVAL_EL0, 123456);
        sim_guest_hvc(v, 4, arg);
        arg[0] = 77;
        arg[1] = sim_guest_mrs(v, CNTV_CVAL_EL0);
        sim_guest_hvc(v, 5, arg);
        break;
    default: break;
    }
}

static void guest_irq(sim_vcpu* v)
{
    struct guest_state* state = sim_guest_state(v, sizeof *state);
    state->handled_at_ns = sim_guest_mrs(v, CNTVCT_EL0);
    state->handler_runs++;
    sim_guest_mrs(v, ICC_IAR1_EL1);
}

static const struct hv_knob guest_knobs[] = {
    { .name = "case", .kind = HV_UINT, .max = CASES - 1, .unit = "case", .text = "which case runs" }
};
static const struct guest_program programs[] = { { .name = "case",
                                                   .text = "the boundary's cases",
                                                   .boot = guest_boot,
                                                   .irq = guest_irq,
                                                   .knobs = guest_knobs,
                                                   .knob_count = 1 } };

const struct guest_program* guest_programs(unsigned* count)
{
    *count = 1;
    return programs;
}
