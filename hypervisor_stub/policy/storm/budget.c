/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A budget of time: in each period a PE spends at most `budget` on pLPIs (acknowledging, injecting,
 * disabling and enabling), and at most budget_loop of it in one interrupt loop. When it is used up,
 * the device that used most of it storms: all its pLPIs that arrive at this PE until the end of the
 * period, on any vector. The others keep their own usage on the books and share the rest of the
 * budget, so each storming device costs at most one budget. The default is twice what an honest
 * card needs that interrupts 120 000 times a second.
 */
#include "policy/storm/storm.h"

enum { BUDGET, PERIOD, LOOP };

static const struct hv_knob knobs[] = {
    [BUDGET] = { .name = "storm.budget",
                 .kind = HV_DURATION_NS,
                 .initial = 500000,
                 .min = 1000,
                 .max = 1000000000,
                 .text = "budget: time that a PE spends on pLPIs in each period." },
    [PERIOD] = { .name = "storm.budget_period",
                 .kind = HV_DURATION_NS,
                 .initial = 10000000,
                 .min = 10000,
                 .max = 1000000000,
                 .text = "budget: how long a period is." },
    [LOOP] = { .name = "storm.budget_loop",
               .kind = HV_DURATION_NS,
               .initial = 50000,
               .min = 1000,
               .max = 1000000000,
               .text = "budget: time of it that may pass in one interrupt loop." },
    KNOBS_END
};

/* The time that a device has cost one PE, in the period with that number. */
struct usage {
    uint64_t period, ns;
    bool is_exhausted;
};

/* State of one PE; only that PE accesses it. */
struct account {
    uint64_t period, ns;
    uint64_t end_ns;       /* end of the period */
    uint64_t loop_ns;      /* time in this interrupt loop before a device was found to storm */
    unsigned exhausted;    /* number of exhausted devices */
    struct usage *devices; /* [pci_count] */
};

static bool create(struct storm_policy *self)
{
    const struct sim_machine *machine = self->machine;
    struct account *accounts = sim_alloc(machine->pe_count * sizeof *accounts, 64);
    self->own = accounts;
    for (unsigned n = 0; accounts != NULL && n < machine->pe_count; n++) {
        accounts[n].devices =
            sim_alloc((machine->pci_count + 1ull) * sizeof *accounts[n].devices, 64);
        if (accounts[n].devices == NULL)
            return false;
    }
    return accounts != NULL;
}

static struct account *account_of(const struct storm_policy *self, const struct pe *pe)
{
    return &((struct account *)self->own)[pe->index];
}

/* Periods count from 1, so that a zeroed entry belongs to none. */
static struct usage *usage_now(struct account *account, unsigned device)
{
    struct usage *usage = &account->devices[device];
    if (usage->period != account->period) {
        usage->period = account->period;
        usage->ns = 0;
        usage->is_exhausted = false;
    }
    return usage;
}

static void turn_page(const struct storm_policy *self, struct account *account, uint64_t now_ns)
{
    if (now_ns < account->end_ns)
        return;
    account->period = now_ns / self->knob[PERIOD] + 1u;
    account->end_ns = account->period * self->knob[PERIOD];
    account->ns = 0;
    account->exhausted = 0;
}

/* The device that has cost most and is not exhausted yet; NULL: no device has cost anything. */
static struct usage *find_culprit(const struct storm_policy *self, struct account *account)
{
    struct usage *culprit = NULL;
    for (unsigned n = 0; n < self->machine->pci_count; n++) {
        struct usage *usage = usage_now(account, n);
        if (!usage->is_exhausted && usage->ns > (culprit ? culprit->ns : 0))
            culprit = usage;
    }
    return culprit;
}

static bool is_too_much(const struct storm_policy *self, const struct account *account,
                        uint64_t loop_ns)
{
    return (account->ns > self->knob[BUDGET]) | (loop_ns - account->loop_ns > self->knob[LOOP]);
}

/* Not inlined, to keep the common path short. A mark that is not within this loop is from an
 * earlier one. */
static void __attribute__((noinline))
look_for_culprit(const struct storm_policy *self, struct account *account, uint64_t loop_ns)
{
    if (loop_ns < account->loop_ns)
        account->loop_ns = 0;
    struct usage *culprit =
        is_too_much(self, account, loop_ns) ? find_culprit(self, account) : NULL;
    if (culprit == NULL)
        return;
    culprit->is_exhausted = true;
    account->exhausted++;
    account->ns -= culprit->ns;
    account->loop_ns = loop_ns;
}

static void on_work(const struct storm_policy *self, struct pe *pe, const struct storm_work *work)
{
    struct account *account = account_of(self, pe);
    turn_page(self, account, work->now_ns);
    struct usage *usage = usage_now(account, storm_device(self, work->lpi));
    usage->ns += work->ns;
    account->ns += work->ns * !usage->is_exhausted;
    if (is_too_much(self, account, work->loop_ns))
        look_for_culprit(self, account, work->loop_ns);
}

static bool on_arrival(const struct storm_policy *self, struct pe *pe,
                       struct storm_arrival *arrival)
{
    struct account *account = account_of(self, pe);
    if (account->exhausted == 0)
        return false;
    turn_page(self, account, sim_now_ns(pe->sim));
    if (!usage_now(account, storm_device(self, arrival->lpi))->is_exhausted)
        return false;
    arrival->hold_until_ns = account->end_ns;
    return true;
}

const struct storm_detector storm_detector_budget = {
    .summary = "pLPIs of a device that has used most of a PE's time for pLPIs, until the period "
               "ends",
    .knobs = knobs,
    .create = create,
    .on_arrival = on_arrival,
    .on_work = on_work,
};
