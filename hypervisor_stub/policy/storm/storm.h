/*
 * Interrupt storms: a pLPI that storms is disabled on the hardware, and enabled again when its
 * storm is over. Who says that it storms are the detectors, knob storm.detect; each is a file of
 * its name, which defines storm_<name>. To add one, add its file here and its name to the list.
 *
 * storm_arrived and storm_ended only decide, under the lock that guards the pLPI's counters
 * (lpi.h), which the caller has brought up to date; the caller then calls storm_apply without a
 * lock, which acts on the hardware.
 */
#pragma once
#include "base/knobs.h"
#include "driver/lpi.h"
#include "sched/sched.h"

#define STORM_POLICIES(X) X(none) X(inflight)

struct storm_detector;

/* A way to detect storms. */
struct storm_policy {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */
    uint32_t state_bytes;        /* its own, per pLPI, zeroed: storm_state */

    /* Another pLPI. True: it storms. NULL: nothing ever does. */
    bool (*on_arrival)(const struct storm_detector *detector, struct pe *pe, const struct lpi *lpi);
};

/* A policy that is in use. */
struct storm_detector {
    const struct storm_policy *policy;
    const uint64_t *knob; /* values of its knobs, by row */
    char *state;          /* [capacity of the pLPI table] of state_bytes */
    const struct lpi_table *lpis;
};

enum { STORM_DETECTORS_MAX = 8 };

struct storm {
    struct lpi_table *lpis;
    struct sched *sched;
    struct storm_detector detectors[STORM_DETECTORS_MAX]; /* all are asked; one is enough */
    unsigned detector_count;
    struct storm_lpi *lpi;     /* [capacity of the pLPI table] */
    struct list deferred;      /* storm_lpis that the ring refused; under host.lpi */
    struct storm_retry *retry; /* [pe_count] */
};

/* Adds storm.detect and the policies' own knobs. */
void storm_add_knobs(struct knob_table *table);

/* Before time zero. False: no memory. */
bool storm_create(struct storm *storm, struct lpi_table *lpis, struct sched *sched,
                  const struct knobs *knobs);

/* Another pLPI. True: it storms; the caller watches for the EOI and calls storm_apply. */
bool storm_arrived(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The guest's EOI, or nothing to deliver any more, or somewhere to deliver it again. True: its
 * storm is over, the caller calls storm_apply. */
bool storm_ended(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The hardware follows lpi->throttled (lpi_apply). If the ring refuses, this PE tries again soon.
 * No lock held, any context. */
void storm_apply(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* ---- for policies ---- */

static inline void *storm_state(const struct storm_detector *detector, const struct lpi *lpi)
{
    return detector->state +
           (size_t)(lpi - detector->lpis->entries) * detector->policy->state_bytes;
}

/* ---- policies.c ---- */

/* The policies that the knobs ask for. */
const struct storm_policy *storm_chosen(const struct knobs *knobs);
