/* The detectors by name; see storm.h. */
#include "policy/storm/storm.h"

#define DECLARE(name) extern const struct storm_policy storm_##name;
#define REFER(name) &storm_##name,
#define DESCRIBE(word)                                                                             \
    { .name = #word, .summary = storm_##word.summary, .knobs = storm_##word.knobs },

STORM_POLICIES(DECLARE)

static const struct storm_policy *const policies[] = { STORM_POLICIES(REFER) };

enum { POLICIES = sizeof policies / sizeof *policies };

static const struct hv_knob family = { .name = "storm.detect", .text = "Interrupt storms." };

void storm_add_knobs(struct knob_table *table)
{
    const struct policy_name names[] = { STORM_POLICIES(DESCRIBE) };
    knobs_add_family(table, &family, names, POLICIES);
}

const struct storm_policy *storm_chosen(const struct knobs *knobs)
{
    return policies[knob(knobs, &family)];
}
