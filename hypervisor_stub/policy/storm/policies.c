/* SPDX-License-Identifier: Apache-2.0 */
/* Detectors and endings by name, and the knobs that all of them share; see storm.h. */
#include "policy/storm/policies.h"

#define DECLARE_DETECTOR(name) extern const struct storm_detector storm_detector_##name;
#define REFER_DETECTOR(name) &storm_detector_##name,
#define DESCRIBE_DETECTOR(word)                                                                    \
    { .name = #word,                                                                               \
      .summary = storm_detector_##word.summary,                                                    \
      .knobs = storm_detector_##word.knobs },
#define DECLARE_ENDING(name) extern const struct storm_ending storm_ending_##name;
#define REFER_ENDING(name) &storm_ending_##name,
#define DESCRIBE_ENDING(word)                                                                      \
    { .name = #word, .summary = storm_ending_##word.summary, .knobs = storm_ending_##word.knobs },

STORM_DETECTORS(DECLARE_DETECTOR)
STORM_ENDINGS(DECLARE_ENDING)

static const struct storm_detector *const detectors[] = { STORM_DETECTORS(REFER_DETECTOR) };
static const struct storm_ending *const endings[] = { STORM_ENDINGS(REFER_ENDING) };

enum {
    DETECTORS = sizeof detectors / sizeof *detectors,
    ENDINGS = sizeof endings / sizeof *endings
};

_Static_assert((unsigned)DETECTORS <= (unsigned)STORM_DETECTORS_MAX,
               "struct storm has room for all detectors");

static const struct hv_knob detect = { .name = "storm.detect",
                                       .text = "What says that a pLPI storms, all of them "
                                               "together." };
static const struct hv_knob end = { .name = "storm.end",
                                    .text = "When what storms is enabled again." };

const struct hv_knob storm_knobs[] = {
    [STORM_KNOB_SCOPE] = { .name = "storm.scope",
                           .kind = HV_CHOICE,
                           .choices = "lpi|device",
                           .text = "What is disabled: the pLPI that storms, or every pLPI of its "
                                   "device." },
    [STORM_KNOB_INVALL_FROM] = { .name = "storm.invall_from",
                                 .kind = HV_UINT,
                                 .initial = 4,
                                 .min = 1,
                                 .max = 65536,
                                 .unit = "vectors",
                                 .text = "device: from so many vectors on, an INVALL for each PE "
                                         "concerned instead of an INV for each vector." },
    [STORM_KNOB_MIN_GAP] = { .name = "storm.min_gap",
                             .kind = HV_DURATION_NS,
                             .max = 1000000000,
                             .text = "Nothing is enabled again within this time, whichever the "
                                     "ending." },
    [STORM_KNOB_NOTICE] = { .name = "storm.notice",
                            .kind = HV_CHOICE,
                            .choices = "maintenance|exit",
                            .text = "How the EOI of a vLPI that stormed is noticed: by a "
                                    "maintenance interrupt, or when its guest next exits." },
    [STORM_KNOB_ACT_IN] = { .name = "storm.act_in",
                            .kind = HV_CHOICE,
                            .choices = "irq|softirq",
                            .text = "Where what storms is disabled: in the interrupt loop, or "
                                    "when that is over." },
    [STORM_KNOB_COMPLETION] = { .name = "storm.completion",
                                .kind = HV_CHOICE,
                                .choices = "wait|post",
                                .text = "Whether the commands against a storm are waited for." },
    KNOBS_END
};

void storm_add_knobs(struct knob_table *table)
{
    const struct policy_name detector_names[] = { STORM_DETECTORS(DESCRIBE_DETECTOR) };
    const struct policy_name ending_names[] = { STORM_ENDINGS(DESCRIBE_ENDING) };
    knobs_add_set(table, &detect, detector_names, DETECTORS);
    knobs_add_family(table, &end, ending_names, ENDINGS);
    knobs_add(table, storm_knobs);
}

const struct storm_detector *storm_chosen_detector(const struct knobs *knobs, unsigned n)
{
    return knob(knobs, &detect) >> n & 1u ? detectors[n] : NULL;
}

unsigned storm_detector_words(void)
{
    return DETECTORS;
}

const struct storm_ending *storm_chosen_ending(const struct knobs *knobs)
{
    return endings[knob(knobs, &end)];
}
