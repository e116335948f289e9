/*
 * Physical LPIs at work: reception, and following the storm policy's decisions on the hardware.
 * Assignment is assign.c.
 */
#include "driver/lpi.h"
#include "dispatch/assign.h"
#include "dispatch/hv.h"
#include "driver/mapping.h"
#include "driver/timer.h"

enum { RETRY_NS = 100000 };

bool lpi_table_create(struct hv *hv)
{
    struct lpi_table *table = &hv->lpis;
    for (unsigned n = 0; n < hv->machine->pci_count; n++)
        table->capacity += hv->machine->pci[n].vectors;
    table->capacity += hv->machine->its_count; /* completion.h */
    list_init(&table->deferred);
    table->lock = sim_lock_create("host.lpi", SIM_NO_DOMAIN);
    table->entries = sim_alloc((uint64_t)table->capacity * sizeof *table->entries, 64);
    return table->entries != NULL;
}

struct lpi *lpi_table_take(struct hv *hv, struct device *device, uint32_t count)
{
    struct lpi_table *table = &hv->lpis;
    const uint32_t first = INTID_LPI_FIRST + table->count;
    if (count > table->capacity - table->count ||
        !lpi_in_range(first + count - 1u, hv->machine->lpi_id_bits))
        return NULL;
    struct lpi *lpis = &table->entries[table->count];
    for (uint32_t event = 0; event < count; event++) {
        const struct lpi fresh = { .intid = first + event, .event = event, .device = device };
        lpis[event] = fresh;
        list_init(&lpis[event].node);
    }
    SHARED_STORE(table->count, table->count + count);
    return lpis;
}

/* No vLPI yet: discarded. The storm policy watches it all the same, or the device could keep this
 * PE here. */
static void receive_early(struct pe *pe, struct lpi *lpi)
{
    const struct storm_ops *storm = pe->hv->storm;
    sim_mark(pe->sim, SIM_STEP_DISCARDED, lpi->device->dom->id, 0, lpi->intid);
    if (!SHARED_LOAD(lpi->device->dom->vgic.translates))
        sim_probe(pe->sim, PROBE_VITS_DROPPED, lpi->device->dom->id, 1);
    sim_lock_take(pe->sim, pe->hv->lpis.lock);
    const bool is_early = lpi->vlpi == 0; /* else it was bound meanwhile */
    lpi->strays += is_early;
    const bool throttle = is_early && storm->received(pe, lpi);
    sim_lock_drop(pe->sim, pe->hv->lpis.lock);
    if (throttle)
        storm->throttle(pe, lpi);
}

void lpi_receive(struct pe *pe, uint32_t intid)
{
    struct lpi *lpi = lpi_lookup(&pe->hv->lpis, intid);
    if (lpi == NULL) {
        sim_mark(pe->sim, SIM_STEP_DISCARDED, SIM_NO_DOMAIN, 0, intid);
        return;
    }
    if (lpi->device == NULL) {
        completion_received(pe, lpi);
        return;
    }
    const uint32_t vlpi = SHARED_LOAD(lpi->vlpi);
    if (vlpi == 0)
        receive_early(pe, lpi);
    else
        vgic_inject_lpi(pe, lpi->device->dom, vlpi, lpi);
}

/* ---- following the storm policy ---- */

static void write_config(struct pe *pe, const struct lpi *lpi)
{
    const uint8_t config = lpi_config(LPI_HOST_PRIORITY, !SHARED_LOAD(lpi->throttled));
    HV_ASSERT(sim_write(pe->sim, lpi_config_address(pe->hv->prop_pa, lpi->intid), &config, 1));
}

/* Before the INV: what comes after the pLPI is enabled again is delivered. */
static bool sweep(struct cmdq_batch *batch, struct lpi *lpi)
{
    return !__atomic_exchange_n(&lpi->sweep, false, __ATOMIC_SEQ_CST) || clear_event(batch, lpi);
}

/* True: done. What is not on the ITS needs no command: its mapping will bring the INV. */
static bool try_apply(struct pe *pe, struct lpi *lpi)
{
    struct host_its *its = lpi->device->dom->its;
    const struct its_cmd sync = its_cmd_sync(assign_target(lpi->device, lpi->event)->rdbase);
    struct cmdq_batch batch;
    cmdq_begin(&batch, pe, its, CMDQ_CRITICAL, CMDQ_STORM);
    if (cmdq_room(&batch)) {
        write_config(pe, lpi);
        if (sweep(&batch, lpi) && reload_event(&batch, lpi) && batch.written != 0)
            cmdq_put(&batch, &sync);
    }
    const cmdq_ticket ticket = cmdq_end(&batch);
    sim_probe(pe->sim, PROBE_STORM_HOST_COMMANDS, lpi->device->dom->id, batch.written);
    if (batch.written != 0 && !batch.refused)
        cmdq_wait(pe, its, ticket, CMDQ_CRITICAL);
    return !batch.refused;
}

static void defer(struct pe *pe, struct lpi *lpi)
{
    struct lpi_table *table = &pe->hv->lpis;
    const bool masked = irq_lock(pe->sim, table->lock);
    if (!lpi->deferred)
        list_push_tail(&table->deferred, &lpi->node);
    lpi->deferred = true;
    irq_unlock(pe->sim, table->lock, masked);
    sched_retry_at(pe, timer_now(pe) + RETRY_NS);
    sim_probe(pe->sim, PROBE_STORM_DEFERRED, lpi->device->dom->id, 1);
}

void lpi_apply(struct pe *pe, struct lpi *lpi)
{
    if (!try_apply(pe, lpi))
        defer(pe, lpi);
}

static struct lpi *take_deferred(struct pe *pe)
{
    struct lpi_table *table = &pe->hv->lpis;
    struct lpi *lpi = NULL;
    const bool masked = irq_lock(pe->sim, table->lock);
    if (!list_empty(&table->deferred)) {
        lpi = list_entry(table->deferred.next, struct lpi, node);
        list_remove(&lpi->node);
        lpi->deferred = false;
    }
    irq_unlock(pe->sim, table->lock, masked);
    return lpi;
}

void lpi_apply_deferred(struct pe *pe)
{
    struct lpi *lpi = take_deferred(pe);
    while (lpi != NULL && try_apply(pe, lpi))
        lpi = take_deferred(pe);
    if (lpi != NULL)
        defer(pe, lpi);
}
