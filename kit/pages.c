/* SPDX-License-Identifier: MIT */
/* Pages of physical RAM: see pages.h. */
#include "kit/pages.h"
#include "kit/mem.h"
#include <itstorm/import.h>

bool pages_create(struct pages *pages, uint64_t base, uint64_t bytes)
{
    *pages = (struct pages){ .ram = { .next = base, .end = base + bytes },
                             .base = base,
                             .bytes = sim_ram(base, bytes),
                             .size_bytes = bytes };
    return pages->bytes != NULL;
}

void *pages_alloc(struct pages *pages, unsigned order)
{
    const uint64_t bytes = (uint64_t)PAGE_BYTES << order;
    const uint64_t pa = order < 52 ? ram_alloc(&pages->ram, bytes, bytes) : 0;
    return pa == 0 ? NULL : memset(pages_pointer(pages, pa), 0, bytes);
}

void pages_free(struct pages *pages, void *block, unsigned order)
{
    if (block != NULL)
        ram_free(&pages->ram, pages_pa(pages, block), (uint64_t)PAGE_BYTES << order);
}
