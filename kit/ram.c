/* SPDX-License-Identifier: MIT */
/* Physical RAM; see ram.h. */
#include "kit/ram.h"
#include <stddef.h>

static uint64_t align_up(uint64_t at, uint64_t align)
{
    return (at + align - 1) & ~(align - 1);
}

static bool fits(uint64_t at, uint64_t from, uint64_t end, uint64_t bytes)
{
    return at >= from && at <= end && bytes <= end - at;
}

static void keep(struct ram *ram, uint64_t at, uint64_t bytes)
{
    for (unsigned n = 0; bytes != 0 && n < RAM_FREE_BLOCKS; n++)
        if (ram->free[n].bytes == 0) {
            const struct ram_block block = { at, bytes };
            ram->free[n] = block;
            return;
        }
}

static void take_out(struct ram_block *block, uint64_t *at, uint64_t *end)
{
    *at = block->at;
    *end = block->at + block->bytes;
    block->bytes = 0;
}

/* Takes [at, at + bytes) out of a free block; what remains before and behind it stays free. */
static uint64_t cut(struct ram *ram, struct ram_block *block, uint64_t at, uint64_t bytes)
{
    uint64_t from, end;
    take_out(block, &from, &end);
    keep(ram, from, at - from);
    keep(ram, at + bytes, end - at - bytes);
    return at;
}

uint64_t ram_alloc(struct ram *ram, uint64_t bytes, uint64_t align)
{
    for (unsigned n = 0; n < RAM_FREE_BLOCKS; n++) {
        struct ram_block *block = &ram->free[n];
        const uint64_t at = align_up(block->at, align);
        if (block->bytes != 0 && fits(at, block->at, block->at + block->bytes, bytes))
            return cut(ram, block, at, bytes);
    }
    const uint64_t at = align_up(ram->next, align);
    if (!fits(at, ram->next, ram->end, bytes))
        return 0;
    ram->next = at + bytes;
    return at;
}

/* Neighbours become one block. */
void ram_free(struct ram *ram, uint64_t at, uint64_t bytes)
{
    uint64_t end = at + bytes;
    if (at == 0 || bytes == 0)
        return;
    for (unsigned n = 0; n < RAM_FREE_BLOCKS; n++) {
        struct ram_block *block = &ram->free[n];
        const uint64_t block_end = block->at + block->bytes;
        if (block->bytes == 0 || (block_end != at && block->at != end))
            continue;
        at = block_end == at ? block->at : at;
        end = block->at == end ? block_end : end;
        block->bytes = 0;
        n = (unsigned)-1; /* the block has grown: it may have another neighbour */
    }
    keep(ram, at, end - at);
}
