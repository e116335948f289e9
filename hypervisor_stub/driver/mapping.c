/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Devices and events on the physical ITS; see mapping.h. The books change before the put, under the
 * lock under which the slot was found, because a put may let other batches in behind it.
 */
#include "driver/mapping.h"
#include "driver/its.h"
#include "driver/lpi.h"

bool host_event_is_mapped(const struct lpi *lpi)
{
    return lpi->on_its && lpi->device->on_its;
}

unsigned host_event_bits(uint32_t vectors)
{
    unsigned bits = 1;
    while ((1u << bits) < vectors)
        bits++;
    return bits;
}

uint64_t host_itt_bytes(const struct its_device *device)
{
    return (uint64_t)device->its->itt_entry_bytes << host_event_bits(device->info->vectors);
}

bool host_map_device(struct cmdq_batch *batch, struct its_device *device)
{
    const struct sim_pci_info *info = device->info;
    const struct its_cmd mapd =
        its_cmd_mapd(info->device_id, host_event_bits(info->vectors), device->itt, true);
    if (!cmdq_room(batch))
        return false;
    device->on_its = true;
    return cmdq_put(batch, &mapd);
}

/* The ITT must hold no valid entry when its device is mapped again. */
bool host_unmap_device(struct cmdq_batch *batch, struct its_device *device)
{
    const struct its_cmd mapd = its_cmd_mapd(device->info->device_id, 1, 0, false);
    for (uint32_t event = 0; event < device->info->vectors; event++)
        if (device->lpis[event].on_its && !host_unmap_event(batch, &device->lpis[event]))
            return false;
    if (!cmdq_room(batch))
        return false;
    if (!device->on_its)
        return true;
    device->on_its = false;
    return cmdq_put(batch, &mapd);
}

bool host_map_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const uint32_t device_id = lpi->device->info->device_id;
    const uint16_t icid = lpi->target;
    const struct its_cmd mapti = its_cmd_mapti(device_id, lpi->event, lpi->intid, icid);
    if (!cmdq_room(batch))
        return false;
    if (!lpi->device->on_its)
        return true;
    lpi->on_its = true;
    return cmdq_put(batch, &mapti);
}

bool host_unmap_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const struct its_cmd discard = its_cmd_discard(lpi->device->info->device_id, lpi->event);
    if (!lpi->on_its)
        return true;
    if (!cmdq_room(batch))
        return false;
    if (!host_event_is_mapped(lpi))
        return true;
    lpi->on_its = false;
    return cmdq_put(batch, &discard);
}

bool host_reload_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const struct its_cmd inv = its_cmd_inv(lpi->device->info->device_id, lpi->event);
    if (!cmdq_room(batch))
        return false;
    lpi->stale = !host_event_is_mapped(lpi);
    return lpi->stale || cmdq_put(batch, &inv);
}

bool host_clear_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const struct its_cmd clear = its_cmd_clear(lpi->device->info->device_id, lpi->event);
    if (!cmdq_room(batch))
        return false;
    return !host_event_is_mapped(lpi) || cmdq_put(batch, &clear);
}

bool host_raise_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const struct its_cmd raise = its_cmd_int(lpi->device->info->device_id, lpi->event);
    if (!cmdq_room(batch))
        return false;
    return !host_event_is_mapped(lpi) || cmdq_put(batch, &raise);
}

/* An event that is not on the ITS is mapped to the new PE later. */
bool host_move_event(struct cmdq_batch *batch, struct lpi *lpi, uint16_t pe)
{
    const struct its_cmd movi = its_cmd_movi(lpi->device->info->device_id, lpi->event, pe);
    if (!cmdq_room(batch))
        return false;
    if (lpi->target == pe)
        return true;
    SHARED_STORE(lpi->target, pe);
    return !host_event_is_mapped(lpi) || cmdq_put(batch, &movi);
}

/* ---- a whole device ---- */

/* The PEs that take events of a device. */
struct targets {
    uint64_t words[LPI_PES_MAX / 64u];
};

