/* SPDX-License-Identifier: MIT */
/* A heap: see heap.h. */
#include "kit/heap.h"
#include "kit/mem.h"
#include "kit/panic.h"

enum { ALIGN = 16, FREE = 0x66726565, USED = 0x75736564 };

struct heap_block {
    struct heap_block *next, *prev; /* neighbours in memory */
    uint64_t bytes;                 /* behind this header */
    uint64_t state;                 /* FREE or USED: anything else was overwritten */
};

_Static_assert(sizeof(struct heap_block) % ALIGN == 0, "what follows a header is aligned");

void heap_create(struct heap *heap, void *memory, uint64_t bytes)
{
    heap->first = memory;
    *heap->first = (struct heap_block){ .bytes = (bytes & ~(ALIGN - 1ull)) - sizeof *heap->first,
                                        .state = FREE };
}

static void *memory_of(struct heap_block *block)
{
    return block + 1;
}

/* The part behind the first `bytes` becomes a free block if it is large enough for one. */
static void split(struct heap_block *block, uint64_t bytes)
{
    if (block->bytes < bytes + sizeof *block + ALIGN)
        return;
    struct heap_block *rest = (struct heap_block *)(void *)((char *)memory_of(block) + bytes);
    *rest = (struct heap_block){ .next = block->next,
                                 .prev = block,
                                 .bytes = block->bytes - bytes - sizeof *rest,
                                 .state = FREE };
    if (rest->next != NULL)
        rest->next->prev = rest;
    block->next = rest;
    block->bytes = bytes;
}

void *heap_alloc(struct heap *heap, uint64_t bytes)
{
    if (bytes > UINT64_MAX - ALIGN)
        return NULL;
    const uint64_t rounded = bytes == 0 ? ALIGN : (bytes + ALIGN - 1u) & ~(ALIGN - 1ull);
    for (struct heap_block *block = heap->first; block != NULL; block = block->next)
        if (block->state == FREE && block->bytes >= rounded) {
            split(block, rounded);
            block->state = USED;
            return memset(memory_of(block), 0, rounded);
        }
    return NULL;
}

static void join_next(struct heap_block *block)
{
    struct heap_block *next = block->next;
    if (next == NULL || next->state != FREE)
        return;
    block->bytes += sizeof *next + next->bytes;
    block->next = next->next;
    if (block->next != NULL)
        block->next->prev = block;
}

void heap_free(void *memory)
{
    if (memory == NULL)
        return;
    struct heap_block *block = (struct heap_block *)memory - 1;
    HV_ASSERT(block->state == USED);
    block->state = FREE;
    join_next(block);
    if (block->prev != NULL && block->prev->state == FREE)
        join_next(block->prev);
}

uint64_t heap_largest(const struct heap *heap)
{
    uint64_t largest = 0;
    for (const struct heap_block *block = heap->first; block != NULL; block = block->next)
        if (block->state == FREE && block->bytes > largest)
            largest = block->bytes;
    return largest;
}
