/*
 * Two directories of 64 pointers, then a page of 4096 bytes: 6 + 6 + 12 bits of the INTID.
 */
#include "id_bytes.h"
#include <stdlib.h>
#include <string.h>

#define PAGE_BYTES 4096u

struct id_page {
    uint64_t epoch; /* of the last write; older than the map's: all zero */
    uint8_t byte[PAGE_BYTES];
};

static void *made(void *place)
{
    if (place == NULL)
        abort(); /* the host is out of memory */
    return place;
}

static struct id_page *find(const struct id_bytes *b, uint32_t id)
{
    struct id_page **directory = b->root == NULL ? NULL : b->root[id >> 18 & 63u];
    struct id_page *page = directory == NULL ? NULL : directory[id >> 12 & 63u];
    return page != NULL && page->epoch == b->epoch ? page : NULL;
}

uint8_t id_bytes_get(const struct id_bytes *b, uint32_t id)
{
    const struct id_page *page = find(b, id);
    return page == NULL ? 0 : page->byte[id % PAGE_BYTES];
}

static struct id_page *make(struct id_bytes *b, uint32_t id)
{
    if (b->root == NULL)
        b->root = made(calloc(64, sizeof *b->root));
    struct id_page ***directory = &b->root[id >> 18 & 63u];
    if (*directory == NULL)
        *directory = made(calloc(64, sizeof **directory));
    struct id_page **page = &(*directory)[id >> 12 & 63u];
    if (*page == NULL)
        *page = made(malloc(sizeof **page));
    memset((*page)->byte, 0, PAGE_BYTES);
    (*page)->epoch = b->epoch;
    return *page;
}

void id_bytes_put(struct id_bytes *b, uint32_t id, uint8_t value)
{
    struct id_page *page = find(b, id);
    if (page == NULL)
        page = make(b, id);
    page->byte[id % PAGE_BYTES] = value;
}

void id_bytes_clear(struct id_bytes *b)
{
    b->epoch++;
}

void id_bytes_free(struct id_bytes *b)
{
    for (unsigned i = 0; b->root != NULL && i < 64; i++) {
        for (unsigned j = 0; b->root[i] != NULL && j < 64; j++)
            free(b->root[i][j]);
        free(b->root[i]);
    }
    free(b->root);
    b->root = NULL;
}
