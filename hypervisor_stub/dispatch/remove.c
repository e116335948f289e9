/* SPDX-License-Identifier: Apache-2.0 */
/* Removal of a device; see remove.h. */
#include "dispatch/remove.h"
#include "arch/its_table.h"
#include "dispatch/assign.h"
#include "dispatch/hv.h"
#include "driver/cmdq.h"
#include "driver/mapping.h"
#include "sched/mutex.h"
#include "vits/vits.h"
#include <itstorm/hypercall.h>

enum { POLL_NS = 1000, POLLS_MAX = 10000 };

/* ---- parts ---- */

bool remove_from_its(struct pe *pe, struct device *device)
{
    struct host_its *its = device->hw.its;
    struct cmdq_batch batch;
    if (SHARED_LOAD(device->hw.lpis) == NULL)
        return true;
    cmdq_begin(&batch, pe, its, CMDQ_BULK, CMDQ_ASSIGN);
    if (host_unmap_device(&batch, &device->hw))
        host_sync_events(&batch, &device->hw, 0, device->hw.info->vectors);
    const cmdq_ticket ticket = cmdq_end(&batch);
    if (!batch.refused)
        cmdq_wait(batch.pe, its, ticket, CMDQ_BULK);
    return !batch.refused;
}

/* An odd count means that the PE is in its interrupt loop (irq.c); as long as the count stays the
 * same, it is handling one interrupt. */
static bool has_passed(struct pe *pe, const uint32_t *rounds)
{
    const uint32_t seen = SHARED_LOAD(*rounds);
    for (unsigned polls = 0; seen % 2u != 0 && SHARED_LOAD(*rounds) == seen; polls++) {
        if (polls == POLLS_MAX)
            return false;
        sim_delay_ns(pe->sim, POLL_NS);
    }
    return true;
}

bool remove_quiesce(const struct hv *hv, struct pe *pe)
{
    bool all = true;
    for (unsigned n = 0; all && n < hv->machine->pe_count; n++)
        all = n == pe->index || has_passed(pe, &hv->irq.rounds[n]);
    return all;
}

void remove_free(struct hv *hv, struct pe *pe, struct device *device)
{
    struct its_device *hw = &device->hw;
    if (hw->lpis == NULL)
        return;
    storm_forget(&hv->storm, pe, hw);
    lpi_table_give_back(&hv->lpis, hw->lpis, hw->info->vectors);
    ram_free(&hv->ram, hw->itt, host_itt_bytes(hw));
    SHARED_STORE(hw->lpis, NULL);
    hw->itt = 0;
}

/* ---- at its guest's wish ---- */

static uint64_t claim(struct hv *hv, struct pe *pe, struct device *device)
{
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    const enum device_state state = device->state;
    const bool is_ours = state == DEVICE_MAPPED || state == DEVICE_UNMAPPED;
    if (is_ours)
        assign_begin(hv, pe, device);
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    return is_ours ? HVC_OK : state == DEVICE_GONE ? HVC_INVALID : HVC_BUSY;
}

/* Under the lock of the virtual ITS, whose commands bind pLPIs. */
static void unbind_and_free(struct hv *hv, struct pe *pe, struct device *device)
{
    struct vits *its = device->dom->vits;
    pe = mutex_take(pe, &its->lock);
    domain_await_no_longer(device);
    for (uint32_t event = 0; device->hw.lpis != NULL && event < device->hw.info->vectors; event++)
        if (device->hw.lpis[event].vlpi != 0)
            vgic_unbind(pe, vgic_vlpi(device->dom, device->hw.lpis[event].vlpi));
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    remove_free(hv, pe, device);
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    mutex_drop(pe, &its->lock);
}

static bool remove_parts(struct hv *hv, struct pe *pe, struct device *device)
{
    sim_iommu_attach(pe->sim, device->hw.info->device_id, SIM_NO_DOMAIN);
    device->is_detached = true;
    if (!remove_from_its(pe, device))
        return false;
    pe = pe_self(pe); /* it may have slept */
    if (!remove_quiesce(hv, pe))
        return false;
    unbind_and_free(hv, pe_self(pe), device);
    return true;
}

uint64_t remove_device(struct pe *pe, struct device *device)
{
    struct hv *hv = hv_of(device->dom);
    const uint64_t result = claim(hv, pe, device);
    if (result != HVC_OK)
        return result;
    const bool is_done = remove_parts(hv, pe, device);
    pe = pe_self(pe);
    const bool masked = irq_lock(pe->sim, hv->lpis.lock);
    device->state = DEVICE_UNMAPPED;
    irq_unlock(pe->sim, hv->lpis.lock, masked);
    return is_done ? HVC_OK : HVC_BUSY;
}
