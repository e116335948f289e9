/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A directory of 64 pointers, directories of 64 pages, pages of 4096 bytes: 6 + 6 + 12 bits of the
 * INTID. The epoch of a page is kept beside its pointer, not in the page: with hundreds of
 * redistributors each further cache line that a look-up touches is a miss of the host.
 */
#include "id_bytes.h"
#include <stdlib.h>
#include <string.h>

#define PAGE_BYTES 4096u
#define DIRECTORY_SHIFT 18u

struct id_page {
    uint8_t *byte;
    uint64_t epoch; /* of the last write; older than the map's: all zero */
};

static void *made(void *place)
{
    if (place == NULL)
        abort(); /* the host is out of memory */
    return place;
}

static struct id_page *slot_of(struct id_page *directory, uint32_t id)
{
    return &directory[id / PAGE_BYTES % ID_BYTES_SLOTS];
}

/* The page's bytes; NULL: all zero. */
static uint8_t *find(const struct id_bytes *b, uint32_t id)
{
    struct id_page *directory = b->directory[id >> DIRECTORY_SHIFT & (ID_BYTES_SLOTS - 1)];
    if (directory == NULL)
        return NULL;
    const struct id_page *page = slot_of(directory, id);
    return page->epoch == b->epoch ? page->byte : NULL;
}

uint8_t id_bytes_get(const struct id_bytes *b, uint32_t id)
{
    const uint8_t *page = find(b, id);
    return page == NULL ? 0 : page[id % PAGE_BYTES];
}

static uint8_t *make(struct id_bytes *b, uint32_t id)
{
    struct id_page **directory = &b->directory[id >> DIRECTORY_SHIFT & (ID_BYTES_SLOTS - 1)];
    if (*directory == NULL)
        *directory = made(calloc(ID_BYTES_SLOTS, sizeof **directory));
    struct id_page *page = slot_of(*directory, id);
    if (page->byte == NULL)
        page->byte = made(malloc(PAGE_BYTES));
    memset(page->byte, 0, PAGE_BYTES);
    page->epoch = b->epoch;
    return page->byte;
}

void id_bytes_put(struct id_bytes *b, uint32_t id, uint8_t value)
{
    uint8_t *page = find(b, id);
    if (page == NULL)
        page = make(b, id);
    page[id % PAGE_BYTES] = value;
}

void id_bytes_clear(struct id_bytes *b)
{
    b->epoch++;
}

void id_bytes_free(struct id_bytes *b)
{
    for (unsigned i = 0; i < ID_BYTES_SLOTS; i++) {
        struct id_page *directory = b->directory[i];
        for (unsigned j = 0; directory != NULL && j < ID_BYTES_SLOTS; j++)
            free(directory[j].byte);
        free(directory);
        b->directory[i] = NULL;
    }
}
