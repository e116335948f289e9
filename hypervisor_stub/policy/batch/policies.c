/* SPDX-License-Identifier: Apache-2.0 */
/* The policies of guests' commands, by name, and what they share; see batch.h. */
#include "policy/batch/batch.h"

#define DECLARE(name) extern const struct batch_policy batch_##name;
#define REFER(name) &batch_##name,
#define DESCRIBE(word)                                                                             \
    { .name = #word, .summary = batch_##word.summary, .knobs = batch_##word.knobs },

BATCH_POLICIES(DECLARE)

static const struct batch_policy *const policies[] = { BATCH_POLICIES(REFER) };

enum { POLICIES = sizeof policies / sizeof *policies };

static const struct hv_knob family = { .name = "vits.schedule",
                                       .text = "When guests' ITS commands are executed." };

void batch_add_knobs(struct knob_table *table)
{
    const struct policy_name names[] = { BATCH_POLICIES(DESCRIBE) };
    knobs_add_family(table, &family, names, POLICIES);
}

static const struct batch_policy *chosen(const struct knobs *knobs)
{
    return policies[knob(knobs, &family)];
}

bool batch_uses_completion(const struct knobs *knobs)
{
    return chosen(knobs)->uses_completion != NULL && chosen(knobs)->uses_completion(knobs);
}

bool batch_schedules_all(const struct knobs *knobs)
{
    return chosen(knobs)->pass != NULL;
}

void batch_refuse(const struct knobs *knobs, struct refusals *refusals)
{
    if (chosen(knobs)->refuse != NULL)
        chosen(knobs)->refuse(knobs, refusals);
}

bool batch_create(struct batch *batch, struct host_its *its, const struct knobs *knobs)
{
    const struct batch_policy *policy = chosen(knobs);
    batch->policy = policy;
    batch->its = its;
    batch->lock = sim_lock_create("host.batch", SIM_NO_DOMAIN);
    batch->knob = knob_values(knobs, policy->knobs);
    list_init(&batch->clients);
    return batch->knob != NULL;
}

void batch_add_client(struct batch *batch, struct batch_client *client,
                      const struct batch_client_ops *ops)
{
    list_init(&client->node);
    if (batch->policy->pass == NULL)
        return;
    client->ops = ops;
    client->batch = batch;
    list_push_tail(&batch->clients, &client->node);
}

void batch_remove_client(struct pe *pe, struct batch_client *client)
{
    if (!batch_schedules(client))
        return;
    sim_lock_take(pe->sim, client->batch->lock);
    list_remove(&client->node);
    sim_lock_drop(pe->sim, client->batch->lock);
}

static void run_pass(struct pe *pe, struct batch *batch)
{
    sim_lock_take(pe->sim, batch->lock);
    batch->policy->pass(pe, batch);
    sim_lock_drop(pe->sim, batch->lock);
}

void batch_trigger(struct pe *pe, struct batch_client *client, enum batch_trigger trigger)
{
    struct batch *batch = client->batch;
    if (batch->policy->is_triggered(batch, trigger))
        run_pass(pe, batch);
}

void batch_completed(struct batch *batch)
{
    if (batch->policy->pass != NULL && batch->policy->is_triggered(batch, BATCH_ON_INT))
        SHARED_STORE(batch->is_wanted, true);
}

void batch_run_wanted(struct pe *pe, struct batch *batch)
{
    if (__atomic_exchange_n(&batch->is_wanted, false, __ATOMIC_SEQ_CST))
        run_pass(pe, batch);
}
