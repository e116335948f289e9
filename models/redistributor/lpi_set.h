/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pending LPIs of one redistributor, and which of them is next. Each has a level: that of its
 * priority if it is enabled, behind those that of the disabled ones, behind that of those whose
 * configuration is not known. No operation scans: 64 K pending LPIs cost what one does. No time, no
 * memory tables: the LPI unit around it reads and writes those.
 */
#pragma once
#include "candidate.h"
#include "id_bytes.h"
#include "id_tree.h"

#ifdef __cplusplus
extern "C" {
#endif

#define LPI_LEVELS 32u /* priorities told apart: bits [7:3] */
#define LPI_DISABLED LPI_LEVELS
#define LPI_UNKNOWN (LPI_LEVELS + 1u)

/* All zero is an empty set. */
struct lpi_set {
    struct id_tree at[LPI_UNKNOWN + 1]; /* by level */
    struct id_bytes place;              /* of an LPI: its level + 1; 0: not in the set */
    uint64_t levels;                    /* bit n: at[n] is not empty */
    uint32_t count;
};

/* Of an LPI with this configuration. */
ARCH_FN unsigned lpi_level(uint8_t priority, bool enabled)
{
    return enabled ? priority >> 3 : LPI_DISABLED;
}

void lpi_set_free(struct lpi_set *s);

bool lpi_set_add(struct lpi_set *s, uint32_t intid, unsigned level); /* false: was in it already */
bool lpi_set_remove(struct lpi_set *s, uint32_t intid);              /* false: was not */
bool lpi_set_has(const struct lpi_set *s, uint32_t intid);
uint32_t lpi_set_count(const struct lpi_set *s);

/* The level of one in the set. Not in it: no effect, and LPI_UNKNOWN. */
void lpi_set_level(struct lpi_set *s, uint32_t intid, unsigned level);
unsigned lpi_set_level_of(const struct lpi_set *s, uint32_t intid);

struct candidate lpi_set_best(const struct lpi_set *s); /* of those that could be delivered */
/* Still deliverable, at this priority? */
bool lpi_set_is_candidate(const struct lpi_set *s, struct candidate c);

/* The first to be kept, and the first to go: by level, then INTID. Unknown ones never go. False:
 * there is none. */
bool lpi_set_first(const struct lpi_set *s, uint32_t *intid);
bool lpi_set_last(const struct lpi_set *s, uint32_t *intid);

/* Walks all of them, lowest INTID first: smallest at or after `from`. */
bool lpi_set_next(const struct lpi_set *s, uint32_t from, uint32_t *intid);
bool lpi_set_next_unknown(const struct lpi_set *s, uint32_t from, uint32_t *intid);

#ifdef __cplusplus
}
#endif
