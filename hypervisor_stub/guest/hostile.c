/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that attacks with its first device, of kind `hostile` (arch/hostile.h). An order programs
 * what the device sends, until the next attack or the order `quiet`; meanwhile the guest goes on as
 * its knobs say. It brings itself up like `linux`, so that all it is entitled to is set up.
 */
#include "arch/hostile.h"
#include "arch/its_regs.h"
#include "arch/msix.h"
#include "arch/pci_device.h"
#include "guest/bring_up.h"
#include "guest/orders.h"
#include "guest/programs.h"

/* Attacks: rows behind the orders that every guest obeys. */
enum hostile_order {
    ORDER_ONE_VECTOR = ORDERS,
    ORDER_EVERY_VECTOR,
    ORDER_UNMAPPED_EVENTS,
    ORDER_FORGED_ID,
    ORDER_FOREIGN_ADDRESS,
    HOSTILE_ORDERS
};
enum { KNOB_HANDLER, KNOB_EOI, KNOB_MEANWHILE, KNOB_MAP_BURST, KNOB_INVALIDATE, HOSTILE_KNOBS };
enum { EOI_ALWAYS, EOI_NEVER };
enum { MEANWHILE_NOTHING, MEANWHILE_MASK, MEANWHILE_DISABLE };
enum { ARG_GAP, ARG_FIRST, ARG_COUNT, ARG_ID }; /* ARG_ID: or the address */

static const struct hv_knob knobs[HOSTILE_KNOBS] = {
    [KNOB_HANDLER] = HANDLER_KNOB,
    [KNOB_EOI] = { "eoi", HV_CHOICE, EOI_ALWAYS, 0, 0, "always|never", 0,
                   "Whether it ever ends an interrupt that it has acknowledged." },
    [KNOB_MEANWHILE] = { "meanwhile", HV_CHOICE, MEANWHILE_NOTHING, 0, 0, "nothing|mask|disable", 0,
                         "What it does without pause during an attack: mask and unmask its first "
                         "vector, or disable and enable its vLPI by configuration byte and INV." },
    BRING_UP_KNOBS(KNOB_MAP_BURST, KNOB_INVALIDATE),
};

#define GAP_ARG                                                                                    \
    [ARG_GAP] = { "gap",      HV_DURATION_NS,                                                      \
                  0,          0,                                                                   \
                  1000000000, 0,                                                                   \
                  0,          "Between two messages; 0: as fast as the link takes them." }
#define FIRST_ARG(FIRST)                                                                           \
    [ARG_FIRST] = { "first", HV_UINT, FIRST, 0, 0xffffffff, 0, 0, "The first EventID," }
#define COUNT_ARG(COUNT)                                                                           \
    [ARG_COUNT] = { "count",    HV_UINT, COUNT,    1,                                              \
                    0xffffffff, 0,       "events", "and how many of them, in turn." }

static const struct hv_knob gap_args[] = { GAP_ARG };
static const struct hv_knob event_args[] = { GAP_ARG, FIRST_ARG(0x8000), COUNT_ARG(0x1000) };
static const struct hv_knob forged_args[] = {
    GAP_ARG, FIRST_ARG(0), COUNT_ARG(1),
    [ARG_ID] = { "device_id", HV_UINT, 0, 0, 0xffffffff, 0, 0, "Whose messages they seem to be." }
};
static const struct hv_knob address_args[] = {
    GAP_ARG, FIRST_ARG(0), COUNT_ARG(1),
    [ARG_ID] = { "address", HV_UINT, 0x1000, 0, 0, 0, 0, "Where it writes, as its guest sees it." }
};

static const struct guest_order orders[HOSTILE_ORDERS] = {
    [ORDER_ONE_VECTOR] = { "one_vector", "messages on its first vector", gap_args, 1 },
    [ORDER_EVERY_VECTOR] = { "every_vector", "messages on all vectors in turn", gap_args, 1 },
    [ORDER_UNMAPPED_EVENTS] = { "unmapped_events", "messages with EventIDs of its choice",
                                event_args, 3 },
    [ORDER_FORGED_ID] = { "forged_id", "messages in the name of another device", forged_args, 4 },
    [ORDER_FOREIGN_ADDRESS] = { "foreign_address", "messages to any address", address_args, 4 },
    ORDER_ROWS
};

struct attacker {
    struct driver driver;
    struct orders orders;
    bool attacks;
};

static struct attacker *attacker_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct attacker));
}

/* ---- the device ---- */

static void set(struct driver *d, uint32_t reg, uint64_t value)
{
    driver_write(d, GUEST_BAR_BASE + DEVICE_KIND_REGISTERS + reg, value, 4);
}

static void set_target(struct driver *d, uint64_t address)
{
    set(d, HOSTILE_ADDRESS_LO, (uint32_t)address);
    set(d, HOSTILE_ADDRESS_HI, address >> 32);
}

