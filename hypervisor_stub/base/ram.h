/*
 * Physical RAM that the hypervisor hands out: tables, rings, guests. A bump allocator; nothing is
 * ever freed, because nothing in this hypervisor ends before the run does.
 */
#pragma once
#include <itstorm/types.h>

struct ram {
    uint64_t next, end; /* physical */
};

/* `align`: a power of two. 0: there is not that much left. The bytes are zero. */
static inline uint64_t ram_alloc(struct ram *ram, uint64_t bytes, uint64_t align)
{
    const uint64_t at = (ram->next + align - 1) & ~(align - 1);
    if (at < ram->next || at > ram->end || bytes > ram->end - at)
        return 0;
    ram->next = at + bytes;
    return at;
}
