/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines 2n and 2n + 1 are set n. Lines that are not pinned are on a list, oldest first, free ones
 * before all others; a hash finds the line of an INTID wherever it is.
 */
#include "lpi_cache.h"
#include "arch/lpi_table.h"
#include <stdlib.h>

#define NO_LINE UINT32_MAX
#define FREE 0u /* as an INTID: no LPI has it */

struct lpi_line {
    uint32_t intid;
    bool pinned;
    uint32_t before, after; /* on the list, towards older and newer */
    uint32_t chain;         /* next in the bucket */
    uint64_t used;          /* when it was put on the list */
};

static uint32_t line_count(const struct lpi_cache *c)
{
    return 2 * c->sets;
}

/* ---- the list of lines that may be taken; its head is behind the last line ---- */

static void unlist(struct lpi_cache *c, uint32_t n)
{
    c->line[c->line[n].before].after = c->line[n].after;
    c->line[c->line[n].after].before = c->line[n].before;
}

static void list_after(struct lpi_cache *c, uint32_t n, uint32_t place)
{
    c->line[n].before = place;
    c->line[n].after = c->line[place].after;
    c->line[c->line[n].after].before = n;
    c->line[place].after = n;
    c->line[n].used = ++c->uses;
}

static void list_newest(struct lpi_cache *c, uint32_t n)
{
    list_after(c, n, c->line[line_count(c)].before);
}

static void list_oldest(struct lpi_cache *c, uint32_t n)
{
    list_after(c, n, line_count(c));
}

static uint32_t oldest(const struct lpi_cache *c)
{
    const uint32_t n = c->line[line_count(c)].after;
    return n == line_count(c) ? NO_LINE : n;
}

/* ---- finding ---- */

static uint32_t *bucket_of(const struct lpi_cache *c, uint32_t intid)
{
    const uint32_t mixed = (intid * 2654435761u) >> 12; /* so that no run of INTIDs shares one */
    return &c->bucket[mixed & (line_count(c) - 1)];
}

static uint32_t find(const struct lpi_cache *c, uint32_t intid)
{
    if (c->line == NULL)
        return NO_LINE;
    uint32_t n = *bucket_of(c, intid);
    while (n != NO_LINE && c->line[n].intid != intid)
        n = c->line[n].chain;
    return n;
}

static void chain_remove(struct lpi_cache *c, uint32_t n)
{
    uint32_t *place = bucket_of(c, c->line[n].intid);
    while (*place != n)
        place = &c->line[*place].chain;
    *place = c->line[n].chain;
}

static void chain_add(struct lpi_cache *c, uint32_t n)
{
    uint32_t *place = bucket_of(c, c->line[n].intid);
    c->line[n].chain = *place;
    *place = n;
}

static uint32_t first_way(const struct lpi_cache *c, uint32_t intid)
{
    return 2 * (intid & (c->sets - 1));
}

/* The way of its own set that it may take: a free one, else the older. */
static uint32_t own_way(const struct lpi_cache *c, uint32_t intid)
{
    const uint32_t a = first_way(c, intid), b = a + 1;
    if (c->line[a].pinned || c->line[b].pinned)
        return !c->line[a].pinned ? a : !c->line[b].pinned ? b : NO_LINE;
    if (c->line[a].intid == FREE || c->line[b].intid == FREE)
        return c->line[a].intid == FREE ? a : b;
    return c->line[a].used < c->line[b].used ? a : b;
}

/* ---- taking and giving back ---- */

static void forget(struct lpi_cache *c, uint32_t intid)
{
    uint8_t config;
    if (lpi_cache_get(c, intid, &config))
        id_bytes_put(&c->config, intid, 0);
}

static void vacate(struct lpi_cache *c, uint32_t n)
{
    if (c->line[n].intid == FREE)
        return;
    forget(c, c->line[n].intid);
    chain_remove(c, n);
    c->line[n].intid = FREE;
}

static void take(struct lpi_cache *c, uint32_t n, uint32_t intid)
{
    vacate(c, n);
    c->line[n].intid = intid;
    chain_add(c, n);
}

static void make_lines(struct lpi_cache *c)
{
    const uint32_t lines = line_count(c);
    if (c->line != NULL)
        return;
    c->line = calloc(lines + 1, sizeof *c->line);
    c->bucket = malloc(lines * sizeof *c->bucket);
    if (c->line == NULL || c->bucket == NULL)
        abort(); /* the host is out of memory */
    c->line[lines].before = c->line[lines].after = lines;
    for (uint32_t n = 0; n < lines; n++) {
        c->bucket[n] = NO_LINE;
        list_newest(c, n);
    }
}

void lpi_cache_init(struct lpi_cache *c, uint32_t sets)
{
    *c = (struct lpi_cache){ .sets = sets };
}

bool lpi_cache_get(const struct lpi_cache *c, uint32_t intid, uint8_t *config)
{
    *config = id_bytes_get(&c->config, intid);
    return *config != 0;
}

void lpi_cache_put(struct lpi_cache *c, uint32_t intid, uint8_t config)
{
    if (c->sets != 0 && find(c, intid) == NO_LINE) {
        make_lines(c);
        const uint32_t n = own_way(c, intid);
        if (n == NO_LINE)
            return;
        take(c, n, intid);
        unlist(c, n);
        list_newest(c, n);
    }
    id_bytes_put(&c->config, intid, config | LPI_CONFIG_RES1);
}

void lpi_cache_drop(struct lpi_cache *c, uint32_t intid)
{
    const uint32_t n = find(c, intid);
    forget(c, intid);
    if (n == NO_LINE || c->line[n].pinned)
        return;
    vacate(c, n);
    unlist(c, n);
    list_oldest(c, n);
}

void lpi_cache_drop_all(struct lpi_cache *c)
{
    id_bytes_clear(&c->config);
    for (uint32_t n = 0; c->line != NULL && n < line_count(c); n++)
        if (!c->line[n].pinned)
            vacate(c, n);
}

bool lpi_cache_pin(struct lpi_cache *c, uint32_t intid)
{
    if (c->sets == 0)
        return true;
    make_lines(c);
    uint32_t n = find(c, intid);
    if (n == NO_LINE) {
        n = own_way(c, intid);
        if (n == NO_LINE)
            n = oldest(c);
        if (n == NO_LINE)
            return false;
        take(c, n, intid);
    }
    if (!c->line[n].pinned)
        unlist(c, n);
    c->line[n].pinned = true;
    return true;
}

void lpi_cache_unpin(struct lpi_cache *c, uint32_t intid)
{
    const uint32_t n = find(c, intid);
    uint8_t config;
    if (n == NO_LINE || !c->line[n].pinned)
        return;
    c->line[n].pinned = false;
    if (n - first_way(c, intid) < 2 && lpi_cache_get(c, intid, &config)) {
        list_newest(c, n);
        return;
    }
    vacate(c, n);
    list_oldest(c, n);
}

static void free_lines(struct lpi_cache *c)
{
    free(c->line);
    free(c->bucket);
    c->line = NULL;
    c->bucket = NULL;
}

void lpi_cache_reset(struct lpi_cache *c)
{
    id_bytes_clear(&c->config);
    free_lines(c);
}

void lpi_cache_free(struct lpi_cache *c)
{
    id_bytes_free(&c->config);
    free_lines(c);
}
