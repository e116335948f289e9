/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A byte for each INTID (24 bits), zero until written: pages made when first written, all forgotten
 * in constant time (a page of an older epoch counts as zero). Used for cached configuration and for
 * the place of an LPI in its set.
 */
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct id_page;

#define ID_BYTES_SLOTS 64u

/* All zero is a map of zeros. */
struct id_bytes {
    uint64_t epoch;
    struct id_page *directory[ID_BYTES_SLOTS]; /* NULL: nothing in it was ever written */
};

void id_bytes_free(struct id_bytes *b);
uint8_t id_bytes_get(const struct id_bytes *b, uint32_t id);
void id_bytes_put(struct id_bytes *b, uint32_t id, uint8_t value);
void id_bytes_clear(struct id_bytes *b);

#ifdef __cplusplus
}
#endif
