/* SPDX-License-Identifier: Apache-2.0 */
/* Arrivals of physical LPIs and SPIs: which domain they belong to, and what becomes of them. */
#include "base/probes.h"
#include "dispatch/hv.h"
#include "policy/queue_full/queue_full.h"

/* ---- LPIs ---- */

/* No vLPI yet: the arrival is discarded. The storm policy sees it all the same, because otherwise
 * the device could keep this PE here. */
static void receive_early(struct hv *hv, struct pe *pe, struct lpi *lpi)
{
    sim_mark(pe->sim, SIM_STEP_DISCARDED, lpi->device->domain, 0, lpi->intid);
    sim_probe(pe->sim, PROBE_LPI_EARLY, lpi->device->domain, 1);
    if (!SHARED_LOAD(device_of(lpi->device)->dom->vgic->translates))
        sim_probe(pe->sim, PROBE_VITS_DROPPED, lpi->device->domain, 1);
    sim_lock_take(pe->sim, hv->lpis.lock);
    const bool is_early = lpi->vlpi == 0; /* else it has been bound meanwhile */
    lpi->strays += is_early;
    struct storm_arrival arrival = { .lpi = lpi, .is_held_back = true };
    const bool throttle = is_early && storm_arrived(&hv->storm, pe, &arrival);
    sim_lock_drop(pe->sim, hv->lpis.lock);
    if (throttle)
        storm_apply(&hv->storm, pe, lpi);
}

static void receive_completion(struct hv *hv, struct pe *pe, const struct lpi *lpi)
{
    struct host_its *its = hv->its;
    while (its->completion.lpi != lpi) /* it belongs to one of them */
        its++;
    completion_received(pe, its);
    queue_full_completed(pe, its);
    batch_completed(&hv->batch[its - hv->its]);
}

void lpi_receive(struct hv *hv, struct pe *pe, uint32_t intid)
{
    struct lpi *lpi = lpi_lookup(&hv->lpis, intid);
    if (lpi == NULL) {
        sim_mark(pe->sim, SIM_STEP_DISCARDED, SIM_NO_DOMAIN, 0, intid);
        return;
    }
    if (lpi->device == NULL) {
        receive_completion(hv, pe, lpi);
        return;
    }
    const uint32_t vlpi = SHARED_LOAD(lpi->vlpi);
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, true);
    if (vlpi == 0)
        receive_early(hv, pe, lpi);
    else
        vgic_inject_lpi(pe, device_of(lpi->device)->dom, vlpi, lpi);
    sim_span(pe->sim, SIM_SPAN_FIND_AND_QUEUE, false);
    if (hv->storm.measures)
        storm_loop_worked(&hv->storm, pe, lpi);
}

/* ---- SPIs ---- */

/* It belongs to no domain: it is disabled, because its level would bring it back at once, for
 * ever. */
static void refuse(struct hv *hv, struct pe *pe, uint32_t intid)
{
    spi_enable(&hv->spis, pe, intid, false);
    sim_dsb(pe->sim); /* it is disabled before it may be signalled again */
    spi_deactivate(pe, intid);
}

void spi_receive(struct hv *hv, struct pe *pe, uint32_t intid)
{
    const uint16_t owner = spi_owner(&hv->spis, intid);
    if (owner == SIM_NO_DOMAIN || !vgic_inject_spi(pe, &hv->domains.list[owner], intid))
        refuse(hv, pe, intid);
}
