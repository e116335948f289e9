/*
 * A guest that uses its devices: bring-up like Linux's, a handler that takes `handler` per
 * interrupt, and, if `background` says so, computing in between.
 */
#include "arch/intid.h"
#include "guest/driver.h"
#include "guest/programs.h"

enum linux_knob { KNOB_HANDLER, KNOB_BACKGROUND, LINUX_KNOBS };
enum { BACKGROUND_ALWAYS = 1, CHUNK_CYCLES = 100000 };

static const struct hv_knob knobs[LINUX_KNOBS] = {
    [KNOB_HANDLER] = { "handler", HV_DURATION_NS, 2000, 0, 1000000000, 0, 0,
                       "Time that the handler of a device interrupt takes." },
    [KNOB_BACKGROUND] = { "background", HV_CHOICE, 0, 0, 0, "never|always", 0,
                          "Whether it computes while there is no interrupt." },
};

static struct driver *driver_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct driver));
}

static void linux_irq(sim_vcpu *v)
{
    struct driver *d = driver_of(v);
    const uint32_t intid = driver_acknowledge(d);
    if (intid_is_special(intid))
        return;
    if (intid_is_lpi(intid))
        sim_guest_spend_ns(v, sim_guest_knob(v, KNOB_HANDLER));
    driver_eoi(d, intid);
}

/* One vCPU after the other: interrupt controller and collection; the first one then adds the
 * devices. */
static void bring_up(struct driver *d)
{
    const uint16_t last = (uint16_t)(d->domain->vcpus - 1u);
    if (d->index == 0) {
        driver_boot_distributor(d);
        driver_boot_cpu(d);
        driver_boot_its(d);
    } else {
        driver_boot_cpu(d);
        driver_await_turn(d, d->index);
    }
    driver_map_cpu(d);
    if (last == 0)
        return;
    driver_pass_turn(d, d->index + 1u, d->index == last ? 0 : (uint16_t)(d->index + 1u));
    if (d->index == 0)
        driver_await_turn(d, d->domain->vcpus);
}

static void add_devices(struct driver *d)
{
    driver_take_ring(d);
    for (uint16_t n = 0; n < d->domain->device_count && !d->failed; n++)
        driver_add_device(d, n);
}

static void work(sim_vcpu *v)
{
    const bool computes = sim_guest_knob(v, KNOB_BACKGROUND) == BACKGROUND_ALWAYS;
    struct sim_order order;
    for (;;) {
        while (sim_guest_order(v, &order))
            continue; /* it knows none */
        if (computes)
            sim_guest_compute(v, CHUNK_CYCLES);
        else
            sim_guest_wfi(v);
    }
}

/* Returns, and is off, only if the machine refused something: then the guest never gets ready. */
static void linux_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct driver *d = driver_of(v);
    driver_init(d, v, domain, index);
    bring_up(d);
    if (index == 0)
        add_devices(d);
    if (d->failed)
        return;
    sim_guest_ready(v);
    sim_guest_irq_restore(v, false);
    work(v);
}

const struct guest_program guest_linux = {
    .name = "linux",
    .text = "brings its devices up like Linux and handles their interrupts",
    .boot = linux_boot,
    .irq = linux_irq,
    .knobs = knobs,
    .knob_count = LINUX_KNOBS,
};
