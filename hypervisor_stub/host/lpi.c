/*
 * Physical LPIs at work: reception, and following the storm policy's decisions on the hardware.
 * Assignment is assign.c.
 */
#include "host/lpi.h"
#include "core/hv.h"
#include "host/assign.h"

enum { LPI_COMMANDS = 2 }; /* INV, SYNC */

bool lpi_table_create(struct hv *hv)
{
    struct lpi_table *table = &hv->lpis;
    for (unsigned n = 0; n < hv->machine->pci_count; n++)
        table->capacity += hv->machine->pci[n].vectors;
    table->lock = sim_lock_create("host.lpi", SIM_NO_DOMAIN);
    table->entries = sim_alloc((table->capacity + 1ull) * sizeof *table->entries, 64);
    return table->entries != NULL;
}

/* No vLPI yet: discarded. The storm policy watches it all the same, or the device could keep this
 * PE here. */
static void receive_early(struct pe *pe, struct lpi *lpi)
{
    const struct storm_ops *storm = pe->hv->storm;
    sim_mark(pe->sim, SIM_STEP_DISCARDED, lpi->device->dom->id, 0, lpi->intid);
    sim_lock_take(pe->sim, pe->hv->lpis.lock);
    const bool throttle = lpi->vlpi == 0 && storm->received(pe, lpi);
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
    const uint32_t vlpi = SHARED_LOAD(lpi->vlpi);
    if (vlpi == 0)
        receive_early(pe, lpi);
    else
        vgic_inject_lpi(pe, lpi->device->dom, vlpi, lpi);
}

void lpi_apply(struct pe *pe, struct lpi *lpi)
{
    struct hv *hv = pe->hv;
    const uint32_t device_id = lpi->device->info->device_id;
    const struct its_cmd inv = its_cmd_inv(device_id, lpi->event);
    const struct its_cmd sync = its_cmd_sync(assign_target(lpi->device, lpi->event)->rdbase);
    struct cmdq_batch batch;
    cmdq_begin(pe, &hv->its, &batch, CMDQ_CRITICAL, CMDQ_STORM);
    const uint8_t config = lpi_config(LPI_HOST_PRIORITY, !SHARED_LOAD(lpi->throttled));
    HV_ASSERT(sim_write(pe->sim, lpi_config_address(hv->prop_pa, lpi->intid), &config, 1));
    cmdq_put(pe, &hv->its, &batch, &inv);
    cmdq_put(pe, &hv->its, &batch, &sync);
    const cmdq_ticket ticket = cmdq_end(pe, &hv->its, &batch);
    sim_probe(pe->sim, PROBE_STORM_HOST_COMMANDS, lpi->device->dom->id, LPI_COMMANDS);
    cmdq_wait(pe, &hv->its, ticket, CMDQ_CRITICAL);
}
