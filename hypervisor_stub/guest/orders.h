/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Orders that every guest with a driver obeys, each vCPU its own: ITS commands in bursts, each
 * burst written to the ring, announced by one write of CWRITER and waited for; and other things
 * that a driver does to its devices, its virtual ITS and its vCPUs. They are the first rows of a
 * program's orders (ORDER_ROWS); a program may have more behind them. To add one, add it to a list
 * here and write its function: command_<word> (order_commands.c) or act_<word> (order_actions.c).
 */
#pragma once
#include "guest/device.h"

/* The arguments of an order, by place. */
enum order_burst_arg { ARG_COMMANDS, ARG_BURSTS, ARG_PAUSE, ORDER_BURST_ARGS };
enum order_event_arg {
    ARG_DEVICE = ORDER_BURST_ARGS,
    ARG_EVENT,
    ARG_EVENTS,
    ORDER_EVENT_ARGS,
    ARG_STEP = ORDER_EVENT_ARGS,
    ORDER_INT_ARGS,
    ARG_TO = ORDER_EVENT_ARGS,
    ARG_BACK,
    ORDER_MOVE_ARGS
};
enum order_device_arg { ORDER_DEVICE_ARGS = ARG_DEVICE + 1 };
enum order_collection_arg {
    ARG_COLLECTION = ORDER_BURST_ARGS,
    ORDER_UNMAPC_ARGS,
    ARG_COLLECTION_TO = ORDER_UNMAPC_ARGS,
    ARG_COLLECTION_BACK,
    ORDER_COLLECTION_ARGS
};
enum order_movall_arg { ARG_MOVALL_FROM = ORDER_BURST_ARGS, ARG_MOVALL_TO, ORDER_MOVALL_ARGS };
enum order_one_arg { ARG_WHICH, ORDER_ONE_ARG };
enum order_vector_arg {
    ARG_FUNCTION,
    ORDER_FUNCTION_ARGS,
    ARG_VECTOR = ORDER_FUNCTION_ARGS,
    ORDER_VECTOR_ARGS
};

/*      id      word    its device is used   arguments       what */
#define COMMAND_ORDERS(X)                                                                          \
    X(INVALL, invall, false, flood_args, ORDER_BURST_ARGS,                                         \
      "INVALLs of the collection of its vCPU")                                                     \
    X(INV, inv, true, flood_args, ORDER_EVENT_ARGS, "INVs of the events of a device in turn")      \
    X(REMAP, remap, true, flood_args, ORDER_EVENT_ARGS,                                            \
      "DISCARD and MAPTI of the events of a device in turn")                                       \
    X(MOVI, movi, true, move_args, ORDER_MOVE_ARGS,                                                \
      "MOVIs of the events of a device in turn, to and fro between two collections")               \
    X(INT, int, true, int_args, ORDER_INT_ARGS, "INTs of the events of a device in turn")          \
    X(CLEAR, clear, true, event_args, ORDER_EVENT_ARGS,                                            \
      "CLEARs of the events of a device in turn")                                                  \
    X(DISCARD, discard, true, event_args, ORDER_EVENT_ARGS,                                        \
      "DISCARDs of the events of a device in turn")                                                \
    X(MAPTI, mapti, true, event_args, ORDER_EVENT_ARGS,                                            \
      "MAPTIs of the events of a device in turn, as at bring-up")                                  \
    X(ENABLE, enable, true, event_args, ORDER_EVENT_ARGS,                                          \
      "sets the enable bits of the events of a device in turn, each with an INV")                  \
    X(DISABLE, disable, true, event_args, ORDER_EVENT_ARGS,                                        \
      "clears the enable bits of the events of a device in turn, each with an INV")                \
    X(TOGGLE, toggle, true, event_args, ORDER_EVENT_ARGS,                                          \
      "disables the events of a device in turn, then enables them, and so on")                     \
    X(MAPD, mapd, true, device_args, ORDER_DEVICE_ARGS,                                            \
      "MAPDs of a device: none of its events is mapped then")                                      \
    X(UNMAPD, unmapd, true, device_args, ORDER_DEVICE_ARGS, "MAPDs of a device with V=0")          \
    X(MAPC, mapc, false, collection_args, ORDER_COLLECTION_ARGS,                                   \
      "MAPCs of a collection, to and fro between two vCPUs")                                       \
    X(UNMAPC, unmapc, false, unmapc_args, ORDER_UNMAPC_ARGS, "MAPCs of a collection with V=0")     \
    X(MOVALL, movall, false, movall_args, ORDER_MOVALL_ARGS,                                       \
      "MOVALLs from one vCPU to another and back")

