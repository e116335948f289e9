/*
 * Storm policies: one file each, behind this struct. The vGIC and the vITS call them without
 * knowing which one runs. `received` and `ended` only decide, under the lock that guards the
 * pLPI's counters, which the caller has brought up to date; `throttle` and `release` then act on
 * the hardware, without a lock.
 */
#pragma once
#include <itstorm/types.h>

struct pe;
struct lpi;

struct storm_ops {
    const char *name;

    /* Another pLPI. True: it storms; the caller watches for the EOI and calls throttle. */
    bool (*received)(struct pe *pe, struct lpi *lpi);

    /* The guest's EOI, or nothing to deliver any more, or somewhere to deliver it again. True: the
     * caller calls release. */
    bool (*ended)(struct pe *pe, struct lpi *lpi);

    void (*throttle)(struct pe *pe, struct lpi *lpi);
    void (*release)(struct pe *pe, struct lpi *lpi);
};

extern const struct storm_ops storm_none, storm_inflight;

/* By the choice of knob storm.detect. */
const struct storm_ops *storm_policy(unsigned choice);
