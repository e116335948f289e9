/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that only obeys orders (orders.h), such as to flood its command ring. It brings itself
 * up, and handles interrupts in between, like `linux`. Each vCPU has its own orders and polls for
 * them; the ring belongs to one vCPU for the length of a burst.
 */
#include "guest/bring_up.h"
#include "guest/orders.h"
#include "guest/programs.h"

enum {
    KNOB_HANDLER,
    KNOB_MAP_BURST,
    KNOB_INVALIDATE,
    KNOB_OWN_EVENTS,
    KNOB_OWN_LAYOUT,
    FLOOD_KNOBS
};

static const struct hv_knob knobs[FLOOD_KNOBS] = {
    [KNOB_HANDLER] = HANDLER_KNOB,
    BRING_UP_KNOBS(KNOB_MAP_BURST, KNOB_INVALIDATE),
    [KNOB_OWN_EVENTS] = { .name = "own_events",
                          .kind = HV_UINT,
                          .initial = OWN_EVENTS,
                          .min = 1,
                          .max = OWN_EVENTS_MAX,
                          .unit = "events",
                          .text = "Without devices: events of the device that only its virtual ITS "
                                  "hears of." },
    [KNOB_OWN_LAYOUT] = { .name = "own_layout",
                          .kind = HV_CHOICE,
                          .choices = "dense|sparse|top",
                          .text = "Their vLPIs: in a row from the first one on, spread over all "
                                  "there are, or in a row up to the last." },
};
static const struct guest_order orders[ORDERS] = { ORDER_ROWS };

struct flood {
    struct driver driver;
    struct orders orders;
};

static struct flood *flood_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct flood));
}

static void flood_irq(sim_vcpu *v)
{
    driver_handle(&flood_of(v)->driver, sim_guest_knob(v, KNOB_HANDLER));
}

/* The other vCPUs leave the ring alone until the devices are there. */
static void bring_up(struct driver *d)
{
    const uint32_t all_done = d->domain->vcpus + 1u;
    bring_up_cpus(d);
    if (d->index != 0) {
        driver_await_turn(d, all_done);
        return;
    }
    bring_up_devices(d);
    for (uint16_t vcpu = 1; vcpu < d->domain->vcpus; vcpu++)
        driver_pass_turn(d, all_done, vcpu);
}

uint64_t flood_ram_bytes(const struct sim_domain_info *domain, const uint64_t *values)
{
    return domain->device_count != 0
               ? guest_device_ram_bytes(domain, domain->device_count)
               : guest_device_own_ram_bytes(domain, (uint32_t)values[KNOB_OWN_EVENTS]);
}

uint32_t flood_own_events(const uint64_t *values)
{
    return (uint32_t)values[KNOB_OWN_EVENTS];
}

/* Returns, which turns the vCPU off, only if the machine refused something. */
static void flood_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct flood *f = flood_of(v);
    driver_init(&f->driver, v, domain, index);
    bring_up_read_knobs(&f->driver, KNOB_MAP_BURST, KNOB_INVALIDATE);
    f->driver.own_events = (uint32_t)sim_guest_knob(v, KNOB_OWN_EVENTS);
    f->driver.own_layout = (enum driver_layout)sim_guest_knob(v, KNOB_OWN_LAYOUT);
    f->orders.driver = &f->driver;
    bring_up(&f->driver);
    if (f->driver.failed)
        return;
    sim_guest_ready(v);
    sim_guest_irq_restore(v, false);
    while (!f->driver.failed) {
        struct sim_order order;
        orders_await(&f->orders, &order);
        orders_obey(&f->orders, &order);
    }
}

const struct guest_program guest_flood = {
    .name = "flood",
    .text = "brings itself up like linux, then obeys orders: bursts of ITS commands and more",
    .boot = flood_boot,
    .irq = flood_irq,
    .knobs = knobs,
    .knob_count = FLOOD_KNOBS,
    .orders = orders,
    .order_count = ORDERS,
};
