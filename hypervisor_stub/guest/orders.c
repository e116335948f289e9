/* SPDX-License-Identifier: Apache-2.0 */
/* How orders are carried out; see orders.h. */
#include "guest/orders.h"
#include "arch/its_ring.h"

enum { RING_SLOTS = GUEST_RING_BYTES / ITS_CMD_BYTES, UNTIL_NEXT_ORDER = 0 };

/* ---- arguments ---- */

#define BURST_ARGS(COMMANDS)                                                                       \
    [ARG_COMMANDS] = { .name = "commands",                                                         \
                       .kind = HV_UINT,                                                            \
                       .initial = COMMANDS,                                                        \
                       .min = 1,                                                                   \
                       .max = RING_SLOTS - 1,                                                      \
                       .unit = "commands",                                                         \
                       .text = "In each burst: announced by one write of CWRITER, then waited "    \
                               "for." },                                                           \
    [ARG_BURSTS] = { .name = "bursts",                                                             \
                     .kind = HV_UINT,                                                              \
                     .initial = 1,                                                                 \
                     .unit = "bursts",                                                             \
                     .text = "One after the other; 0: until the next order." },                    \
    [ARG_PAUSE] = { .name = "pause",                                                               \
                    .kind = HV_DURATION_NS,                                                        \
                    .max = 1000000000,                                                             \
                    .text = "Time between two bursts." }

#define NUMBER_ARG(PLACE, NAME, INITIAL, TEXT) ONE_OF_ARG(PLACE, NAME, INITIAL, 0, TEXT)
#define ONE_OF_ARG(PLACE, NAME, INITIAL, UNIT, TEXT)                                               \
    [PLACE] = { .name = NAME,                                                                      \
                .kind = HV_UINT,                                                                   \
                .initial = INITIAL,                                                                \
                .max = UINT16_MAX,                                                                 \
                .unit = UNIT,                                                                      \
                .text = TEXT }
#define DEVICE_ARG(PLACE) NUMBER_ARG(PLACE, "device", 0, "Which of the domain's devices.")
#define COLLECTION_ARG NUMBER_ARG(ARG_COLLECTION, "collection", 0, "Its number.")
#define EVENT_ARGS                                                                                 \
    DEVICE_ARG(ARG_DEVICE), NUMBER_ARG(ARG_EVENT, "event", 0, "The first of its events,"),         \
        NUMBER_ARG(ARG_EVENTS, "events", 0, "and how many of them; 0: all from there on.")

const struct hv_knob order_no_args[] = { { .name = "" } };
const struct hv_knob order_flood_args[] = { BURST_ARGS(100), EVENT_ARGS };
const struct hv_knob order_event_args[] = { BURST_ARGS(1), EVENT_ARGS };
const struct hv_knob order_int_args[] = { BURST_ARGS(1), EVENT_ARGS,
                                          [ARG_STEP] = { .name = "step",
                                                         .kind = HV_UINT,
                                                         .initial = 1,
                                                         .min = 1,
                                                         .max = UINT16_MAX,
                                                         .text = "2: every other one of them." } };
const struct hv_knob order_move_args[] = {
    BURST_ARGS(1), EVENT_ARGS, NUMBER_ARG(ARG_TO, "to", 1, "Collection that they go to,"),
    NUMBER_ARG(ARG_BACK, "back", 0, "and the one that they come back to.")
};
const struct hv_knob order_device_args[] = { BURST_ARGS(1), DEVICE_ARG(ARG_DEVICE) };
const struct hv_knob order_unmapc_args[] = { BURST_ARGS(1), COLLECTION_ARG };
const struct hv_knob order_collection_args[] = {
    BURST_ARGS(1), COLLECTION_ARG, NUMBER_ARG(ARG_COLLECTION_TO, "to", 1, "vCPU that it goes to,"),
    NUMBER_ARG(ARG_COLLECTION_BACK, "back", 0, "and the one that it comes back to.")
};
const struct hv_knob order_movall_args[] = {
    BURST_ARGS(1), NUMBER_ARG(ARG_MOVALL_FROM, "from", 0, "vCPU whose interrupts go,"),
    NUMBER_ARG(ARG_MOVALL_TO, "to", 1, "and the one that they go to.")
};
const struct hv_knob order_function_args[] = { DEVICE_ARG(ARG_FUNCTION) };
const struct hv_knob order_vcpu_args[] = { NUMBER_ARG(ARG_WHICH, "vcpu", 1,
                                                      "Which of its domain's vCPUs.") };