/*      id      word    arguments       what */
#define ACTION_ORDERS(X)                                                                           \
    X(MASK, mask, vector_args, ORDER_VECTOR_ARGS, "sets the mask of an MSI-X vector")              \
    X(UNMASK, unmask, vector_args, ORDER_VECTOR_ARGS, "clears the mask of an MSI-X vector")        \
    X(MASK_FUNCTION, mask_function, function_args, ORDER_FUNCTION_ARGS,                            \
      "sets the Function Mask of MSI-X")                                                           \
    X(UNMASK_FUNCTION, unmask_function, function_args, ORDER_FUNCTION_ARGS,                        \
      "clears the Function Mask of MSI-X")                                                         \
    X(RESET, reset, function_args, ORDER_FUNCTION_ARGS,                                            \
      "Function Level Reset; the device stays off")                                                \
    X(START, start, function_args, ORDER_FUNCTION_ARGS,                                            \
      "turns a device on that was reset: its MSI-X vectors as at bring-up")                        \
    X(ITS_OFF, its_off, no_args, 0, "clears GITS_CTLR.Enabled of its virtual ITS")                 \
    X(ITS_ON, its_on, no_args, 0, "sets GITS_CTLR.Enabled again")                                  \
    X(REMOVE, remove, function_args, ORDER_FUNCTION_ARGS, "gives a device back to the hypervisor") \
    X(ADD, add, function_args, ORDER_FUNCTION_ARGS,                                                \
      "has a device assigned that was removed, and brings it up")                                  \
    X(CPU_OFF, cpu_off, no_args, 0, "turns its vCPU off")                                          \
    X(CPU_ON, cpu_on, vcpu_args, ORDER_ONE_ARG, "turns another vCPU on that is off")               \
    X(CPU_MOVE, cpu_move, pe_args, ORDER_ONE_ARG, "takes its vCPU to another PE")                  \
    X(DESTROY, destroy, domain_args, ORDER_ONE_ARG, "ends a domain; of a privileged domain")       \
    X(QUIET, quiet, no_args, 0, "ends the order under way after its burst")

#define ORDER_ID(ID, ...) ORDER_##ID,

enum order_row { COMMAND_ORDERS(ORDER_ID) ACTION_ORDERS(ORDER_ID) ORDERS };

extern const struct hv_knob order_no_args[], order_flood_args[], order_event_args[],
    order_int_args[], order_move_args[], order_device_args[], order_collection_args[],
    order_unmapc_args[], order_movall_args[], order_vector_args[], order_function_args[],
    order_vcpu_args[], order_pe_args[], order_domain_args[];

#define ORDER_COMMAND_ROW(ID, word, uses_device, args, count, text)                                \
    [ORDER_##ID] = { #word, text, order_##args, count },
#define ORDER_ACTION_ROW(ID, word, args, count, text)                                              \
    [ORDER_##ID] = { #word, text, order_##args, count },
#define ORDER_ROWS COMMAND_ORDERS(ORDER_COMMAND_ROW) ACTION_ORDERS(ORDER_ACTION_ROW)

/* The orders of one vCPU. */
struct orders {
    struct driver *driver;
    struct sim_order next; /* came while another order was under way */
    bool has_next;
    bool its_is_off; /* by an order of this vCPU: orders that write commands do nothing */
};

/* Returns the next order if one has come; or polls until one has. */
bool orders_next(struct orders *o, struct sim_order *order);
void orders_await(struct orders *o, struct sim_order *order);

/* Carries out an order. An order without end continues until another order has come. */
void orders_obey(struct orders *o, const struct sim_order *order);

/* ---- for order_*.c ---- */

/* The n-th command of an order. */
typedef struct its_cmd order_command(struct driver *d, const struct sim_order *order, uint64_t n);

/* An order that is no ITS command. */
typedef void order_action(struct orders *o, const struct sim_order *order);

#define ORDER_DECLARE_COMMAND(ID, word, ...) order_command command_##word;
#define ORDER_DECLARE_ACTION(ID, word, ...) order_action act_##word;
COMMAND_ORDERS(ORDER_DECLARE_COMMAND)
ACTION_ORDERS(ORDER_DECLARE_ACTION)
