/*
 * Storm policies: one file each, behind this struct. The vGIC and the vITS call them without knowing which one runs.
 * `received` and `retired` only decide, under the lock that guards the pLPI's counters; `throttle` and `release` then act on the
 * hardware, without a lock.
 */
#pragma once
#include <itstorm/types.h>

struct pe;
struct lpi;

struct storm_ops {
    const char *name;
    bool (*received)(struct pe *pe, struct lpi *lpi); /* another pLPI. True: it storms; call throttle, watch for the EOI */
    bool (*retired)(struct pe *pe, struct lpi *lpi);  /* the guest's EOI, or a new mapping. True: call release */
    void (*throttle)(struct pe *pe, struct lpi *lpi);
    void (*release)(struct pe *pe, struct lpi *lpi);
};

extern const struct storm_ops storm_none, storm_inflight;

/* By the choice of knob storm.detect. */
const struct storm_ops *storm_policy(unsigned choice);
