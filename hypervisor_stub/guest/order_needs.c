/* SPDX-License-Identifier: Apache-2.0 */
/* guest_order_needs: the devices, events and vCPUs that the arguments of an order name must exist
 * in the domain. */
#include "guest/orders.h"
#include "guest/programs.h"
#include "guest/words.h"

enum { NO_LIMIT = UINT16_MAX, MIN_TICK_NS = 1000 };

struct asked {
    const struct sim_domain_info *domain;
    uint32_t own_events; /* of the own device of a domain without any */
    const struct sim_order *order;
    const struct guest_order *row;
};

/* ---- the largest value of an argument, by its name ---- */

/* The value of another argument of the same order; 0: the order has no such argument. */
static uint64_t value_of(const struct asked *a, const char *name)
{
    for (unsigned n = 0; n < a->row->arg_count; n++)
        if (words_are_same(a->row->args[n].name, name))
            return a->order->arg[n];
    return 0;
}

/* Number of events of the named device; 0: there is no such device. */
static uint64_t events_of(const struct asked *a)
{
    const struct sim_domain_info *domain = a->domain;
    const uint64_t device = value_of(a, "device");
    if (domain->device_count == 0)
        return a->own_events;
    return device < domain->device_count ? domain->devices[device]->vectors : 0;
}

/* A domain without devices has one of its own. */
static uint64_t last_device(const struct asked *a)
{
    return a->domain->device_count != 0 ? a->domain->device_count - 1u : 0;
}

static uint64_t last_event(const struct asked *a)
{
    return events_of(a) != 0 ? events_of(a) - 1u : NO_LIMIT; /* the device is reported */
}

static uint64_t most_events(const struct asked *a)
{
    const uint64_t event = value_of(a, "event"), step = value_of(a, "step");
    const uint64_t left = event < events_of(a) ? events_of(a) - event : NO_LIMIT;
    return step > 1 ? (left + step - 1u) / step : left;
}

static uint64_t last_vcpu(const struct asked *a)
{
    return a->domain->vcpus - 1u;
}

static const struct {
    const char *name;
    uint64_t (*largest)(const struct asked *a);
    const char *key, *what;
} limits[] = {
    { "device", last_device, "timeline[].args.device", "a device that the domain has" },
    { "event", last_event, "timeline[].args.event", "an event that the device has" },
    { "events", most_events, "timeline[].args.events", "events that the device has" },
    { "vector", last_event, "timeline[].args.vector", "a vector that the device has" },
    { "collection", last_vcpu, "timeline[].args.collection",
      "a collection that a vCPU has mapped" },
    { "from", last_vcpu, "timeline[].args.from", "a vCPU that the domain has" },
    { "to", last_vcpu, "timeline[].args.to", "a vCPU that the domain has" },
    { "back", last_vcpu, "timeline[].args.back", "a vCPU that the domain has" },
    { "vcpu", last_vcpu, "timeline[].args.vcpu", "a vCPU that the domain has" },
};

enum { LIMITS = sizeof limits / sizeof limits[0] };

/* ---- the export ---- */

struct rows {
    struct hv_need *needs;
    unsigned max, count;
};

static void need(struct rows *rows, struct hv_need row)
{
    if (rows->count < rows->max)
        rows->needs[rows->count++] = row;
}

static void limit_argument(struct rows *rows, const struct asked *a, const char *name)
{
    for (unsigned n = 0; n < LIMITS; n++)
        if (words_are_same(limits[n].name, name))
            need(rows, (struct hv_need){ .key = limits[n].key,
                                         .limit = limits[n].largest(a),
                                         .at_most = true,
                                         .what = limits[n].what });
}

static const struct guest_program *find_program(const char *name)
{
    unsigned count;
    const struct guest_program *programs = guest_programs(&count);
    for (unsigned n = 0; n < count; n++)
        if (words_are_same(programs[n].name, name))
            return &programs[n];
    return 0;
}

/* Orders that need a PCI function, which the own device of a domain without any does not have. */
static bool needs_function(const struct sim_order *order)
{
    static const bool needs[ORDERS] = {
        [ORDER_MASK] = true,          [ORDER_UNMASK] = true,
        [ORDER_MASK_FUNCTION] = true, [ORDER_UNMASK_FUNCTION] = true,
        [ORDER_RESET] = true,         [ORDER_START] = true,
        [ORDER_REMOVE] = true,        [ORDER_ADD] = true,
    };
    return order->what < ORDERS && needs[order->what];
}

unsigned guest_order_needs(const struct sim_domain_info *domain, const uint64_t *knobs,
                           const struct sim_order *order, struct hv_need *needs, unsigned max)
{
    struct rows rows = { needs, max, 0 };
    const struct guest_program *program = find_program(domain->program);
    if (program == 0 || order->what >= program->order_count)
        return 0;
    const uint32_t own_events =
        program == find_program("flood") ? flood_own_events(knobs) : OWN_EVENTS;
    const struct asked asked = { domain, own_events, order, &program->orders[order->what] };
    if (needs_function(order))
        need(&rows, (struct hv_need){ .key = "domains[].devices",
                                      .limit = 1,
                                      .what = "the device that an order of the timeline names" });
    for (unsigned n = 0; n < asked.row->arg_count; n++)
        limit_argument(&rows, &asked, asked.row->args[n].name);
    if (program == find_program("linux") && linux_sleeps_for_ever(knobs))
        need(&rows, (struct hv_need){ .key = "domains[].tick",
                                      .limit = MIN_TICK_NS,
                                      .what = "a vCPU that only waits for interrupts looks for the "
                                              "timeline's orders after each of them" });
    return rows.count;
}
