/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that measures as `micro-bench` of kvm-unit-tests does: the mean time of a hypercall, of a
 * read of the virtual interrupt controller, of an EOI, of an SGI and of an LPI (raised by INT) to
 * another vCPU, from before the operation until its effect is seen here. vCPU 0 measures; vCPU 1
 * computes, and stores the number of each interrupt that it takes.
 */
#include "arch/gicd_regs.h"
#include "arch/icc_regs.h"
#include "arch/intid.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/sysreg.h"
#include "guest/bring_up.h"
#include "guest/device.h"
#include "guest/probes.h"
#include "guest/programs.h"

/* Shared memory by which vCPU 1 tells vCPU 0 how many interrupts it has taken, and that it waits
 * for them. */
#define TAKEN (GUEST_SHARED + 0x40ull)
#define WAITS (GUEST_SHARED + 0x80ull)

enum { RECEIVER = 1, EVENTS = 2, NO_SUCH_CALL = 0x7fff, LOOKS_MAX = 100000, CHUNK_CYCLES = 100000 };
enum { KNOB_ITERATIONS, MICROBENCH_KNOBS };

static const struct hv_knob knobs[MICROBENCH_KNOBS] = {
    [KNOB_ITERATIONS] = { .name = "iterations",
                          .kind = HV_UINT,
                          .initial = 200,
                          .min = 1,
                          .max = 1000000,
                          .unit = "1",
                          .text = "How often each operation is done." },
};

struct microbench {
    struct driver driver;
    struct guest_device device;
    uint64_t count; /* interrupts sent, or taken at the receiver */
};

static struct microbench *microbench_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct microbench));
}

/* ---- the receiver ---- */

static void microbench_irq(sim_vcpu *v)
{
    struct microbench *m = microbench_of(v);
    const uint32_t intid = driver_acknowledge(&m->driver);
    if (intid_is_special(intid))
        return;
    driver_eoi(&m->driver, intid);
    if (m->driver.index != RECEIVER)
        return; /* bring-up */
    sim_guest_span(v, SIM_SPAN_GUEST_VISIBLE, true);
    sim_guest_write(v, TAKEN, ++m->count, 8);
    sim_guest_span(v, SIM_SPAN_GUEST_VISIBLE, false);
}

static void receive(struct microbench *m)
{
    sim_vcpu *v = m->driver.v;
    sim_guest_irq_restore(v, false); /* takes interrupts that bring-up has sent */
    m->count = 0;
    driver_write(&m->driver, TAKEN, 0, 8);
    driver_write(&m->driver, WAITS, 1, 8);
    sim_guest_ready(v);
    for (;;)
        sim_guest_compute(v, CHUNK_CYCLES);
}

/* ---- the operations ---- */

typedef void operation(struct microbench *m);

static void do_nothing(struct microbench *m)
{
    (void)m;
}

static void call_hypervisor(struct microbench *m)
{
    static const uint64_t arg[4] = { 0 };
    sim_guest_hvc(m->driver.v, NO_SUCH_CALL, arg);
}

static void read_distributor(struct microbench *m)
{
    uint64_t value;
    sim_guest_read(m->driver.v, GUEST_GICD_BASE + GICD_IIDR, &value, 4);
}

static void end_nothing(struct microbench *m)
{
    sim_guest_msr(m->driver.v, ICC_EOIR1_EL1, INTID_NONE);
}

/* Waits until the receiver has taken everything that was sent. */
static void await_receiver(struct microbench *m)
{
    uint64_t taken = 0;
    m->count++;
    for (unsigned looks = 0; taken != m->count && !m->driver.failed; looks++) {
        sim_guest_read(m->driver.v, TAKEN, &taken, 8);
        if (looks == LOOKS_MAX)
            driver_fail(&m->driver, "an interrupt does not come to the other vCPU");
    }
}

static void send_sgi(struct microbench *m)
{
    sim_guest_msr(m->driver.v, ICC_SGI1R_EL1, bit(RECEIVER));
    await_receiver(m);
}

