/* SPDX-License-Identifier: Apache-2.0 */
/* Joining rows of knobs, and reading their values; see knobs.h. */
#include "base/knobs.h"
#include "kit/panic.h"
#include <stddef.h>

static struct hv_knob *add_row(struct knob_table *table, const struct hv_knob *row)
{
    HV_ASSERT(table->count < KNOBS_MAX);
    table->rows[table->count] = *row;
    return &table->rows[table->count++];
}

void knobs_add(struct knob_table *table, const struct hv_knob *rows)
{
    for (; rows != NULL && rows->name != NULL; rows++)
        add_row(table, rows);
}

/* ---- composed text ---- */

static void append(struct knob_table *table, const char *text)
{
    for (; *text != '\0'; text++) {
        HV_ASSERT(table->text_bytes + 1u < KNOB_TEXT_BYTES);
        table->text[table->text_bytes++] = *text;
    }
}

/* What was appended since `start`, ended with a zero. */
static const char *end_text(struct knob_table *table, unsigned start)
{
    table->text[table->text_bytes++] = '\0';
    return &table->text[start];
}

/* "spin|sleep" */
static const char *join_words(struct knob_table *table, const struct policy_name *policies,
                              unsigned count)
{
    const unsigned start = table->text_bytes;
    for (unsigned n = 0; n < count; n++) {
        append(table, n != 0 ? "|" : "");
        append(table, policies[n].name);
    }
    return end_text(table, start);
}

/* "<text> spin: <summary>; sleep: <summary>." */
static const char *join_summaries(struct knob_table *table, const char *text,
                                  const struct policy_name *policies, unsigned count)
{
    const unsigned start = table->text_bytes;
    append(table, text);
    for (unsigned n = 0; n < count; n++) {
        append(table, n != 0 ? "; " : " ");
        append(table, policies[n].name);
        append(table, ": ");
        append(table, policies[n].summary);
    }
    append(table, ".");
    return end_text(table, start);
}

static void add_policies(struct knob_table *table, const struct hv_knob *family, enum hv_value kind,
                         const struct policy_name *policies, unsigned count)
{
    struct hv_knob *row = add_row(table, family);
    row->kind = kind;
    row->choices = join_words(table, policies, count);
    row->text = join_summaries(table, family->text, policies, count);
    for (unsigned n = 0; n < count; n++)
        knobs_add(table, policies[n].knobs);
}

void knobs_add_family(struct knob_table *table, const struct hv_knob *family,
                      const struct policy_name *policies, unsigned count)
{
    add_policies(table, family, HV_CHOICE, policies, count);
}

void knobs_add_set(struct knob_table *table, const struct hv_knob *family,
                   const struct policy_name *policies, unsigned count)
{
    add_policies(table, family, HV_SET, policies, count);
}

/* ---- values ---- */

/* The name is the same object in the row and in its copy. */
uint64_t knob(const struct knobs *knobs, const struct hv_knob *row)
{
    for (unsigned n = 0; n < knobs->table->count; n++)
        if (knobs->table->rows[n].name == row->name)
            return knobs->values[n];
    HV_PANIC("a knob is read that is in no table");
    return 0;
}

void knobs_refuse(struct refusals *refusals, const char *key, const char *what)
{
    const struct refusal refusal = { key, what };
    HV_ASSERT(refusals->count < REFUSALS_MAX);
    refusals->list[refusals->count++] = refusal;
}

void knob_values_again(const struct knobs *knobs, const struct hv_knob *rows, uint64_t *values)
{
    for (unsigned n = 0; rows != NULL && rows[n].name != NULL; n++)
        values[n] = knob(knobs, &rows[n]);
}

uint64_t *knob_values(const struct knobs *knobs, const struct hv_knob *rows)
{
    unsigned count = 0;
    while (rows != NULL && rows[count].name != NULL)
        count++;
    uint64_t *values = sim_alloc((count + 1ull) * sizeof *values, 64);
    if (values != NULL)
        knob_values_again(knobs, rows, values);
    return values;
}
