/* SPDX-License-Identifier: Apache-2.0 */
/* Assignment: pLPIs, ITT, and what policy/assign maps at once; see assign.h. */
#include "dispatch/assign.h"
#include "arch/its_table.h"
#include "dispatch/hv.h"
#include "driver/mapping.h"
#include "kit/panic.h"
#include <itstorm/hypercall.h>

enum { SCRUB_BYTES = 4096 };

/* Memory that others have used may hold anything; an ITT must begin without a valid entry. */
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

/* Lock held. Allocates the ITT and pLPI numbers. False: there are not enough. */
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

/* Writes the configuration bytes of all its pLPIs: enabled, or disabled until their guest enables
 * them. */
static void write_configs(struct pe *pe, const struct its_device *device, bool enabled)
{
    for (uint32_t event = 0; event < device->info->vectors; event++) {
        device->lpis[event].stale = true;
        device->lpis[event].guest_off = !enabled;
        lpi_write_config(pe, device->its->gic, device->lpis[event].intid, enabled);
    }
}

/* With assign.map = mapd the virtual ITS does this. False: the ring took only a part. */
static bool map(struct hv *hv, struct pe *pe, struct device *device)
{
    const struct assign *how = &hv->assign;
    struct assigning a = { .pe = pe, .device = &device->hw, .waits = true, .most = UINT32_MAX };
    return how->policy->assigned == NULL || how->by_mapd || how->policy->assigned(&a);
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

void assign_attach(struct pe *pe, struct device *device)
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
        write_configs(pe, &device->hw, !hv->assign.follows_guest);
    assign_attach(pe, device);
    const bool is_mapped = map(hv, pe, device);
    set_state(hv, pe_self(pe), device, is_mapped ? DEVICE_MAPPED : DEVICE_UNMAPPED);
    return is_mapped ? HVC_OK : HVC_BUSY;
}

/* ---- for who maps later ---- */

bool assign_claim(struct pe *pe, struct device *device)
{
    struct hv *hv = hv_of(device->dom);
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    const bool is_ours = device->state == DEVICE_MAPPED;
    if (is_ours)
        assign_begin(hv, pe, device);
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    return is_ours;
}

void assign_release(struct pe *pe, struct device *device)
{
    set_state(hv_of(device->dom), pe, device, DEVICE_MAPPED);
}
