/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The LPI cache of one redistributor: configuration bytes of LPIs, and which LPIs hold a line of
 * it. Two ways by the low bits of the INTID for bytes that are only remembered; a pending LPI may
 * hold any line (it is pinned there), and drives out a byte that is only remembered. Says what is
 * known; a pending LPI that gets no line is spilled by the LPI unit. Source:
 * Arm 100336 (GIC-600 TRM), "Redistributor", LPI caching. Nothing here scans, but for a flush.
 */
#pragma once
#include "id_bytes.h"
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lpi_line;

struct lpi_cache {
    struct id_bytes config; /* bit 1, RES1 in memory, says "known" */
    uint32_t sets;          /* 0: no limit, and no lines */
    struct lpi_line *line;  /* 2 x sets, made when first needed, and the head of the list */
    uint32_t *bucket;       /* of lines by INTID */
    uint64_t uses;
};

void lpi_cache_init(struct lpi_cache *c, uint32_t sets); /* 0, or a power of two */
void lpi_cache_free(struct lpi_cache *c);

/* False: not known. */
bool lpi_cache_get(const struct lpi_cache *c, uint32_t intid, uint8_t *config);
/* Remembered in the line that the LPI holds, else in one of its own set; there may be none. */
void lpi_cache_put(struct lpi_cache *c, uint32_t intid, uint8_t config);
void lpi_cache_drop(struct lpi_cache *c, uint32_t intid); /* the byte; a pinned line stays */
void lpi_cache_drop_all(struct lpi_cache *c);

/* A line for a pending LPI. False: others that are pending hold them all. */
bool lpi_cache_pin(struct lpi_cache *c, uint32_t intid);
/* No longer pending; in its own set the byte stays known. */
void lpi_cache_unpin(struct lpi_cache *c, uint32_t intid);
void lpi_cache_reset(struct lpi_cache *c); /* nothing is known, nothing pinned */

#ifdef __cplusplus
}
#endif
