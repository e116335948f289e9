/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which redistributors may know the configuration byte of an LPI, and where each LPI leads. An INV
 * or INVALL has to reach all that cache the byte (Arm IHI 0069: INV, INVALL, SYNC); with this it
 * finds them at a cost that grows with the bytes that were read, not with the number of PEs. The
 * list of an LPI may name a redistributor that has forgotten the byte since (the cache replaced the
 * line); it never misses one.
 *
 * A *stray* is a redistributor that may know LPIs whose collection leads elsewhere: INVALL, which
 * names no LPI, has to reach it besides the collection's own target. Whoever knows an LPI that
 * leads elsewhere is on the list of strays.
 *
 * Written by the ITSs' mapping commands and by the redistributors' reads. No time; nothing here
 * scans all PEs or all LPIs.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lpi_entry;
struct lpi_reader;

#define LPI_DIRECTORY_PAGES 4096u

struct lpi_directory {
    struct lpi_entry *page[LPI_DIRECTORY_PAGES]; /* by INTID; NULL: never written */
    struct lpi_reader *reader;                   /* the lists of all LPIs; [0] is unused */
    uint32_t readers, readers_room, free_reader;
    uint32_t *target; /* by collection: processor number + 1; 0: never mapped */
    uint32_t collections;
    uint32_t *stray; /* processor numbers, in the order in which they went astray */
    uint32_t strays;
    bool *is_stray; /* by processor number */
};

void lpi_directory_init(struct lpi_directory *d, uint32_t targets);
void lpi_directory_free(struct lpi_directory *d);

/* MAPC, and MAPTI, MAPI, MOVI. Collections of different ITSs are different ones. */
void lpi_directory_map_collection(struct lpi_directory *d, uint32_t its, uint16_t icid,
                                  uint32_t target);
void lpi_directory_map_lpi(struct lpi_directory *d, uint32_t intid, uint32_t its, uint16_t icid);

/* A redistributor begins to read the byte; it knows the byte no longer. */
void lpi_directory_learn(struct lpi_directory *d, uint32_t intid, uint32_t target);
void lpi_directory_forget(struct lpi_directory *d, uint32_t intid, uint32_t target);

/* Targets that may cache the byte, in no order. Returns their number; NULL: only that. */
uint32_t lpi_directory_list(const struct lpi_directory *d, uint32_t intid, uint32_t *targets);

/* A stray that knows no LPI at all any more. */
void lpi_directory_cured(struct lpi_directory *d, uint32_t target);

#ifdef __cplusplus
}
#endif
