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

void invall_add_knobs(struct knob_table *table)
{
    const struct policy_name names[] = { INVALL_POLICIES(DESCRIBE) };
    knobs_add_family(table, &family_knob, names, POLICIES);
}

bool invall_create(struct invall_family *family, const struct invall_ops *ops,
                   const struct knobs *knobs)
{
    family->policy = policies[knob(knobs, &family_knob)];
    family->ops = ops;
    family->knob = knob_values(knobs, family->policy->knobs);
    return family->knob != NULL;
}
