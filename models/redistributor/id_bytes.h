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

struct id_bytes {
    struct id_page ***root; /* 64 x 64 pages; NULL: never written */
    uint64_t epoch;
};

void id_bytes_free(struct id_bytes *b);
uint8_t id_bytes_get(const struct id_bytes *b, uint32_t id);
void id_bytes_put(struct id_bytes *b, uint32_t id, uint8_t value);
void id_bytes_clear(struct id_bytes *b);

#ifdef __cplusplus
}
#endif
