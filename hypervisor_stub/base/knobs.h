/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Knobs: what a scenario can set. Each floor and each policy declares its own rows, in an array
 * that ends with KNOBS_END. dispatch joins them to the table that the object exports, and passes
 * the values to each floor when it is created, which reads its own rows (knob), and reads them
 * again when a knob is set at run time.
 */
#pragma once
#include <itstorm/types.h>

enum { KNOBS_MAX = 128, KNOB_TEXT_BYTES = 8192, REFUSALS_MAX = 16 };

#define KNOBS_END                                                                                  \
    {                                                                                              \
        .name = 0                                                                                  \
    }

struct knob_table {
    struct hv_knob rows[KNOBS_MAX];
    unsigned count;
    char text[KNOB_TEXT_BYTES]; /* composed texts: words and summaries of families */
    unsigned text_bytes;
};

/* What a scenario has set. */
struct knobs {
    const struct knob_table *table;
    const uint64_t *values; /* by row of the table */
};

/* Values that cannot work, on whatever machine. Each floor adds those of which it knows, under the
 * key of the knob that must change; hv_needs reports each at that key in the scenario. */
struct refusals {
    struct refusal {
        const char *key;  /* as a scenario has it: "hypervisor.vits.schedule" */
        const char *what; /* which words it may have, and why: "in_trap: ..."; of a number: why it
                             must be 0 */
    } list[REFUSALS_MAX];
    unsigned count;
};

/* A policy of a family, as the family's knob shows it. */
struct policy_name {
    const char *name, *summary;
    const struct hv_knob *knobs; /* its own; NULL: none */
};

/* Appends `rows` up to KNOBS_END. */
void knobs_add(struct knob_table *table, const struct hv_knob *rows);

/*
 * Appends the knob that chooses one policy of a family, or any of them together, then the knobs of
 * the policies. `family` has name and text, and `initial`; its words are the policies' names in the
 * given order, and its text goes on with their summaries.
 */
void knobs_add_family(struct knob_table *table, const struct hv_knob *family,
                      const struct policy_name *policies, unsigned count);
void knobs_add_set(struct knob_table *table, const struct hv_knob *family,
                   const struct policy_name *policies, unsigned count);

/* The value of a row that was added. */
uint64_t knob(const struct knobs *knobs, const struct hv_knob *row);

/* The value of the knob `key` cannot work. */
void knobs_refuse(struct refusals *refusals, const char *key, const char *what);

/* The values of `rows`, in their order; NULL: no memory. `rows` may be NULL. Before time zero. */
uint64_t *knob_values(const struct knobs *knobs, const struct hv_knob *rows);

/* Reads them again, into the array that knob_values has returned. */
void knob_values_again(const struct knobs *knobs, const struct hv_knob *rows, uint64_t *values);
