/*
 * Configuration bytes that a redistributor remembers. Unbounded; forgotten one by one (INV) or all
 * at once (INVALL), each in constant time. Whoever fills it has paid for the read.
 */
#pragma once
#include "id_bytes.h"
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* All zero is an empty cache. */
struct lpi_config_cache {
    struct id_bytes bytes; /* bit 1, RES1 in memory, says "known" */
};

void lpi_config_cache_free(struct lpi_config_cache *c);
/* False: not known. */
bool lpi_config_cache_get(const struct lpi_config_cache *c, uint32_t intid, uint8_t *config);
void lpi_config_cache_put(struct lpi_config_cache *c, uint32_t intid, uint8_t config);
void lpi_config_cache_drop(struct lpi_config_cache *c, uint32_t intid);
void lpi_config_cache_drop_all(struct lpi_config_cache *c);

#ifdef __cplusplus
}
#endif
