/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Knobs that may be set while the machine runs: those whose value is read each time it is used, by
 * code to which the value before does not matter. Each floor reads its own knobs again.
 */
#include "dispatch/hv.h"
#include <itstorm/run_time.h>

static const struct hv_run_time_knob rows[] = {
    { "host.burst" },          { "host.irq_loop_count" },     { "host.irq_loop_time" },
    { "scheduler.slice" },     { "scheduler.wake_preempts" }, { "storm.max_in_flight" },
    { "storm.rate_limit" },    { "storm.rate_burst" },        { "storm.min_gap" },
    { "storm.window" },        { "storm.window_limit" },      { "storm.budget" },
    { "storm.budget_loop" },   { "storm.backoff_first" },     { "storm.backoff_most" },
    { "storm.backoff_decay" },
};

const struct hv_run_time_knob *hv_run_time_knobs(unsigned *count)
{
    *count = sizeof rows / sizeof *rows;
    return rows;
}

void hv_set_knob(struct hv *hv, unsigned row, uint64_t value)
{
    hv->knob_values[row] = value;
    const struct knobs knobs = { hv_knob_table(), hv->knob_values };
    for (unsigned n = 0; n < hv->machine->its_count; n++)
        host_its_set_burst(&hv->its[n], &knobs);
    sched_read_knobs(&hv->sched, &knobs);
    irq_read_knobs(&hv->irq, &knobs);
    storm_read_knobs(&hv->storm, &knobs);
}
