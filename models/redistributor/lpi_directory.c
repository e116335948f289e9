/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One page for 4096 INTIDs; the list of an LPI is a chain through one array, whose free places are
 * a chain as well.
 */
#include "lpi_directory.h"
#include <stdlib.h>

#define PAGE_LPIS 4096u
#define END 0u /* of a chain */

struct lpi_entry {
    uint32_t collection; /* + 1; 0: no command has mapped it yet */
    uint32_t first;      /* reader */
};

struct lpi_reader {
    uint32_t target;
    uint32_t next;
};

static void *made(void *place)
{
    if (place == NULL)
        abort(); /* the host is out of memory */
    return place;
}

/* ---- entries ---- */

static const struct lpi_entry *find(const struct lpi_directory *d, uint32_t intid)
{
    const struct lpi_entry *page = d->page[intid / PAGE_LPIS % LPI_DIRECTORY_PAGES];
    return page == NULL ? NULL : &page[intid % PAGE_LPIS];
}

static struct lpi_entry *entry_of(struct lpi_directory *d, uint32_t intid)
{
    struct lpi_entry **page = &d->page[intid / PAGE_LPIS % LPI_DIRECTORY_PAGES];
    if (*page == NULL)
        *page = made(calloc(PAGE_LPIS, sizeof **page));
    return &(*page)[intid % PAGE_LPIS];
}

static uint32_t new_reader(struct lpi_directory *d)
{
    const uint32_t n = d->free_reader;
    if (n != END) {
        d->free_reader = d->reader[n].next;
        return n;
    }
    if (d->readers >= d->readers_room) {
        d->readers_room = d->readers_room * 2 + 64;
        d->reader = made(realloc(d->reader, d->readers_room * sizeof *d->reader));
    }
    return d->readers++;
}

/* The place in the chain that names this target, or the chain's end. */
static uint32_t *place_of(struct lpi_directory *d, struct lpi_entry *entry, uint32_t target)
{
    uint32_t *place = &entry->first;
    while (*place != END && d->reader[*place].target != target)
        place = &d->reader[*place].next;
    return place;
}

/* ---- strays ---- */

static void goes_astray(struct lpi_directory *d, uint32_t target)
{
    if (d->is_stray[target])
        return;
    d->is_stray[target] = true;
    d->stray[d->strays++] = target;
}

void lpi_directory_cured(struct lpi_directory *d, uint32_t target)
{
    if (!d->is_stray[target])
        return;
    d->is_stray[target] = false;
    uint32_t kept = 0;
    for (uint32_t n = 0; n < d->strays; n++)
        if (d->stray[n] != target)
            d->stray[kept++] = d->stray[n];
    d->strays = kept;
}

/* ---- where LPIs lead ---- */

static uint32_t key_of(uint32_t its, uint16_t icid)
{
    return its << 16 | icid;
}

static bool leads_to(const struct lpi_directory *d, uint32_t key, uint32_t target)
{
    return key < d->collections && d->target[key] == target + 1;
}

static uint32_t *target_of(struct lpi_directory *d, uint32_t key)
{
    if (key >= d->collections) {
        const uint32_t room = key + 1;
        d->target = made(realloc(d->target, room * sizeof *d->target));
        while (d->collections < room)
            d->target[d->collections++] = 0;
    }
    return &d->target[key];
}

/* Whoever knows LPIs of the collection is its target so far, or a stray already. */
void lpi_directory_map_collection(struct lpi_directory *d, uint32_t its, uint16_t icid,
                                  uint32_t target)
{
    uint32_t *place = target_of(d, key_of(its, icid));
    if (*place != 0 && *place != target + 1)
        goes_astray(d, *place - 1);
    *place = target + 1;
}

void lpi_directory_map_lpi(struct lpi_directory *d, uint32_t intid, uint32_t its, uint16_t icid)
{
    struct lpi_entry *entry = entry_of(d, intid);
    const uint32_t key = key_of(its, icid);
    entry->collection = key + 1;
    for (uint32_t n = entry->first; n != END; n = d->reader[n].next)
        if (!leads_to(d, key, d->reader[n].target))
            goes_astray(d, d->reader[n].target);
}

/* ---- which redistributors know a byte ---- */

void lpi_directory_learn(struct lpi_directory *d, uint32_t intid, uint32_t target)
{
    struct lpi_entry *entry = entry_of(d, intid);
    if (entry->collection != 0 && !leads_to(d, entry->collection - 1, target))
        goes_astray(d, target);
    if (*place_of(d, entry, target) != END)
        return;
    const uint32_t n = new_reader(d);
    d->reader[n] = (struct lpi_reader){ target, entry->first };
    entry->first = n;
}

void lpi_directory_forget(struct lpi_directory *d, uint32_t intid, uint32_t target)
{
    uint32_t *place = place_of(d, entry_of(d, intid), target);
    const uint32_t n = *place;
    if (n == END)
        return;
    *place = d->reader[n].next;
    d->reader[n].next = d->free_reader;
    d->free_reader = n;
}

uint32_t lpi_directory_list(const struct lpi_directory *d, uint32_t intid, uint32_t *targets)
{
    const struct lpi_entry *entry = find(d, intid);
    uint32_t count = 0;
    for (uint32_t n = entry == NULL ? END : entry->first; n != END; n = d->reader[n].next, count++)
        if (targets != NULL)
            targets[count] = d->reader[n].target;
    return count;
}

/* ---- life ---- */

void lpi_directory_init(struct lpi_directory *d, uint32_t targets)
{
    *d = (struct lpi_directory){ .readers = 1, .free_reader = END };
    d->stray = made(calloc(targets, sizeof *d->stray));
    d->is_stray = made(calloc(targets, sizeof *d->is_stray));
}

void lpi_directory_free(struct lpi_directory *d)
{
    for (uint32_t n = 0; n < LPI_DIRECTORY_PAGES; n++)
        free(d->page[n]);
    free(d->reader);
    free(d->target);
    free(d->stray);
    free(d->is_stray);
}
