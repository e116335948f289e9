/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes Value Change Dump files (IEEE 1364, "Value change dump (VCD) files") on change: a value
 * that does not change costs nothing, and all changes of one moment stand under one time stamp,
 * each variable once with its last value. Time scale 1 ps. Texts use GTKWave's extension ($var
 * string, "s<text> <id>"), so that enumerations are readable. The value of a text is the number of
 * a word, so that nothing is compared or copied but numbers until it is written.
 *
 * Order of use: vcd_open; scopes and variables; vcd_set at any time (values are kept while nothing
 * is recorded); vcd_start; vcd_set...; vcd_close. `now` never goes back. The file is the same for
 * the same calls: it carries no date.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VCD_TEXT_MAX 31u /* longer texts are cut */

struct vcd;

/* limit_bytes: 0: none. Else, once the file has half of that, it is renamed to "<name>.before.vcd",
 * replacing an earlier one, and `path` begins anew with all values: the two files have the newest
 * changes, and together stay below the limit. `path` ends with .vcd. NULL: cannot be created. */
struct vcd* vcd_open(const char* path, uint64_t limit_bytes);

void vcd_scope(struct vcd* v, const char* name);
void vcd_end_scope(struct vcd* v);

/* A variable in the current scope; the answer names it in vcd_set. Initially 0, or the text "-".
 * bits: 1..64. */
unsigned vcd_vector(struct vcd* v, const char* name, unsigned bits);
unsigned vcd_wire(struct vcd* v, const char* name);
unsigned vcd_text(struct vcd* v, const char* name);

/* The number of a word, at any time: the same text has the same. Blanks become '_'; "" is "-". */
unsigned vcd_word(struct vcd* v, const char* text);

/* Begins the recording, once: every value is written as it is at the end of this moment. */
void vcd_start(struct vcd* v, uint64_t now);
void vcd_stop(struct vcd* v, uint64_t now); /* nothing is recorded from here on */
void vcd_set(struct vcd* v, unsigned var, uint64_t now, uint64_t value);

/* Ends the recording at `now` if it goes on, frees everything. False: something could not be
 * written. */
bool vcd_close(struct vcd* v, uint64_t now);

#ifdef __cplusplus
}
#endif
