/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that uses its devices: bring-up like Linux's, a handler that takes `handler` per
 * interrupt, and, if `background` says so, computing in between. It looks for orders whenever it is
 * not handling an interrupt; a vCPU that sleeps looks after each interrupt.
 */
#include "guest/bring_up.h"
#include "guest/orders.h"
#include "guest/pin.h"
#include "guest/programs.h"

enum linux_knob {
    KNOB_HANDLER,
    KNOB_BACKGROUND,
    KNOB_INTERRUPTS,
    KNOB_NESTING,
    KNOB_TICK,
    KNOB_MAP_BURST,
    KNOB_INVALIDATE,
    LINUX_KNOBS
};
enum { BACKGROUND_ALWAYS = 1, INTERRUPTS_INTX = 1, NESTING_BY_VECTOR = 1, NO_TICK = 0 };
enum { CHUNK_CYCLES = 100000 };

static const struct hv_knob knobs[LINUX_KNOBS] = {
    [KNOB_HANDLER] = HANDLER_KNOB,
    [KNOB_BACKGROUND] = { "background", HV_CHOICE, 0, 0, 0, "never|always", 0,
                          "Whether it computes while there is no interrupt." },
    [KNOB_INTERRUPTS] = { "interrupts", HV_CHOICE, 0, 0, 0, "msix|intx", 0,
                          "How its devices interrupt: by messages, or by their pins (SPIs)." },
    [KNOB_NESTING] = { "nesting", HV_CHOICE, 0, 0, 0, "never|by_vector", 0,
                       "Whether a handler is interrupted: each vector of a device has a higher "
                       "priority than the one before." },
    [KNOB_TICK] = { "tick", HV_DURATION_NS, 0, 0, 1000000000, 0, 0,
                    "How often its own timer wakes a vCPU that waits for an interrupt, so that it "
                    "looks for orders; 0: never." },
    BRING_UP_KNOBS(KNOB_MAP_BURST, KNOB_INVALIDATE),
};

static const struct guest_order orders[ORDERS] = { ORDER_ROWS };

struct linux {
    struct driver driver;
    struct orders orders;
};

static struct linux *linux_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct linux));
}

static void linux_irq(sim_vcpu *v)
{
    driver_handle(&linux_of(v)->driver, sim_guest_knob(v, KNOB_HANDLER));
}

uint64_t linux_ram_bytes(const struct sim_domain_info *domain, const uint64_t *knobs)
{
    const bool has_pins = knobs[KNOB_INTERRUPTS] == INTERRUPTS_INTX;
    return guest_device_ram_bytes(domain, has_pins ? 0 : domain->device_count);
}

bool linux_sleeps_for_ever(const uint64_t *knobs)
{
    return knobs[KNOB_BACKGROUND] != BACKGROUND_ALWAYS && knobs[KNOB_TICK] == NO_TICK;
}

/* Sleeps until the next interrupt, which may be a tick, and handles it. */
static void rest(struct driver *d)
{
    const uint64_t tick_ns = sim_guest_knob(d->v, KNOB_TICK);
    if (tick_ns != NO_TICK)
        driver_arm_tick(d, tick_ns);
    sim_guest_wfi(d->v);
}

static void work(struct linux *l)
{
    sim_vcpu *v = l->driver.v;
    const bool computes = sim_guest_knob(v, KNOB_BACKGROUND) == BACKGROUND_ALWAYS;
    while (!l->driver.failed) {
        struct sim_order order;
        if (orders_next(&l->orders, &order))
            orders_obey(&l->orders, &order);
        else if (computes)
            sim_guest_compute(v, CHUNK_CYCLES);
        else
            rest(&l->driver);
    }
}

/* Returns, which turns the vCPU off, only if the machine refused something; then the guest never
 * becomes ready. */
static void linux_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct linux *l = linux_of(v);
    struct driver *d = &l->driver;
    driver_init(d, v, domain, index);
    bring_up_read_knobs(d, KNOB_MAP_BURST, KNOB_INVALIDATE);
    l->orders.driver = d;
    d->nests = sim_guest_knob(v, KNOB_NESTING) == NESTING_BY_VECTOR;
    bring_up_cpus(d);
    if (index == 0 && sim_guest_knob(v, KNOB_INTERRUPTS) == INTERRUPTS_INTX)
        pin_add_devices(d);
    else if (index == 0)
        bring_up_devices(d);
    if (d->failed)
        return;
    sim_guest_ready(v);
    sim_guest_irq_restore(v, false);
    work(l);
}

const struct guest_program guest_linux = {
    .name = "linux",
    .text = "brings its devices up like Linux and handles their interrupts",
    .boot = linux_boot,
    .irq = linux_irq,
    .knobs = knobs,
    .knob_count = LINUX_KNOBS,
    .orders = orders,
    .order_count = ORDERS,
};