static void start(struct driver *d, uint64_t control, uint64_t first, uint64_t count)
{
    set(d, HOSTILE_FIRST, first);
    set(d, HOSTILE_COUNT, count);
    set(d, HOSTILE_CONTROL, control | HOSTILE_RUN);
}

static void start_raw(struct driver *d, const struct sim_order *order, uint64_t control,
                      uint64_t address)
{
    set_target(d, address);
    start(d, control | HOSTILE_RAW, order->arg[ARG_FIRST], order->arg[ARG_COUNT]);
}

static void attack(struct attacker *a, const struct sim_order *order)
{
    struct driver *d = &a->driver;
    const uint64_t doorbell = GUEST_GITS_BASE + GITS_TRANSLATER;
    set(d, HOSTILE_CONTROL, 0);
    a->attacks = order->what != ORDER_QUIET;
    if (a->attacks)
        set(d, HOSTILE_GAP_NS, order->arg[ARG_GAP]);
    switch (order->what) {
    case ORDER_ONE_VECTOR: return start(d, 0, 0, 1);
    case ORDER_EVERY_VECTOR: return start(d, 0, 0, d->domain->devices[0]->vectors);
    case ORDER_UNMAPPED_EVENTS: return start_raw(d, order, 0, doorbell);
    case ORDER_FORGED_ID:
        set(d, HOSTILE_DEVICE_ID, order->arg[ARG_ID]);
        return start_raw(d, order, HOSTILE_FORGED_ID, doorbell);
    case ORDER_FOREIGN_ADDRESS: return start_raw(d, order, 0, order->arg[ARG_ID]);
    default: return;
    }
}

/* Other orders leave the attack as it is, but `quiet` ends it, too. */
static void obey(struct attacker *a, const struct sim_order *order)
{
    if (order->what >= ORDERS || order->what == ORDER_QUIET)
        attack(a, order);
    else
        orders_obey(&a->orders, order);
}

/* ---- meanwhile ---- */

static void set_mask(struct driver *d, bool masked)
{
    driver_write(d, GUEST_BAR_BASE + GUEST_BAR2_OFFSET + MSIX_CONTROL, masked, 4);
}

/* As a driver does it: writes the byte, then sends an INV and waits for it. */
static void set_enabled(struct driver *d, bool enabled)
{
    const struct guest_device device = guest_device(d, 0);
    guest_device_enable(d, &device, 0, enabled);
    driver_lock_ring(d);
    driver_put(d, its_cmd_inv(device.device_id, 0));
    driver_put(d, its_cmd_sync(d->index));
    driver_run(d);
    driver_unlock_ring(d);
}

static void hammer(struct driver *d, uint64_t meanwhile)
{
    void (*const change)(struct driver *, bool) =
        meanwhile == MEANWHILE_MASK ? set_mask : set_enabled;
    change(d, meanwhile == MEANWHILE_MASK);
    change(d, meanwhile != MEANWHILE_MASK);
}

/* A disabled ITS executes no INV, so none is waited for. */
static bool hammers(const struct attacker *a, uint64_t meanwhile)
{
    return a->attacks && meanwhile != MEANWHILE_NOTHING && !a->orders.its_is_off &&
           !a->driver.failed;
}

static struct sim_order next_order(struct attacker *a)
{
    struct driver *d = &a->driver;
    struct sim_order order;
    const uint64_t meanwhile = sim_guest_knob(d->v, KNOB_MEANWHILE);
    while (hammers(a, meanwhile)) {
        if (orders_next(&a->orders, &order))
            return order;
        hammer(d, meanwhile);
    }
    orders_await(&a->orders, &order);
    return order;
}

/* ---- the program ---- */

static void hostile_irq(sim_vcpu *v)
{
    struct driver *d = &attacker_of(v)->driver;
    if (sim_guest_knob(v, KNOB_EOI) == EOI_NEVER)
        driver_acknowledge(d);
    else
        driver_handle(d, sim_guest_knob(v, KNOB_HANDLER));
}

/* Returns, which turns the vCPU off, only if the machine refused something. */
static void hostile_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct attacker *a = attacker_of(v);
    driver_init(&a->driver, v, domain, index);
    bring_up_read_knobs(&a->driver, KNOB_MAP_BURST, KNOB_INVALIDATE);
    a->orders.driver = &a->driver;
    bring_up_cpus(&a->driver);
    if (index == 0)
        bring_up_devices(&a->driver);
    if (a->driver.failed || domain->device_count == 0)
        return;
    sim_guest_ready(v);
    sim_guest_irq_restore(v, false);
    while (!a->driver.failed) {
        const struct sim_order order = next_order(a);
        obey(a, &order);
    }
}

const struct guest_program guest_hostile = {
    .name = "hostile",
    .text = "brings itself up like linux, then attacks with its device as ordered",
    .boot = hostile_boot,
    .irq = hostile_irq,
    .knobs = knobs,
    .knob_count = HOSTILE_KNOBS,
    .orders = orders,
    .order_count = HOSTILE_ORDERS,
};