const struct hv_knob order_pe_args[] = { ONE_OF_ARG(ARG_WHICH, "pe", 0, "PE", "Which PE.") };
const struct hv_knob order_domain_args[] = { ONE_OF_ARG(ARG_WHICH, "which", 0, "domain",
                                                        "Its place in the list of domains.") };
const struct hv_knob order_vector_args[] = {
    DEVICE_ARG(ARG_FUNCTION), NUMBER_ARG(ARG_VECTOR, "vector", 0, "Which of its vectors.")
};

/* ---- bursts ---- */

struct command_row {
    order_command *command;
    bool uses_device;
};

#define ROW_OF(ID, word, uses_device, ...) [ORDER_##ID] = { command_##word, uses_device },

static const struct command_row *find_command(uint32_t what)
{
    static const struct command_row rows[ORDERS] = { COMMAND_ORDERS(ROW_OF) };
    return rows[what].command != 0 ? &rows[what] : 0;
}

/* Where the position in the turns through the events is stored, for whichever vCPU has the ring. */
static uint64_t turn_address(uint32_t what)
{
    return GUEST_SHARED + 8ull * (1u + what);
}

/* This vCPU has the ring. */
static void have_device(struct driver *d)
{
    const uint64_t is_mapped = turn_address(ORDERS);
    if (d->domain->device_count != 0 || driver_read(d, is_mapped, 8) != 0)
        return;
    const struct guest_device own = guest_device(d, 0);
    guest_device_map(d, &own);
    driver_write(d, is_mapped, 1, 8);
}

/* True: the position is the domain's, and orders of the same name continue where the last one
 * stopped. False: it begins anew with each order. */
static bool shares_turns(uint32_t what)
{
    return what == ORDER_INVALL || what == ORDER_INV || what == ORDER_REMAP;
}

/* `sent`: commands that the order has sent before. */
static void burst(struct driver *d, const struct sim_order *order, const struct command_row *row,
                  uint64_t sent)
{
    const uint64_t commands = order->arg[ARG_COMMANDS], turns = turn_address(order->what);
    driver_lock_ring(d);
    if (row->uses_device)
        have_device(d);
    const uint64_t first = shares_turns(order->what) ? driver_read(d, turns, 8) : sent;
    for (uint64_t n = 0; n < commands; n++)
        driver_put(d, row->command(d, order, first + n));
    if (shares_turns(order->what))
        driver_write(d, turns, first + commands, 8);
    driver_run(d);
    driver_unlock_ring(d);
}

/* Does an order that has come end the one under way? */
static bool is_called_off(struct orders *o, bool is_endless)
{
    if (!o->has_next)
        o->has_next = sim_guest_order(o->driver->v, &o->next);
    return o->has_next && (is_endless || o->next.what == ORDER_QUIET);
}

static void send_bursts(struct orders *o, const struct sim_order *order,
                        const struct command_row *row)
{
    const uint64_t bursts = order->arg[ARG_BURSTS];
    const bool is_endless = bursts == UNTIL_NEXT_ORDER;
    for (uint64_t n = 1; !o->driver->failed; n++) {
        burst(o->driver, order, row, (n - 1) * order->arg[ARG_COMMANDS]);
        if (n == bursts)
            return;
        sim_guest_spend_ns(o->driver->v, order->arg[ARG_PAUSE]);
        if (is_called_off(o, is_endless))
            return;
    }
}

/* ---- orders ---- */

bool orders_next(struct orders *o, struct sim_order *order)
{
    if (!o->has_next)
        return sim_guest_order(o->driver->v, order);
    o->has_next = false;
    *order = o->next;
    return true;
}

void orders_await(struct orders *o, struct sim_order *order)
{
    if (!orders_next(o, order))
        sim_guest_await_order(o->driver->v, order);
}

#define ACTION_OF(ID, word, ...) [ORDER_##ID] = act_##word,

void orders_obey(struct orders *o, const struct sim_order *order)
{
    static order_action *const actions[ORDERS] = { ACTION_ORDERS(ACTION_OF) };
    const struct command_row *row = find_command(order->what);
    if (row != 0 && o->its_is_off)
        return; /* a disabled ITS executes no command that could be waited for */
    if (row != 0)
        send_bursts(o, order, row);
    else
        actions[order->what](o, order);
}
