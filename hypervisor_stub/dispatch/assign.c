/* Map-all at assignment; see assign.h. */
#include "dispatch/assign.h"
#include "arch/its_table.h"
#include "dispatch/hv.h"
#include "kit/panic.h"
#include <itstorm/hypercall.h>

enum { SCRUB_BYTES = 4096 };

/* Memory that others have had is anything; an ITT begins without a valid entry. */
static void scrub(struct pe *pe, uint64_t at, uint64_t bytes)
{
    static const uint8_t zeros[SCRUB_BYTES];
    for (uint64_t done = 0; done < bytes; done += SCRUB_BYTES)
        HV_ASSERT(sim_write(pe->sim, at + done, zeros,
                            bytes - done < SCRUB_BYTES ? (uint32_t)(bytes - done) : SCRUB_BYTES));
}

static uint64_t alloc_itt(struct hv *hv, struct pe *pe, const struct its_device *hw)
{
    const uint64_t never_used = hv->ram.next, bytes = host_itt_bytes(hw);
    const uint64_t itt = ram_alloc(&hv->ram, bytes, ITS_ITT_ALIGN);
    if (itt != 0 && itt < never_used)
        scrub(pe, itt, bytes);
    return itt;
}

/* Lock held: ITT and pLPI numbers. False: there are not enough. */
static bool reserve(struct hv *hv, struct pe *pe, struct device *device)
{
    struct its_device *hw = &device->hw;
    const struct sim_its_info *its = hw->its->info;
    if (host_event_bits(hw->info->vectors) > its->event_bits ||
        hw->info->device_id >= bit(its->device_bits))
        return false;
    if (hw->itt == 0)
        hw->itt = alloc_itt(hv, pe, hw);
    if (hw->itt == 0)
        return false;
    struct lpi *lpis = lpi_table_take(&hv->lpis, hw, hw->info->vectors);
    for (uint32_t event = 0; lpis != NULL && event < hw->info->vectors; event++)
        lpis[event].target = domain_event_pe(device, event);
    SHARED_STORE(hw->lpis, lpis);
    return lpis != NULL;
}

/* The configuration bytes of all its pLPIs: enabled. */
static void enable_all(struct pe *pe, const struct its_device *device)
{
    for (uint32_t event = 0; event < device->info->vectors; event++) {
        device->lpis[event].stale = true;
        lpi_write_config(pe, device->its->gic, device->lpis[event].intid, true);
    }
}

/* Is `event` the first one that goes to its PE, as assigned? Targets repeat with the vCPUs; one that
 * has moved is on the PE of another vCPU. */
static bool is_first_of_target(const struct device *device, uint32_t event)
{
    for (uint32_t earlier = 0; earlier < event; earlier++)
        if (domain_event_pe(device, earlier) == domain_event_pe(device, event))
            return false;
    return true;
}

void assign_put_syncs(struct cmdq_batch *batch, struct device *device)
{
    const uint32_t vcpus = device->dom->vcpu_count, vectors = device->hw.info->vectors;
    const uint32_t events = vectors < vcpus && !device->hw.has_moved ? vectors : vcpus;
    if (batch->written != 0)
        device->synced = 0; /* what an earlier batch has posted does not cover this one */
    for (; device->synced < events; device->synced++) {
        const uint16_t pe = domain_event_pe(device, device->synced);
        const struct its_cmd sync = host_its_sync(device->hw.its, pe);
        if (is_first_of_target(device, device->synced) && !cmdq_put(batch, &sync))
            return;
    }
    device->synced = 0;
}

/* What an earlier call has mapped is not mapped again. */
static void put_mappings(struct cmdq_batch *batch, struct device *device)
{
    if (!device->hw.on_its && !host_map_device(batch, &device->hw))
        return;
    for (uint32_t event = 0; event < device->hw.info->vectors && !batch->refused; event++) {
        struct lpi *lpi = &device->hw.lpis[event];
        if (!lpi->on_its)
            host_map_event(batch, lpi);
        else if (lpi->stale)
            host_reload_event(batch, lpi);
    }
    assign_put_syncs(batch, device);
}

/* False: the ring took only a part. */
static bool map_all(struct pe *pe, struct device *device)
{
    struct host_its *its = device->hw.its;
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its, CMDQ_BULK, CMDQ_ASSIGN);
    put_mappings(&batch, device);
    const cmdq_ticket ticket = cmdq_end(&batch);
    if (!batch.refused)
        cmdq_wait(batch.pe, its, ticket, CMDQ_BULK);
    return !batch.refused;
}

void assign_begin(struct hv *hv, struct pe *pe, struct device *device)
{
    struct sched_vcpu *v = sched_current(&hv->sched, pe);
    device->state = DEVICE_MAPPING;
    device->mapper = v ? vcpu_of(v)->dom : NULL;
}

static uint64_t claim(struct hv *hv, struct pe *pe, struct device *device)
{
    if (device->state == DEVICE_MAPPED)
        return HVC_OK;
    if (device->state == DEVICE_MAPPING)
        return HVC_BUSY;
    if (device->state == DEVICE_GONE || device->hw.info->vectors == 0)
        return HVC_INVALID;
    if (device->hw.lpis == NULL && !reserve(hv, pe, device))
        return HVC_NO_SPACE;
    assign_begin(hv, pe, device);
    return HVC_OK;
}

/* It was removed before: its messages are its domain's again. */
static void attach(struct pe *pe, struct device *device)
{
    if (device->is_detached)
        sim_iommu_attach(pe->sim, device->hw.info->device_id, device->dom->id);
    device->is_detached = false;
}

static void set_state(struct hv *hv, struct pe *pe, struct device *device, enum device_state state)
{
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    device->state = state;
    irq_unlock(pe->sim, hv->lpis.lock, masked);
}

uint64_t assign_device(struct pe *pe, struct device *device)
{
    struct hv *hv = hv_of(device->dom);
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    const bool is_fresh = device->hw.lpis == NULL;
    const uint64_t result = claim(hv, pe, device);
    const bool is_ours = result == HVC_OK && device->state == DEVICE_MAPPING;
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    if (!is_ours)
        return result;
    if (is_fresh)
        enable_all(pe, &device->hw);
    attach(pe, device);
    const bool is_mapped = map_all(pe, device);
    set_state(hv, pe_self(pe), device, is_mapped ? DEVICE_MAPPED : DEVICE_UNMAPPED);
    return is_mapped ? HVC_OK : HVC_BUSY;
}
