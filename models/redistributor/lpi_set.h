/*
 * The pending LPIs of one redistributor, and which of them is next. An LPI whose configuration is
 * not known yet is pending but no candidate. No operation scans: 64 K pending LPIs cost what one
 * does. No time, no memory tables: the LPI unit around it reads and writes those.
 */
#pragma once
#include "candidate.h"
#include "id_bytes.h"
#include "id_tree.h"

#ifdef __cplusplus
extern "C" {
#endif

#define LPI_LEVELS 32u /* priorities told apart: bits [7:3] */

/* All zero is an empty set. */
struct lpi_set {
    struct id_tree pending;
    struct id_tree ready[LPI_LEVELS]; /* pending, known and enabled, by priority */
    struct id_bytes place;            /* of a pending LPI: its level in `ready` + 1; 0: not ready */
    uint32_t levels;                  /* bit n: ready[n] is not empty */
    uint32_t count;
};

void lpi_set_free(struct lpi_set *s);

bool lpi_set_add(struct lpi_set *s, uint32_t intid);    /* false: was pending already */
bool lpi_set_remove(struct lpi_set *s, uint32_t intid); /* false: was not pending */
bool lpi_set_pending(const struct lpi_set *s, uint32_t intid);

/* The configuration of a pending LPI is known, or has changed. Not pending: no effect. */
void lpi_set_configure(struct lpi_set *s, uint32_t intid, uint8_t priority, bool enabled);

struct candidate lpi_set_best(const struct lpi_set *s);
/* Still ready, at this priority? */
bool lpi_set_is_candidate(const struct lpi_set *s, struct candidate c);
uint32_t lpi_set_count(const struct lpi_set *s);

/* Walks the pending LPIs, lowest INTID first: smallest at or after `from`. */
bool lpi_set_next(const struct lpi_set *s, uint32_t from, uint32_t *intid);

#ifdef __cplusplus
}
#endif
