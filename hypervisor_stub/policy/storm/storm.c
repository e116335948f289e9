/* Asks the detectors, and disables and enables pLPIs; see storm.h. */
#include "policy/storm/storm.h"
#include "base/probes.h"
#include "driver/mapping.h"

enum { RETRY_NS = 100000 };

/* What is kept of a pLPI, whoever detects. */
struct storm_lpi {
    struct list node; /* in storm.deferred */
    bool deferred;
    uint64_t throttled_at_ns;
};

/* The next try of this PE to apply what was deferred. */
struct storm_retry {
    struct sched_call call;
    struct storm *storm;
};

static void apply_deferred(struct pe *pe, struct sched_call *call);

/* ---- set-up ---- */

static bool add_detector(struct storm *storm, const struct storm_policy *policy,
                         const struct knobs *knobs)
{
    struct storm_detector *detector = &storm->detectors[storm->detector_count];
    if (policy->on_arrival == NULL)
        return true;
    detector->policy = policy;
    detector->lpis = storm->lpis;
    detector->knob = knob_values(knobs, policy->knobs);
    detector->state = sim_alloc((uint64_t)storm->lpis->capacity * policy->state_bytes + 1u, 64);
    storm->detector_count++;
    return detector->knob != NULL && detector->state != NULL;
}

bool storm_create(struct storm *storm, struct lpi_table *lpis, struct sched *sched,
                  const struct knobs *knobs)
{
    storm->lpis = lpis;
    storm->sched = sched;
    list_init(&storm->deferred);
    storm->lpi = sim_alloc((lpis->capacity + 1ull) * sizeof *storm->lpi, 64);
    storm->retry = sim_alloc(sched->pe_count * sizeof *storm->retry, 64);
    if (storm->lpi == NULL || storm->retry == NULL)
        return false;
    for (unsigned n = 0; n < sched->pe_count; n++) {
        storm->retry[n].storm = storm;
        sched_call_init(&storm->retry[n].call, apply_deferred);
    }
    return add_detector(storm, storm_chosen(knobs), knobs);
}

/* ---- decisions ---- */

static struct storm_lpi *kept_of(const struct storm *storm, const struct lpi *lpi)
{
    return &storm->lpi[lpi - storm->lpis->entries];
}

bool storm_arrived(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    bool storms = false;
    for (unsigned n = 0; n < storm->detector_count; n++) {
        const struct storm_detector *detector = &storm->detectors[n];
        storms = detector->policy->on_arrival(detector, pe, lpi) || storms;
    }
    if (!storms || lpi->throttled)
        return false;
    kept_of(storm, lpi)->throttled_at_ns = sim_now_ns(pe->sim);
    SHARED_STORE(lpi->throttled, true);
    sim_probe(pe->sim, PROBE_STORM_DETECTIONS, lpi->device->domain, 1);
    return true;
}

bool storm_ended(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    if (!lpi->throttled || lpi_unanswered(lpi) != 0)
        return false;
    SHARED_STORE(lpi->throttled, false);
    sim_probe(pe->sim, PROBE_STORM_THROTTLED_TIME, lpi->device->domain,
              sim_now_ns(pe->sim) - kept_of(storm, lpi)->throttled_at_ns);
    return true;
}

/* ---- on the hardware ---- */

static void defer(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    struct storm_lpi *kept = kept_of(storm, lpi);
    const bool masked = irq_lock(pe->sim, storm->lpis->lock);
    if (!kept->deferred)
        list_push_tail(&storm->deferred, &kept->node);
    kept->deferred = true;
    irq_unlock(pe->sim, storm->lpis->lock, masked);
    sched_call_at(storm->sched, pe, &storm->retry[pe->index].call, timer_now(pe) + RETRY_NS);
    sim_probe(pe->sim, PROBE_STORM_DEFERRED, lpi->device->domain, 1);
}

void storm_apply(struct storm *storm, struct pe *pe, struct lpi *lpi)
{
    if (!lpi_apply(pe, lpi))
        defer(storm, pe, lpi);
}

static struct lpi *take_deferred(struct storm *storm, struct pe *pe)
{
    struct lpi *lpi = NULL;
    const bool masked = irq_lock(pe->sim, storm->lpis->lock);
    if (!list_empty(&storm->deferred)) {
        struct storm_lpi *kept = list_entry(storm->deferred.next, struct storm_lpi, node);
        list_remove(&kept->node);
        kept->deferred = false;
        lpi = &storm->lpis->entries[kept - storm->lpi];
    }
    irq_unlock(pe->sim, storm->lpis->lock, masked);
    return lpi;
}

/* As far as the ring takes it; the rest is deferred again. */
static void apply_deferred(struct pe *pe, struct sched_call *call)
{
    struct storm *storm = list_entry(call, struct storm_retry, call)->storm;
    struct lpi *lpi = take_deferred(storm, pe);
    while (lpi != NULL && lpi_apply(pe, lpi))
        lpi = take_deferred(storm, pe);
    if (lpi != NULL)
        defer(storm, pe, lpi);
}