/* Puts a command for each of the PEs, made by `make`. */
static bool put_for_each(struct cmdq_batch *batch, const struct targets *targets,
                         struct its_cmd (*make)(const struct host_its *its, unsigned pe))
{
    for (unsigned n = 0; n < LPI_PES_MAX / 64u; n++)
        for (uint64_t left = targets->words[n]; left != 0; left &= left - 1u) {
            const struct its_cmd cmd = make(batch->its, n * 64u + (unsigned)__builtin_ctzll(left));
            if (!cmdq_put(batch, &cmd))
                return false;
        }
    return true;
}

static void add_target(struct targets *targets, uint16_t pe)
{
    targets->words[pe / 64u] |= 1ull << pe % 64u;
}

/* The first PE of the set from `pe` on; LPI_PES_MAX: none. */
static unsigned next_target(const struct targets *targets, unsigned pe)
{
    for (; pe < LPI_PES_MAX; pe = (pe / 64u + 1u) * 64u) {
        const uint64_t left = targets->words[pe / 64u] >> pe % 64u;
        if (left != 0)
            return pe + (unsigned)__builtin_ctzll(left);
    }
    return LPI_PES_MAX;
}

/* False: refused; the next call continues with the PE that is missing. */
static bool put_syncs(struct cmdq_batch *batch, struct its_device *device,
                      const struct targets *targets)
{
    for (unsigned pe = next_target(targets, device->synced); pe < LPI_PES_MAX;
         pe = next_target(targets, pe + 1u)) {
        const struct its_cmd sync = host_its_sync(batch->its, pe);
        device->synced = (uint16_t)pe;
        if (!cmdq_put(batch, &sync))
            return false;
    }
    return true;
}

/* SYNCs that an earlier batch has posted do not cover the commands of this one. */
bool host_sync_events(struct cmdq_batch *batch, struct its_device *device, uint32_t first,
                      uint32_t count)
{
    struct targets targets = { { 0 } };
    if (batch->written != 0) {
        device->unsynced = true;
        device->synced = 0;
    }
    for (uint32_t event = first; event < first + count; event++)
        add_target(&targets, device->lpis[event].target);
    if (device->unsynced && !put_syncs(batch, device, &targets))
        return false;
    device->unsynced = false;
    device->synced = 0;
    return true;
}

static struct its_cmd invall(const struct host_its *its, unsigned pe)
{
    (void)its;
    return its_cmd_invall((uint16_t)pe);
}

/* An INVALL for the PE is about to be put: all pLPIs that the PE takes count as reloaded. */
static void settle_all_of(struct its_device *device, uint16_t pe)
{
    for (uint32_t event = 0; event < device->info->vectors; event++)
        if (device->lpis[event].target == pe && host_event_is_mapped(&device->lpis[event]))
            device->lpis[event].stale = false;
}

bool host_reload_stale(struct cmdq_batch *batch, struct its_device *device, uint32_t covered)
{
    for (uint32_t event = 0; event < device->info->vectors; event++) {
        const struct lpi *lpi = &device->lpis[event];
        if (!lpi->stale || !host_event_is_mapped(lpi))
            continue;
        if (!cmdq_room(batch))
            return false;
        const uint16_t pe = lpi->target;
        const struct its_cmd cmd = invall(batch->its, pe);
        settle_all_of(device, pe);
        if (pe != covered && !cmdq_put(batch, &cmd))
            return false;
    }
    return true;
}

static bool reload_each(struct cmdq_batch *batch, struct its_device *device)
{
    for (uint32_t event = 0; event < device->info->vectors; event++)
        if (!host_reload_event(batch, &device->lpis[event]))
            return false;
    return true;
}

/* An event that is not on the ITS needs no command: mapping it posts an INV. One pass with a few
 * instructions for each event, because the caller may be in the interrupt loop. */
static struct targets note_all(struct its_device *device)
{
    const uint8_t is_off = !device->on_its;
    struct targets targets = { { 0 } };
    for (uint32_t event = 0; event < device->info->vectors; event++) {
        struct lpi *lpi = &device->lpis[event];
        lpi->stale = is_off | !lpi->on_its;
        add_target(&targets, lpi->target);
    }
    return targets;
}

bool host_reload_device(struct cmdq_batch *batch, struct its_device *device, uint32_t invall_from)
{
    const struct targets targets = note_all(device);
    const bool is_done = device->info->vectors < invall_from
                             ? reload_each(batch, device)
                             : put_for_each(batch, &targets, invall);
    return is_done && put_for_each(batch, &targets, host_its_sync);
}
