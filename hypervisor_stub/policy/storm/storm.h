/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupt storms: a pLPI that storms, or its whole device (knob storm.scope), is disabled on the
 * hardware, and enabled again when its storm is over. Detectors (knob storm.detect) decide that it
 * storms, the ending (knob storm.end) decides that it is over. Each is a file of its name, which
 * defines storm_detector_<name> or storm_ending_<name>. To add one, add its file here and its name
 * to the list.
 *
 * storm_arrived and storm_answered only decide, under the lock that guards the pLPI's counters
 * (lpi.h), which the caller has updated before. The caller then calls storm_apply without a lock,
 * which changes the hardware.
 */
#pragma once
#include "base/knobs.h"
#include "driver/lpi.h"
#include "sched/sched.h"

#define STORM_DETECTORS(X) X(inflight) X(pending_and_disabled) X(rate) X(window) X(budget)
#define STORM_ENDINGS(X) X(eoi) X(guest_enable) X(backoff)

enum { STORM_DETECTORS_MAX = 16 };

/* A policy that is in use. */
struct storm_policy {
    uint64_t *knob; /* values of its knobs, by row */
    char *state;    /* [capacity of the pLPI table] of state_bytes: storm_state */
    uint32_t state_bytes;
    void *own; /* made by its `create` */
    const struct lpi_table *lpis;
    const struct sim_machine *machine;
};

/* An arrival of a pLPI. */
struct storm_arrival {
    struct lpi *lpi;
    bool is_again;     /* its vLPI was pending already */
    bool is_held_back; /* it cannot be delivered now: the guest has disabled or not mapped it */

    /* Set by a detector: the pLPI is not enabled again before this time. */
    uint64_t hold_until_ns;
};

/* Time that a PE has spent on a pLPI. */
struct storm_work {
    const struct lpi *lpi;
    uint64_t now_ns;  /* when the work ended */
    uint64_t ns;      /* how long it took */
    uint64_t loop_ns; /* time since the interrupt loop began; 0: outside of a loop */
};

/* A way to detect storms. */
struct storm_detector {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */
    uint32_t state_bytes;        /* its own, per pLPI, zeroed: storm_state */

    /* More state of its own, before time zero. False: no memory. NULL: it has none. */
    bool (*create)(struct storm_policy *self);

    /* A pLPI has arrived. True: it storms. */
    bool (*on_arrival)(const struct storm_policy *self, struct pe *pe,
                       struct storm_arrival *arrival);

    /* Time that this PE has spent on a pLPI, in the interrupt loop, or to disable or enable it.
     * NULL: not needed. */
    void (*on_work)(const struct storm_policy *self, struct pe *pe, const struct storm_work *work);
};

/* A unit of disabling: a pLPI, or a device. Guarded like lpi->throttled, or by the storm lock. */
struct storm_unit {
    struct list node; /* in storm.deferred; under the storm lock, as are the next three */
    bool is_deferred;
    uint32_t agenda_slot;      /* agenda.h */
    uint64_t due_ns;           /* in the agenda: when it is due */
    struct its_device *device; /* NULL: a pLPI alone */
    struct lpi *lpi;           /* the pLPI that stormed */
    uint64_t disabled_at_ns;
    uint64_t not_before_ns; /* not to be enabled before this time */
    bool guest_enabled;     /* the guest has since enabled its vLPI, or mapped it again */
    bool is_abandoned;      /* a device: nobody will answer the pLPI, so the storm is over under any
                               ending */
    bool is_changed;        /* a device: the hardware does not follow its flag yet; shared */
};

/* A way to end storms. */
struct storm_ending {
    const char *summary;
    const struct hv_knob *knobs;
    uint32_t state_bytes; /* per pLPI, as a detector's */

    /* The pLPI is being disabled: the least time for which it stays so. NULL: none. */
    uint64_t (*hold_ns)(const struct storm_policy *self, const struct lpi *lpi, uint64_t now_ns);

    /* May it be enabled again? Asked when its state has changed, and when the time for which it is
     * held has passed. */
    bool (*is_over)(const struct storm_policy *self, const struct storm_unit *unit);
};

/* Implemented by the floors above, connected by dispatch. */
struct storm_ops {
    /* Calls storm_answered under the lock that guards the pLPI. Masked, no lock held. */
    bool (*ask_again)(struct pe *pe, struct lpi *lpi);
};

