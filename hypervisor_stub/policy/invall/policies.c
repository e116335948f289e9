/* SPDX-License-Identifier: Apache-2.0 */
/* The policies of INVALL, by name; see invall.h. */
#include "policy/invall/invall.h"

#define DECLARE(name) extern const struct invall_policy invall_##name;
#define REFER(name) &invall_##name,
#define DESCRIBE(word)                                                                             \
    { .name = #word, .summary = invall_##word.summary, .knobs = invall_##word.knobs },

INVALL_POLICIES(DECLARE)

static const struct invall_policy *const policies[] = { INVALL_POLICIES(REFER) };

enum { POLICIES = sizeof policies / sizeof *policies };

static const struct hv_knob family_knob = { .name = "vits.invall",
                                            .text = "What an INVALL looks at." };

enum { RATE, NS_PER_S = 1000000000 };

static const struct hv_knob shared[] = {
    [RATE] = { .name = "vits.invall_rate",
               .kind = HV_RATE_PER_S,
               .max = NS_PER_S,
               .text = "INVALLs of a guest that are carried out; whoever wrote the next one "
                       "sleeps until its time. 0: any number." },
    KNOBS_END
};

void invall_add_knobs(struct knob_table *table)
{
    const struct policy_name names[] = { INVALL_POLICIES(DESCRIBE) };
    knobs_add_family(table, &family_knob, names, POLICIES);
    knobs_add(table, shared);
}

static const struct invall_policy *chosen(const struct knobs *knobs)
{
    return policies[knob(knobs, &family_knob)];
}

bool invall_is_limited(const struct knobs *knobs)
{
    return knob(knobs, &shared[RATE]) != 0;
}

bool invall_is_full(const struct knobs *knobs)
{
    return chosen(knobs) == &invall_full;
}

bool invall_reads_all(const struct knobs *knobs)
{
    return !chosen(knobs)->walks_pending;
}

bool invall_create(struct invall_family *family, const struct invall_ops *ops,
                   const struct knobs *knobs)
{
    family->policy = chosen(knobs);
    family->ops = ops;
    family->gap_ns = invall_is_limited(knobs) ? NS_PER_S / knob(knobs, &shared[RATE]) : 0;
    family->knob = knob_values(knobs, family->policy->knobs);
    return family->knob != NULL;
}
