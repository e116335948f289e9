/* SPDX-License-Identifier: Apache-2.0 */
/* The table of knobs: the rows of all floors and policies. */
#include "dispatch/hv.h"
#include "policy/propagate/propagate.h"
#include "policy/queue_full/queue_full.h"
#include "vits/vits.h"

static void add_all(struct knob_table *table)
{
    knobs_add(table, host_its_knobs);
    queue_full_add_knobs(table);
    knobs_add(table, domain_knobs);
    knobs_add(table, irq_knobs);
    knobs_add(table, vgic_knobs);
    assign_add_knobs(table);
    knobs_add(table, vits_knobs);
    knobs_add(table, vits_trap_knobs);
    invall_add_knobs(table);
    propagate_add_knobs(table);
    batch_add_knobs(table);
    storm_add_knobs(table);
    knobs_add(table, sched_knobs);
}

/* Filled by the first caller; it never changes afterwards. */
const struct knob_table *hv_knob_table(void)
{
    static struct knob_table table;
    if (table.count == 0)
        add_all(&table);
    return &table;
}

const struct hv_knob *hv_knobs(unsigned *count)
{
    *count = hv_knob_table()->count;
    return hv_knob_table()->rows;
}
