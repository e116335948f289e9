/*
 * A guest that floods its command ring, as ordered: bursts of commands, each written to the ring,
 * announced by one write of CWRITER and waited for. It brings itself up, and handles interrupts in
 * between, like `linux`. Each vCPU takes orders of its own; the ring belongs to one of them for a
 * burst.
 */
#include "arch/intid.h"
#include "guest/bring_up.h"
#include "guest/programs.h"

enum flood_order { ORDER_INVALL, ORDER_INV, ORDER_REMAP, ORDER_QUIET, FLOOD_ORDERS };
enum flood_arg { ARG_COMMANDS, ARG_BURSTS, ARG_PAUSE, FLOOD_ARGS };
enum { KNOB_HANDLER, FLOOD_KNOBS };
enum { RING_SLOTS = GUEST_RING_BYTES / ITS_CMD_BYTES, UNTIL_NEXT_ORDER = 0 };

/* A guest without devices maps one for itself once it is ordered to use one; only its virtual ITS
 * hears of it. */
enum { OWN_DEVICE = 0, OWN_EVENTS = 32 };

static const struct hv_knob knobs[FLOOD_KNOBS] = { [KNOB_HANDLER] = HANDLER_KNOB };

static const struct hv_knob burst_args[FLOOD_ARGS] = {
    [ARG_COMMANDS] = { "commands", HV_UINT, 100, 1, RING_SLOTS - 1, 0, "commands",
                       "In each burst: announced by one write of CWRITER, then waited for." },
    [ARG_BURSTS] = { "bursts", HV_UINT, 1, 0, 0, 0, "bursts",
                     "One after the other; 0: until the next order." },
    [ARG_PAUSE] = { "pause", HV_DURATION_NS, 0, 0, 1000000000, 0, 0, "Time between two bursts." },
};

static const struct guest_order orders[FLOOD_ORDERS] = {
    [ORDER_INVALL] = { "invall", "INVALLs of the collection of its vCPU", burst_args, FLOOD_ARGS },
    [ORDER_INV] = { "inv", "INVs of the events of its first device in turn", burst_args,
                    FLOOD_ARGS },
    [ORDER_REMAP] = { "remap", "DISCARD and MAPTI of the events of its first device in turn",
                      burst_args, FLOOD_ARGS },
    [ORDER_QUIET] = { "quiet", "ends the order under way after its burst", 0, 0 },
};

struct flood {
    struct driver driver;
    struct sim_order next; /* came while another one was under way */
    bool has_next;
};

static struct flood *flood_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct flood));
}

/* ---- commands ---- */

/* How far the turns through the events are, for whichever vCPU has the ring. */
static uint64_t turn_address(enum flood_order what)
{
    return GUEST_SHARED + 8ull * (1u + what);
}

static uint32_t device_of(const struct driver *d)
{
    return d->domain->device_count != 0 ? d->domain->devices[0]->device_id : OWN_DEVICE;
}

static uint32_t events_of(const struct driver *d)
{
    return d->domain->device_count != 0 ? d->domain->devices[0]->vectors : OWN_EVENTS;
}

/* Of an event of the first device, whose vLPIs are the first ones: off, then on again. */
static struct its_cmd remap(const struct driver *d, uint64_t turn)
{
    const uint32_t event = (uint32_t)(turn / 2 % events_of(d));
    if (turn % 2 == 0)
        return its_cmd_discard(device_of(d), event);
    return its_cmd_mapti(device_of(d), event, INTID_LPI_FIRST + event,
                         (uint16_t)(event % d->domain->vcpus));
}

static struct its_cmd command(const struct driver *d, enum flood_order what, uint64_t turn)
{
    switch (what) {
    case ORDER_INV: return its_cmd_inv(device_of(d), (uint32_t)(turn % events_of(d)));
    case ORDER_REMAP: return remap(d, turn);
    default: return its_cmd_invall(d->index);
    }
}

/* The ring is this vCPU's. */
static void have_device(struct driver *d)
{
    const uint64_t is_mapped = turn_address(FLOOD_ORDERS);
    if (d->domain->device_count != 0 || driver_read(d, is_mapped, 8) != 0)
        return;
    driver_map_device(d, OWN_DEVICE, OWN_EVENTS);
    for (uint32_t event = 0; event < OWN_EVENTS && !d->failed; event++)
        driver_map_event(d, OWN_DEVICE, event);
    driver_write(d, is_mapped, 1, 8);
}

static void burst(struct driver *d, enum flood_order what, uint64_t commands)
{
    driver_lock_ring(d);
    if (what != ORDER_INVALL)
        have_device(d);
    const uint64_t turn = driver_read(d, turn_address(what), 8);
    for (uint64_t n = 0; n < commands; n++)
        driver_put(d, command(d, what, turn + n));
    driver_write(d, turn_address(what), turn + commands, 8);
    driver_run(d);
    driver_unlock_ring(d);
}

/* ---- orders ---- */

/* Whether an order that has come ends the one under way. */
static bool is_called_off(struct flood *f, bool is_endless)
{
    if (!f->has_next)
        f->has_next = sim_guest_order(f->driver.v, &f->next);
    return f->has_next && (is_endless || f->next.what == ORDER_QUIET);
}

static void send_bursts(struct flood *f, const struct sim_order *order)
{
    const uint64_t bursts = order->arg[ARG_BURSTS];
    const bool is_endless = bursts == UNTIL_NEXT_ORDER;
    for (uint64_t n = 1; !f->driver.failed; n++) {
        burst(&f->driver, (enum flood_order)order->what, order->arg[ARG_COMMANDS]);
        if (n == bursts)
            return;
        sim_guest_spend_ns(f->driver.v, order->arg[ARG_PAUSE]);
        if (is_called_off(f, is_endless))
            return;
    }
}

static struct sim_order next_order(struct flood *f)
{
    if (!f->has_next)
        sim_guest_await_order(f->driver.v, &f->next);
    f->has_next = false;
    return f->next;
}

/* ---- the program ---- */

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

/* Returns, and is off, only if the machine refused something. */
static void flood_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct flood *f = flood_of(v);
    driver_init(&f->driver, v, domain, index);
    bring_up(&f->driver);
    if (f->driver.failed)
        return;
    sim_guest_ready(v);
    sim_guest_irq_restore(v, false);
    while (!f->driver.failed) {
        const struct sim_order order = next_order(f);
        if (order.what != ORDER_QUIET)
            send_bursts(f, &order);
    }
}

const struct guest_program guest_flood = {
    .name = "flood",
    .text = "brings itself up like linux, then writes bursts of ITS commands as ordered",
    .boot = flood_boot,
    .irq = flood_irq,
    .knobs = knobs,
    .knob_count = FLOOD_KNOBS,
    .orders = orders,
    .order_count = FLOOD_ORDERS,
};
