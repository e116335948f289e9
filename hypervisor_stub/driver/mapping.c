/*
 * Devices and events on the physical ITS; see mapping.h. The books change before the put, under the
 * lock under which the slot was found: a put may let others in behind it.
 */
#include "driver/mapping.h"
#include "driver/its.h"
#include "driver/lpi.h"

static bool is_live(const struct lpi *lpi)
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

/* A table must hold no valid entry when its device is mapped again. */
bool host_unmap_device(struct cmdq_batch *batch, struct its_device *device)
{
    const struct its_cmd mapd = its_cmd_mapd(device->info->device_id, 1, 0, false);
    for (uint32_t event = 0; event < device->info->vectors; event++)
        if (!host_unmap_event(batch, &device->lpis[event]))
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
    cmdq_put(batch, &mapti);
    return !lpi->stale || host_reload_event(batch, lpi);
}

bool host_unmap_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const struct its_cmd discard = its_cmd_discard(lpi->device->info->device_id, lpi->event);
    if (!lpi->on_its)
        return true;
    if (!cmdq_room(batch))
        return false;
    if (!is_live(lpi))
        return true;
    lpi->on_its = false;
    return cmdq_put(batch, &discard);
}

bool host_reload_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const struct its_cmd inv = its_cmd_inv(lpi->device->info->device_id, lpi->event);
    if (!cmdq_room(batch))
        return false;
    lpi->stale = !is_live(lpi);
    return lpi->stale || cmdq_put(batch, &inv);
}

bool host_clear_event(struct cmdq_batch *batch, struct lpi *lpi)
{
    const struct its_cmd clear = its_cmd_clear(lpi->device->info->device_id, lpi->event);
    if (!cmdq_room(batch))
        return false;
    return !is_live(lpi) || cmdq_put(batch, &clear);
}
