/*
 * In-flight detection: a pLPI of which more than max_in_flight are unanswered storms. It is
 * disabled (INV, SYNC from interrupt context) and enabled again when the guest's EOI of the last
 * of them is seen; the caller asks for a maintenance interrupt, so that this is soon. The counter
 * detects, it does not replay: the guest gets one vLPI.
 */
#include "dispatch/hv.h"

static bool inflight_received(struct pe *pe, struct lpi *lpi)
{
    if (lpi->throttled || lpi_unanswered(lpi) <= pe->hv->settings.storm_max_in_flight)
        return false;
    lpi->throttled_at_ns = sim_now_ns(pe->sim);
    SHARED_STORE(lpi->throttled, true);
    sim_probe(pe->sim, PROBE_STORM_DETECTIONS, lpi->device->dom->id, 1);
    return true;
}

static bool inflight_ended(struct pe *pe, struct lpi *lpi)
{
    if (!lpi->throttled || lpi_unanswered(lpi) != 0)
        return false;
    SHARED_STORE(lpi->throttled, false);
    sim_probe(pe->sim, PROBE_STORM_THROTTLED_TIME, lpi->device->dom->id,
              sim_now_ns(pe->sim) - lpi->throttled_at_ns);
    return true;
}

const struct storm_ops storm_inflight = { "inflight", inflight_received, inflight_ended, lpi_apply,
                                          lpi_apply };
