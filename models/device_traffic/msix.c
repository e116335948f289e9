/* SPDX-License-Identifier: Apache-2.0 */
/* MSI-X state of one function: see msix.h. */
#include "msix.h"
#include <string.h>

static bool test(const uint64_t *bits, unsigned n)
{
    return (bits[n / 64u] >> (n % 64u)) & 1u;
}

static void assign(uint64_t *bits, unsigned n, bool value)
{
    bits[n / 64u] = bits_put(bits[n / 64u], n % 64u, n % 64u, value);
}

static void set_pending(struct msix *m, unsigned vector, bool value)
{
    assign(m->pending, vector, value);
    m->pending_count += value ? 1u : -1u;
}

static void compose(const struct msix *m, unsigned vector, struct msix_message *out)
{
    *out = (struct msix_message){ vector, m->entries[vector].address, m->entries[vector].data };
}

void msix_init(struct msix *m, struct msix_entry *entries, unsigned vectors)
{
    memset(m, 0, sizeof *m);
    memset(entries, 0, vectors * sizeof *entries);
    memset(m->masked, 0xff, sizeof m->masked);
    m->entries = entries;
    m->vectors = vectors;
}

enum msix_outcome msix_trigger(struct msix *m, unsigned vector, bool port_free,
                               struct msix_message *out)
{
    if (test(m->pending, vector))
        return MSIX_MERGED;
    if (!m->open || test(m->masked, vector) || !port_free) {
        set_pending(m, vector, true);
        return MSIX_PENDED;
    }
    compose(m, vector, out);
    m->next = vector + 1u;
    return MSIX_SEND;
}

/* First sendable vector in [from, 64 * MSIX_WORDS); -1: none. */
static int find_sendable(const struct msix *m, unsigned from)
{
    if (from >= MSIX_VECTORS_MAX)
        return -1;
    uint64_t keep = ~0ull << (from % 64u);
    for (unsigned word = from / 64u; word < MSIX_WORDS; word++, keep = ~0ull) {
        const uint64_t sendable = m->pending[word] & ~m->masked[word] & keep;
        if (sendable)
            return (int)(word * 64u) + __builtin_ctzll(sendable);
    }
    return -1;
}

bool msix_take(struct msix *m, struct msix_message *out)
{
    if (!m->open || m->pending_count == 0)
        return false;
    int vector = find_sendable(m, m->next);
    if (vector < 0)
        vector = find_sendable(m, 0);
    if (vector < 0)
        return false;
    set_pending(m, (unsigned)vector, false);
    compose(m, (unsigned)vector, out);
    m->next = (unsigned)vector + 1u;
    return true;
}

bool msix_pending(const struct msix *m, unsigned vector)
{
    return test(m->pending, vector);
}

bool msix_masked(const struct msix *m, unsigned vector)
{
    return test(m->masked, vector);
}

static uint32_t read_entry(const struct msix *m, unsigned vector, uint32_t field)
{
    switch (field) {
    case MSIX_ADDRESS_LO: return (uint32_t)bits_get(m->entries[vector].address, 31, 0);
    case MSIX_ADDRESS_HI: return (uint32_t)bits_get(m->entries[vector].address, 63, 32);
    case MSIX_DATA: return m->entries[vector].data;
    default: return test(m->masked, vector) ? (uint32_t)MSIX_CONTROL_MASK : 0u;
    }
}

static void write_entry(struct msix *m, unsigned vector, uint32_t field, uint32_t value)
{
    uint64_t *address = &m->entries[vector].address;

    switch (field) {
    case MSIX_ADDRESS_LO:
        *address = bits_put(*address, 31, 0, value & ~3u);
        break; /* [1:0] are zero */
    case MSIX_ADDRESS_HI: *address = bits_put(*address, 63, 32, value); break;
    case MSIX_DATA: m->entries[vector].data = value; break;
    case MSIX_CONTROL: assign(m->masked, vector, value & MSIX_CONTROL_MASK); break;
    }
}

uint32_t msix_read32(const struct msix *m, uint32_t offset)
{
    if (offset < m->vectors * MSIX_ENTRY_BYTES)
        return read_entry(m, offset / MSIX_ENTRY_BYTES, offset % MSIX_ENTRY_BYTES);
    if (offset < MSIX_PBA_OFFSET || offset >= MSIX_PBA_OFFSET + MSIX_VECTORS_MAX / 8u)
        return 0;
    const uint32_t byte = offset - MSIX_PBA_OFFSET;
    return (uint32_t)(m->pending[byte / 8u] >> (8u * (byte % 8u)));
}

void msix_write32(struct msix *m, uint32_t offset, uint32_t value)
{
    if (offset < m->vectors * MSIX_ENTRY_BYTES)
        write_entry(m, offset / MSIX_ENTRY_BYTES, offset % MSIX_ENTRY_BYTES, value);
}
