/* SPDX-License-Identifier: Apache-2.0 */
/* The ITS commands of orders; see orders.h. This vCPU has the ring. */
#include "guest/orders.h"

/* The event of the named device whose turn it is, and how often all events have had their turn. */
struct turn {
    struct guest_device device;
    uint32_t event;
    uint64_t round;
};

static struct turn turn_in_steps(const struct driver *d, const struct sim_order *order, uint64_t n,
                                 uint64_t step)
{
    struct turn turn = { .device = guest_device(d, (uint16_t)order->arg[ARG_DEVICE]) };
    const uint64_t first = order->arg[ARG_EVENT], there = turn.device.events - first;
    const uint64_t events =
        order->arg[ARG_EVENTS] != 0 ? order->arg[ARG_EVENTS] : (there + step - 1u) / step;
    turn.event = (uint32_t)(first + n % events * step);
    turn.round = n / events;
    return turn;
}

static struct turn turn_of(const struct driver *d, const struct sim_order *order, uint64_t n)
{
    return turn_in_steps(d, order, n, 1);
}

struct its_cmd command_invall(struct driver *d, const struct sim_order *order, uint64_t n)
{
    (void)order, (void)n;
    return its_cmd_invall(d->index);
}

struct its_cmd command_inv(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    return its_cmd_inv(turn.device.device_id, turn.event);
}

/* Unmaps each event, then maps it again. */
struct its_cmd command_remap(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n / 2);
    return n % 2 == 0 ? its_cmd_discard(turn.device.device_id, turn.event)
                      : guest_device_mapti(d, &turn.device, turn.event);
}

struct its_cmd command_movi(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    const uint64_t to = order->arg[turn.round % 2 == 0 ? ARG_TO : ARG_BACK];
    return its_cmd_movi(turn.device.device_id, turn.event, (uint16_t)to);
}

struct its_cmd command_int(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_in_steps(d, order, n, order->arg[ARG_STEP]);
    return its_cmd_int(turn.device.device_id, turn.event);
}

struct its_cmd command_clear(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    return its_cmd_clear(turn.device.device_id, turn.event);
}

struct its_cmd command_discard(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    return its_cmd_discard(turn.device.device_id, turn.event);
}

struct its_cmd command_mapti(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    return guest_device_mapti(d, &turn.device, turn.event);
}

/* ---- the configuration table ---- */

static struct its_cmd set_enabled(struct driver *d, const struct turn *turn, bool enabled)
{
    guest_device_enable(d, &turn->device, turn->event, enabled);
    return its_cmd_inv(turn->device.device_id, turn->event);
}

struct its_cmd command_enable(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    return set_enabled(d, &turn, true);
}

struct its_cmd command_disable(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    return set_enabled(d, &turn, false);
}

struct its_cmd command_toggle(struct driver *d, const struct sim_order *order, uint64_t n)
{
    const struct turn turn = turn_of(d, order, n);
    return set_enabled(d, &turn, turn.round % 2 != 0);
}

/* ---- devices and collections ---- */

struct its_cmd command_mapd(struct driver *d, const struct sim_order *order, uint64_t n)
{
    (void)n;
    const struct guest_device device = guest_device(d, (uint16_t)order->arg[ARG_DEVICE]);
    return guest_device_mapd(&device, true);
}

struct its_cmd command_unmapd(struct driver *d, const struct sim_order *order, uint64_t n)
{
    (void)n;
    const struct guest_device device = guest_device(d, (uint16_t)order->arg[ARG_DEVICE]);
    return guest_device_mapd(&device, false);
}

struct its_cmd command_mapc(struct driver *d, const struct sim_order *order, uint64_t n)
{
    (void)d;
    const uint64_t to = order->arg[n % 2 == 0 ? ARG_COLLECTION_TO : ARG_COLLECTION_BACK];
    return its_cmd_mapc((uint16_t)order->arg[ARG_COLLECTION], to, true);
}

struct its_cmd command_unmapc(struct driver *d, const struct sim_order *order, uint64_t n)
{
    (void)d, (void)n;
    return its_cmd_mapc((uint16_t)order->arg[ARG_COLLECTION], 0, false);
}

struct its_cmd command_movall(struct driver *d, const struct sim_order *order, uint64_t n)
{
    (void)d;
    const uint64_t from = order->arg[ARG_MOVALL_FROM], to = order->arg[ARG_MOVALL_TO];
    return n % 2 == 0 ? its_cmd_movall(from, to) : its_cmd_movall(to, from);
}