/* The command is four stores to a cached line, which are not charged. */
static void send_lpi(struct microbench *m)
{
    struct driver *d = &m->driver;
    struct its_cmd *slot = sim_guest_ram(d->v, GUEST_RING + d->cwriter, sizeof *slot);
    if (slot == 0)
        return driver_fail(d, "the command ring is no plain RAM");
    *slot = its_cmd_int(m->device.device_id, RECEIVER);
    d->cwriter = its_ring_next(d->cwriter, GUEST_RING_BYTES);
    sim_guest_write(d->v, GUEST_GITS_BASE + GITS_CWRITER, d->cwriter, 8);
    await_receiver(m);
}

/* ---- their times ---- */

/* The same loop for all operations, so that the empty one has the blocks of the others. */
__attribute__((noipa)) static uint64_t time_all(struct microbench *m, operation *operation,
                                                uint64_t iterations)
{
    const uint64_t start = sim_guest_mrs(m->driver.v, CNTVCT_EL0);
    for (uint64_t n = 0; n < iterations; n++)
        operation(m);
    return sim_guest_mrs(m->driver.v, CNTVCT_EL0) - start;
}

/* Subtracts the time of the loop itself. */
static void measure(struct microbench *m, unsigned row, operation *operation)
{
    const uint64_t iterations = sim_guest_knob(m->driver.v, KNOB_ITERATIONS);
    const uint64_t empty = time_all(m, do_nothing, iterations);
    const uint64_t all = time_all(m, operation, iterations);
    const uint64_t taken = all > empty ? all - empty : 0; /* others may have used the PE */
    if (!m->driver.failed)
        sim_guest_probe(m->driver.v, row, (taken + iterations / 2) / iterations);
}

static void await_waiting(struct microbench *m)
{
    while (!m->driver.failed && driver_read(&m->driver, WAITS, 8) == 0)
        sim_guest_spend_ns(m->driver.v, DRIVER_POLL_NS);
}

static void measure_all(struct microbench *m)
{
    sim_vcpu *v = m->driver.v;
    sim_guest_ready(v);
    await_waiting(m);
    measure(m, GUEST_MICRO_HVC, call_hypervisor);
    measure(m, GUEST_MICRO_MMIO, read_distributor);
    measure(m, GUEST_MICRO_EOI, end_nothing);
    measure(m, GUEST_MICRO_IPI, send_sgi);
    measure(m, GUEST_MICRO_LPI, send_lpi);
    sim_guest_verdict(v, !m->driver.failed, "every operation had its effect");
}

/* ---- bring-up ---- */

static void map_device(struct microbench *m)
{
    struct driver *d = &m->driver;
    driver_take_ring(d);
    m->device = guest_device(d, 0);
    guest_device_map(d, &m->device);
    guest_device_enable(d, &m->device, RECEIVER, true);
    driver_send(d, its_cmd_inv(m->device.device_id, RECEIVER), RECEIVER);
}

uint64_t microbench_ram_bytes(const struct sim_domain_info *domain, const uint64_t *values)
{
    (void)values;
    return guest_device_own_ram_bytes(domain, EVENTS);
}

/* Returns, which turns the vCPU off, if the machine refused something, and when everything is
 * measured. */
static void microbench_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct microbench *m = microbench_of(v);
    driver_init(&m->driver, v, domain, index);
    m->driver.own_events = EVENTS;
    bring_up_cpus(&m->driver);
    if (index == 0)
        map_device(m);
    if (m->driver.failed)
        return;
    if (index == 0)
        measure_all(m);
    else
        receive(m);
}

const struct guest_program guest_microbench = {
    .name = "microbench",
    .text = "measures hypercall, vGIC access, EOI, IPI and LPI as kvm-unit-tests' micro-bench does",
    .boot = microbench_boot,
    .irq = microbench_irq,
    .knobs = knobs,
    .knob_count = MICROBENCH_KNOBS,
};
