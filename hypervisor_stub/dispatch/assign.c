/* Map-all at assignment; see assign.h. */
#include "dispatch/assign.h"
#include "arch/its_table.h"
#include "dispatch/hv.h"
#include "driver/mapping.h"
#include <itstorm/hypercall.h>

struct pe *assign_target_of_vcpu(const struct vcpu *v)
{
    struct hv *hv = v->dom->hv;
    const bool boot = hv->settings.lpi_target == HOST_LPI_TARGET_BOOT || v->sched.pin == SIM_ANY_PE;
    return &hv->pe[boot ? 0 : v->sched.pin];
}

struct pe *assign_target(const struct device *device, uint32_t event)
{
    const struct domain *dom = device->dom;
    return assign_target_of_vcpu(&dom->vcpus[event % dom->vcpu_count]);
}

unsigned assign_event_bits(uint32_t vectors)
{
    unsigned bits = 1;
    while ((1u << bits) < vectors)
        bits++;
    return bits;
}

/* Lock held: ITT and pLPI numbers. False: there are not enough. */
static bool reserve(struct hv *hv, struct device *device)
{
    const unsigned bits = assign_event_bits(device->info->vectors);
    const struct host_its *its = device->dom->its;
    if (bits > its->info->event_bits || device->info->device_id >= bit(its->info->device_bits))
        return false;
    if (device->itt == 0)
        device->itt = ram_alloc(&hv->ram, (uint64_t)its->itt_entry_bytes << bits, ITS_ITT_ALIGN);
    if (device->itt == 0)
        return false;
    SHARED_STORE(device->lpis, lpi_table_take(hv, device, device->info->vectors));
    return device->lpis != NULL;
}

/* The configuration bytes of all its pLPIs: enabled. */
static void enable_all(struct pe *pe, const struct device *device)
{
    const uint8_t config = lpi_config(LPI_HOST_PRIORITY, true);
    for (uint32_t event = 0; event < device->info->vectors; event++) {
        device->lpis[event].stale = true;
        HV_ASSERT(sim_write(pe->sim, lpi_config_address(pe->hv->prop_pa, device->lpis[event].intid),
                            &config, 1));
    }
}

/* Is `event` the first one that goes to its PE? Targets repeat with the vCPUs. */
static bool is_first_of_target(const struct device *device, uint32_t event)
{
    for (uint32_t earlier = 0; earlier < event; earlier++)
        if (assign_target(device, earlier) == assign_target(device, event))
            return false;
    return true;
}

void assign_put_syncs(struct cmdq_batch *batch, const struct device *device)
{
    const uint32_t vcpus = device->dom->vcpu_count;
    for (uint32_t event = 0; event < device->info->vectors && event < vcpus; event++) {
        if (!is_first_of_target(device, event))
            continue;
        const struct its_cmd sync = its_cmd_sync(assign_target(device, event)->rdbase);
        cmdq_put(batch, &sync);
    }
}

/* What an earlier call has mapped is not mapped again. */
static void put_mappings(struct cmdq_batch *batch, struct device *device)
{
    if (!device->on_its && !map_device(batch, device))
        return;
    for (uint32_t event = 0; event < device->info->vectors && !batch->refused; event++) {
        struct lpi *lpi = &device->lpis[event];
        if (!lpi->on_its)
            map_event(batch, lpi);
        else if (lpi->stale)
            reload_event(batch, lpi);
    }
    assign_put_syncs(batch, device);
}

/* False: the ring took only a part. */
static bool map_all(struct pe *pe, struct device *device)
{
    struct host_its *its = device->dom->its;
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its, CMDQ_BULK, CMDQ_ASSIGN);
    put_mappings(&batch, device);
    const cmdq_ticket ticket = cmdq_end(&batch);
    if (!batch.refused)
        cmdq_wait(batch.pe, its, ticket, CMDQ_BULK);
    return !batch.refused;
}

static uint64_t claim(struct pe *pe, struct device *device)
{
    if (device->state == DEVICE_MAPPED)
        return HVC_OK;
    if (device->state == DEVICE_MAPPING)
        return HVC_BUSY;
    if (device->state == DEVICE_GONE || device->info->vectors == 0)
        return HVC_INVALID;
    if (device->lpis == NULL && !reserve(pe->hv, device))
        return HVC_NO_SPACE;
    device->state = DEVICE_MAPPING;
    device->mapper = pe->runq.current ? pe->runq.current->dom : NULL;
    return HVC_OK;
}

static void set_state(struct pe *pe, struct device *device, enum device_state state)
{
    const bool masked = irq_lock(pe->sim, pe->hv->lpis.lock);
    device->state = state;
    irq_unlock(pe->sim, pe->hv->lpis.lock, masked);
}

uint64_t assign_device(struct pe *pe, struct device *device)
{
    struct hv *hv = pe->hv;
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    const bool is_fresh = device->lpis == NULL;
    const uint64_t result = claim(pe, device);
    const bool is_ours = result == HVC_OK && device->state == DEVICE_MAPPING;
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    if (!is_ours)
        return result;
    if (is_fresh)
        enable_all(pe, device);
    const bool is_mapped = map_all(pe, device);
    set_state(pe_self(hv), device, is_mapped ? DEVICE_MAPPED : DEVICE_UNMAPPED);
    return is_mapped ? HVC_OK : HVC_BUSY;
}
