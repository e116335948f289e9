/*
 * Map-all at assignment: every event of a device gets an enabled pLPI before the guest touches the
 * device, so that the guest's own ITS commands never need the host ring.
 */
#include "host/assign.h"
#include "arch/its_table.h"
#include "core/hv.h"
#include <itstorm/hypercall.h>

struct pe *assign_target(const struct device *device, uint32_t event)
{
    const struct domain *dom = device->dom;
    const uint16_t pin = dom->vcpus[event % dom->vcpu_count].sched.pin;
    const bool boot = dom->hv->settings.lpi_target == HOST_LPI_TARGET_BOOT || pin == SIM_ANY_PE;
    return &dom->hv->pe[boot ? 0 : pin];
}

/* EventID bits that a device of `vectors` needs: at least 1. */
static unsigned event_bits(uint32_t vectors)
{
    unsigned bits = 1;
    while ((1u << bits) < vectors)
        bits++;
    return bits;
}

/* Lock held: pLPI numbers and the ITT. False: there are not enough. */
static bool reserve(struct hv *hv, struct device *device, uint64_t *itt)
{
    struct lpi_table *table = &hv->lpis;
    const uint32_t vectors = device->info->vectors;
    const uint32_t last = INTID_LPI_FIRST + table->count + vectors - 1u;
    if (vectors > table->capacity - table->count || !lpi_in_range(last, hv->machine->lpi_id_bits))
        return false;
    if (event_bits(vectors) > hv->its.info->event_bits ||
        device->info->device_id >= bit(hv->its.info->device_bits))
        return false;
    *itt = ram_alloc(&hv->ram, (uint64_t)hv->its.itt_entry_bytes << event_bits(vectors),
                     ITS_ITT_ALIGN);
    if (*itt == 0)
        return false;
    device->lpis = &table->entries[table->count];
    for (uint32_t event = 0; event < vectors; event++) {
        const struct lpi fresh = { .intid = INTID_LPI_FIRST + table->count + event,
                                   .event = event,
                                   .device = device };
        device->lpis[event] = fresh;
    }
    SHARED_STORE(table->count, table->count + vectors);
    return true;
}

/* The configuration bytes of all its pLPIs: enabled. */
static void enable_all(struct pe *pe, const struct device *device)
{
    const uint8_t config = lpi_config(LPI_HOST_PRIORITY, true);
    for (uint32_t event = 0; event < device->info->vectors; event++)
        HV_ASSERT(sim_write(pe->sim, lpi_config_address(pe->hv->prop_pa, device->lpis[event].intid),
                            &config, 1));
}

static void put_event(struct pe *pe, struct cmdq_batch *batch, const struct device *device,
                      uint32_t event)
{
    const uint32_t id = device->info->device_id;
    const uint16_t icid = (uint16_t)assign_target(device, event)->index;
    const struct its_cmd mapti = its_cmd_mapti(id, event, device->lpis[event].intid, icid);
    const struct its_cmd inv = its_cmd_inv(id, event);
    cmdq_put(pe, &pe->hv->its, batch, &mapti);
    cmdq_put(pe, &pe->hv->its, batch, &inv);
}

/* Is `event` the first one that goes to its PE? Targets repeat with the vCPUs. */
static bool is_first_of_target(const struct device *device, uint32_t event)
{
    for (uint32_t earlier = 0; earlier < event; earlier++)
        if (assign_target(device, earlier) == assign_target(device, event))
            return false;
    return true;
}

static void put_syncs(struct pe *pe, struct cmdq_batch *batch, const struct device *device)
{
    const uint32_t vcpus = device->dom->vcpu_count;
    for (uint32_t event = 0; event < device->info->vectors && event < vcpus; event++) {
        if (!is_first_of_target(device, event))
            continue;
        const struct its_cmd sync = its_cmd_sync(assign_target(device, event)->rdbase);
        cmdq_put(pe, &pe->hv->its, batch, &sync);
    }
}

static void map_all(struct pe *pe, struct device *device, uint64_t itt)
{
    struct host_its *its = &pe->hv->its;
    const struct its_cmd mapd =
        its_cmd_mapd(device->info->device_id, event_bits(device->info->vectors), itt, true);
    struct cmdq_batch batch;
    enable_all(pe, device);
    cmdq_begin(pe, its, &batch, CMDQ_BULK, CMDQ_ASSIGN);
    cmdq_put(pe, its, &batch, &mapd);
    for (uint32_t event = 0; event < device->info->vectors; event++)
        put_event(pe, &batch, device, event);
    put_syncs(pe, &batch, device);
    cmdq_wait(pe, its, cmdq_end(pe, its, &batch), CMDQ_BULK);
}

static uint64_t claim(struct hv *hv, struct device *device, uint64_t *itt)
{
    if (device->state != DEVICE_UNMAPPED)
        return device->state == DEVICE_MAPPED ? HVC_OK : HVC_BUSY;
    if (device->info->vectors == 0)
        return HVC_INVALID;
    if (!reserve(hv, device, itt))
        return HVC_NO_SPACE;
    device->state = DEVICE_MAPPING;
    return HVC_OK;
}

uint64_t lpi_assign_device(struct pe *pe, struct device *device)
{
    struct hv *hv = pe->hv;
    uint64_t itt = 0;
    bool masked = irq_lock(pe->sim, hv->lpis.lock);
    const uint64_t result = claim(hv, device, &itt);
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    if (result != HVC_OK || itt == 0)
        return result;
    map_all(pe, device, itt);
    masked = irq_lock(pe->sim, hv->lpis.lock);
    device->state = DEVICE_MAPPED;
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    return HVC_OK;
}