struct storm {
    const struct storm_ops *ops;
    struct lpi_table *lpis;
    struct sched *sched;
    const struct sim_machine *machine;
    const struct storm_detector *detector[STORM_DETECTORS_MAX]; /* all are asked; one is enough */
    struct storm_policy detects[STORM_DETECTORS_MAX];
    unsigned detector_count;
    unsigned workers[STORM_DETECTORS_MAX]; /* indices of those that have on_work */
    unsigned worker_count;
    const struct storm_ending *ending;
    struct storm_policy ends;
    uint64_t min_gap_ns;
    struct lpi_applying applying;
    bool whole_device; /* the device is disabled, not the pLPI alone */
    bool in_softirq;   /* disabled after the interrupt loop, not in it */
    bool watches_eoi;  /* list registers ask for a maintenance interrupt */
    bool measures;     /* a detector has on_work */
    bool guests_wait;  /* what a guest's command changes is applied after its trap */
    bool follows_loop; /* the beginning and end of the interrupt loop must be known */
    sim_lock *lock;    /* storm: guards devices' units, the agenda, the list of deferred units */
    struct storm_unit *units;        /* [capacity of the pLPI table] */
    struct storm_unit *device_units; /* [pci_count] */
    struct list deferred;            /* units that the ring refused, or that wait for the softirq */
    struct storm_agenda *agenda;     /* units that are held for a time */
    struct storm_pe *pe;             /* [pe_count] */
};

/* Adds storm.detect, storm.end, the policies' knobs, and the knobs common to all of them. */
void storm_add_knobs(struct knob_table *table);

/* Before time zero. False: no memory. */
bool storm_create(struct storm *storm, const struct storm_ops *ops,
                  const struct sim_machine *machine, struct lpi_table *lpis, struct sched *sched,
                  const struct knobs *knobs);

/* Values of knobs: at creation, and when one is set at run time. */
void storm_read_knobs(struct storm *storm, const struct knobs *knobs);

/* ---- decisions: storm.c ---- */

/* A pLPI has arrived. True: it storms; the caller watches for the EOI and calls storm_apply. */
bool storm_arrived(struct storm *storm, struct pe *pe, struct storm_arrival *arrival);

/* The guest's EOI has come, or nothing is left to deliver. True: the storm is over, the caller
 * calls storm_apply. */
bool storm_answered(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The guest has enabled the vLPI, or it can be delivered from now on. As storm_answered. */
bool storm_forgiven(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The guest has disabled the vLPI, or the pLPI is bound to none: it no longer keeps the rest of its
 * device disabled. As storm_answered. */
bool storm_abandoned(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* A device is removed and its pLPIs are given back: policies drop their state for them, so that a
 * later device begins afresh, and this one comes back without a storm. Masked, host.lpi held. */
void storm_forget(struct storm *storm, struct pe *pe, struct its_device *device);

/* True: it is disabled, its storm is over, and nobody will enable it again. Outside of simulated
 * time. */
bool storm_is_stuck(const struct storm *storm, const struct lpi *lpi);

/* ---- on the hardware: act.c ---- */

/* Makes the hardware follow the flags (lpi_apply). If the ring refuses, this PE tries again soon; a
 * unit that is held for a time is looked at again by this PE when that has passed. No lock held,
 * any context. */
void storm_apply(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The same in a guest's trap, caused by its command; or, if no guest may cause a host command, when
 * this PE's timer fires, which is at once. */
void storm_apply_for_guest(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The interrupt loop begins; it has handled a pLPI, to which the time since then is charged, or
 * something else; it ends, which is when deferred work is done (storm.act_in). Masked. Called only
 * if follows_loop, measures. */
void storm_loop_begins(struct storm *storm, struct pe *pe);
void storm_loop_worked(struct storm *storm, struct pe *pe, const struct lpi *lpi);
void storm_loop_goes_on(struct storm *storm, struct pe *pe);
void storm_loop_ends(struct storm *storm, struct pe *pe);

/* ---- for policies ---- */

static inline void *storm_state(const struct storm_policy *self, const struct lpi *lpi)
{
    return self->state + (size_t)(lpi - self->lpis->entries) * self->state_bytes;
}

/* The number of a pLPI's device, below machine->pci_count. */
static inline unsigned storm_device(const struct storm_policy *self, const struct lpi *lpi)
{
    return (unsigned)(lpi->device->info - self->machine->pci);
}
