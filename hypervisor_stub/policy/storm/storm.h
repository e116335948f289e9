/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupt storms: a pLPI that storms, or its whole device (knob storm.scope), is disabled on the
 * hardware, and enabled again when its storm is over. Who says that it storms are the detectors,
 * knob storm.detect; who says that it is over is the ending, knob storm.end. Each is a file of its
 * name, which defines storm_detector_<name> or storm_ending_<name>. To add one, add its file here
 * and its name to the list.
 *
 * storm_arrived and storm_answered only decide, under the lock that guards the pLPI's counters
 * (lpi.h), which the caller has brought up to date; the caller then calls storm_apply without a
 * lock, which acts on the hardware.
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
    void *own; /* what its `create` made */
    const struct lpi_table *lpis;
    const struct sim_machine *machine;
};

/* A pLPI that has come. */
struct storm_arrival {
    struct lpi *lpi;
    bool is_again;     /* its vLPI pended already */
    bool is_held_back; /* it cannot be delivered now: the guest has disabled or not mapped it */

    /* For a detector to set: not to be enabled again before that time. */
    uint64_t hold_until_ns;
};

/* Time that a PE has spent on a pLPI. */
struct storm_work {
    const struct lpi *lpi;
    uint64_t now_ns;  /* when it is done */
    uint64_t ns;      /* what it took */
    uint64_t loop_ns; /* since the interrupt loop began; 0: not in it */
};

/* A way to detect storms. */
struct storm_detector {
    const char *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */
    uint32_t state_bytes;        /* its own, per pLPI, zeroed: storm_state */

    /* More state of its own, before time zero. False: no memory. NULL: it has none. */
    bool (*create)(struct storm_policy *self);

    /* Another pLPI. True: it storms. */
    bool (*on_arrival)(const struct storm_policy *self, struct pe *pe,
                       struct storm_arrival *arrival);

    /* What this PE has spent on a pLPI, in the interrupt loop, or to disable or enable it. NULL: it
     * does not want to know. */
    void (*on_work)(const struct storm_policy *self, struct pe *pe, const struct storm_work *work);
};

/* What is disabled: a pLPI, or a device. Guarded like lpi->throttled, or by the storm lock. */
struct storm_unit {
    struct list node; /* in storm.deferred; under the storm lock, as are the next three */
    bool is_deferred;
    uint32_t agenda_slot;      /* agenda.h */
    uint64_t due_ns;           /* in the agenda: when */
    struct its_device *device; /* NULL: a pLPI alone */
    struct lpi *lpi;           /* that stormed */
    uint64_t disabled_at_ns;
    uint64_t not_before_ns; /* it is not enabled again before */
    bool guest_enabled;     /* since then the guest has enabled its vLPI, or mapped it anew */
    bool is_abandoned;      /* a device: nobody will answer the pLPI; whatever the ending, over */
    bool is_changed;        /* a device: the hardware does not follow its flag yet; shared */
};

/* A way to end storms. */
struct storm_ending {
    const char *summary;
    const struct hv_knob *knobs;
    uint32_t state_bytes; /* per pLPI, as a detector's */

    /* The pLPI is being disabled: for how long at least. NULL: for no time. */
    uint64_t (*hold_ns)(const struct storm_policy *self, const struct lpi *lpi, uint64_t now_ns);

    /* May it be enabled again? Asked when something of it has changed, and when the time is past
     * for which it is held. */
    bool (*is_over)(const struct storm_policy *self, const struct storm_unit *unit);
};

/* What the floors above implement; wired by dispatch. */
struct storm_ops {
    /* storm_answered under the lock that guards the pLPI. Masked, no lock held. */
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
    unsigned workers[STORM_DETECTORS_MAX]; /* those that have on_work */
    unsigned worker_count;
    const struct storm_ending *ending;
    struct storm_policy ends;
    uint64_t min_gap_ns;
    struct lpi_applying applying;
    bool whole_device;        /* what is disabled */
    bool in_softirq;          /* disabled after the interrupt loop, not in it */
    bool watches_eoi;         /* list registers ask for a maintenance interrupt */
    bool measures;            /* a detector has on_work */
    bool guests_wait;         /* what a guest's command brings is applied after its trap */
    bool follows_loop;        /* somebody wants to know when the interrupt loop begins and ends */
    sim_lock *lock;           /* storm: devices' units, the agenda, the list of the deferred */
    struct storm_unit *units; /* [capacity of the pLPI table] */
    struct storm_unit *device_units; /* [pci_count] */
    struct list deferred;            /* units that the ring refused, or that wait for the softirq */
    struct storm_agenda *agenda;     /* units that are held for a time */
    struct storm_pe *pe;             /* [pe_count] */
};

/* Adds storm.detect, storm.end, their policies' knobs, and those that all of them share. */
void storm_add_knobs(struct knob_table *table);

/* Before time zero. False: no memory. */
bool storm_create(struct storm *storm, const struct storm_ops *ops,
                  const struct sim_machine *machine, struct lpi_table *lpis, struct sched *sched,
                  const struct knobs *knobs);

/* Values of knobs: at creation, and when one is set at run time. */
void storm_read_knobs(struct storm *storm, const struct knobs *knobs);

/* ---- decisions: storm.c ---- */

/* Another pLPI. True: it storms; the caller watches for the EOI and calls storm_apply. */
bool storm_arrived(struct storm *storm, struct pe *pe, struct storm_arrival *arrival);

/* The guest's EOI, or nothing to deliver any more. True: its storm is over, the caller calls
 * storm_apply. */
bool storm_answered(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The guest has enabled its vLPI, or it can be delivered from now on. As storm_answered. */
bool storm_forgiven(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* Its guest has disabled it, or bound it to nothing: it holds up the rest of its device no longer.
 * As storm_answered. */
bool storm_abandoned(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* A device is removed, and its pLPIs are given back: what the policies have kept of them is not the
 * next device's, and this one comes back without a storm. Masked, host.lpi held. */
void storm_forget(struct storm *storm, struct pe *pe, struct its_device *device);

/* Disabled, over, and nobody will enable it again. Outside of time. */
bool storm_is_stuck(const struct storm *storm, const struct lpi *lpi);

/* ---- on the hardware: act.c ---- */

/* The hardware follows the flags (lpi_apply). If the ring refuses, this PE tries again soon; what
 * is held for a time, this PE looks at again when that is past. No lock held, any context. */
void storm_apply(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The same in a guest's trap, whose command has led to it; or, if no guest may cause a host
 * command, when this PE's timer comes, which is at once. */
void storm_apply_for_guest(struct storm *storm, struct pe *pe, struct lpi *lpi);

/* The interrupt loop begins; has handled a pLPI, to which the time since is charged, or something
 * else; ends, which is the time for what is not done in it (storm.act_in). Masked. For those who
 * want to know: follows_loop, measures. */
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
