/* SPDX-License-Identifier: Apache-2.0 */
/* The policies of mapping, by name, and what they share; see assign.h. */
#include "kit/least.h"
#include "policy/assign/assign.h"

#define DECLARE(name) extern const struct assign_policy assign_##name;
#define REFER(name) &assign_##name,
#define DESCRIBE(word) { .name = #word, .summary = assign_##word.summary },

ASSIGN_POLICIES(DECLARE)

static const struct assign_policy *const policies[] = { ASSIGN_POLICIES(REFER) };

enum { TRIGGER, ENABLE };
enum { BY_HYPERCALL, BY_MAPD };
enum { AT_ASSIGNMENT, FOLLOWS_GUEST };

static const struct hv_knob family = {
    .name = "assign.map", .text = "When the events of a device are mapped on the physical ITS."
};

static const struct hv_knob knobs[] = {
    [TRIGGER] = { .name = "assign.trigger",
                  .kind = HV_CHOICE,
                  .initial = BY_HYPERCALL,
                  .choices = "hypercall|mapd",
                  .text = "What assigns a device: the hypercall that precedes its use, or its "
                          "guest's own MAPD (Xen)." },
    [ENABLE] = { .name = "assign.enable",
                 .kind = HV_CHOICE,
                 .initial = AT_ASSIGNMENT,
                 .choices = "at_assignment|follow_guest",
                 .text = "pLPIs are enabled from their assignment on, or when their guest enables "
                         "its vLPI, which needs vits.propagate and vits.enable_coupling." },
    KNOBS_END
};

void assign_add_knobs(struct knob_table *table)
{
    const struct policy_name names[] = { ASSIGN_POLICIES(DESCRIBE) };
    knobs_add_family(table, &family, names, ASSIGN_WORDS);
    knobs_add(table, knobs);
}

struct assign assign_chosen(const struct knobs *values)
{
    const struct assign chosen = {
        .policy = policies[knob(values, &family)],
        .by_mapd = knob(values, &knobs[TRIGGER]) == BY_MAPD,
        .follows_guest = knob(values, &knobs[ENABLE]) == FOLLOWS_GUEST,
    };
    return chosen;
}

/* ---- for policies ---- */

static void begin(struct assigning *a, struct cmdq_batch *batch)
{
    cmdq_begin(batch, a->pe, a->device->its, a->waits ? CMDQ_BULK : CMDQ_NO_WAIT, CMDQ_ASSIGN);
    batch->most = a->most - (uint32_t)least(a->most, a->written);
}

/* False: refused. */
static bool end(struct assigning *a, struct cmdq_batch *batch)
{
    const cmdq_ticket ticket = cmdq_end(batch);
    a->pe = batch->pe;
    a->written += batch->written;
    a->is_cut = batch->is_cut;
    if (batch->last != 0)
        a->last = batch->last;
    if (!batch->refused && a->waits && batch->last != 0)
        a->pe = cmdq_wait(a->pe, a->device->its, ticket, CMDQ_BULK);
    return !batch->refused;
}

/* Skips events that an earlier call has mapped. */
static void put_events(struct cmdq_batch *batch, struct its_device *device, uint32_t first,
                       uint32_t count)
{
    if (!device->on_its && !host_map_device(batch, device))
        return;
    for (uint32_t event = first; event < first + count && !batch->refused; event++) {
        struct lpi *lpi = &device->lpis[event];
        if (!lpi->on_its)
            host_map_event(batch, lpi);
        if (lpi->stale)
            host_reload_event(batch, lpi);
    }
    if (!batch->refused)
        host_sync_events(batch, device, first, count);
}

bool assign_map_events(struct assigning *a, uint32_t first, uint32_t count)
{
    struct cmdq_batch batch;
    begin(a, &batch);
    put_events(&batch, a->device, first, count);
    return end(a, &batch);
}

bool assign_map_device(struct assigning *a)
{
    struct cmdq_batch batch;
    begin(a, &batch);
    if (!a->device->on_its)
        host_map_device(&batch, a->device);
    return end(a, &batch);
}

bool assign_unmap_event(struct assigning *a, struct lpi *lpi)
{
    struct cmdq_batch batch;
    begin(a, &batch);
    if (host_unmap_event(&batch, lpi))
        host_sync_events(&batch, a->device, lpi->event, 1);
    return end(a, &batch);
}

bool assign_unmap_device(struct assigning *a)
{
    struct cmdq_batch batch;
    begin(a, &batch);
    if (host_unmap_device(&batch, a->device))
        host_sync_events(&batch, a->device, 0, a->device->info->vectors);
    return end(a, &batch);
}
