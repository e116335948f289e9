/*
 * The cache is a sparse byte map in which 0 means "not known".
 */
#include "lpi_config_cache.h"
#include "arch/lpi_table.h"

bool lpi_config_cache_get(const struct lpi_config_cache *c, uint32_t intid, uint8_t *config)
{
    *config = id_bytes_get(&c->bytes, intid);
    return *config != 0;
}

void lpi_config_cache_put(struct lpi_config_cache *c, uint32_t intid, uint8_t config)
{
    id_bytes_put(&c->bytes, intid, config | LPI_CONFIG_RES1);
}

void lpi_config_cache_drop(struct lpi_config_cache *c, uint32_t intid)
{
    uint8_t config;
    if (lpi_config_cache_get(c, intid, &config))
        id_bytes_put(&c->bytes, intid, 0);
}

void lpi_config_cache_drop_all(struct lpi_config_cache *c)
{
    id_bytes_clear(&c->bytes);
}

void lpi_config_cache_free(struct lpi_config_cache *c)
{
    id_bytes_free(&c->bytes);
}
