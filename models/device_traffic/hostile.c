/* SPDX-License-Identifier: Apache-2.0 */
/* The program of a hostile device: see hostile.h. */
#include "hostile.h"
#include <assert.h>
#include <string.h>

static uint32_t *at(struct hostile *h, uint32_t offset)
{
    return &h->word[offset / 4u];
}

static uint32_t get(const struct hostile *h, uint32_t offset)
{
    return h->word[offset / 4u];
}

static bool control(const struct hostile *h, uint64_t which)
{
    return (get(h, HOSTILE_CONTROL) & which) != 0;
}

void hostile_reset(struct hostile *h)
{
    memset(h, 0, sizeof *h);
}

/* ---- registers ---- */

uint32_t hostile_read32(const struct hostile *h, uint32_t offset)
{
    return offset < HOSTILE_REGISTER_BYTES ? get(h, offset) : 0;
}

void hostile_write32(struct hostile *h, uint32_t offset, uint32_t value)
{
    if (offset >= HOSTILE_SENT)
        return;
    if (offset == HOSTILE_CONTROL && (value & HOSTILE_RUN) && !hostile_runs(h)) {
        *at(h, HOSTILE_SENT) = 0;
        h->turn = 0;
    }
    *at(h, offset) = value;
}

/* ---- messages ---- */

bool hostile_runs(const struct hostile *h)
{
    return control(h, HOSTILE_RUN);
}

uint32_t hostile_gap_ns(const struct hostile *h)
{
    return get(h, HOSTILE_GAP_NS);
}

uint32_t hostile_round(const struct hostile *h, unsigned vectors)
{
    assert(vectors != 0);
    const uint32_t count = get(h, HOSTILE_COUNT) ? get(h, HOSTILE_COUNT) : 1u;
    return !control(h, HOSTILE_RAW) && count > vectors ? vectors : count;
}

struct hostile_message hostile_next(struct hostile *h, unsigned vectors)
{
    const uint32_t round = hostile_round(h, vectors);
    const uint32_t value = get(h, HOSTILE_FIRST) + h->turn % round;
    h->turn = (h->turn + 1u) % round;
    return (struct hostile_message){
        .is_raw = control(h, HOSTILE_RAW),
        .is_forged = control(h, HOSTILE_RAW) && control(h, HOSTILE_FORGED_ID),
        .vector = value % vectors,
        .address = (uint64_t)get(h, HOSTILE_ADDRESS_HI) << 32 | (get(h, HOSTILE_ADDRESS_LO) & ~3u),
        .data = value,
        .device_id = get(h, HOSTILE_DEVICE_ID),
    };
}

void hostile_sent(struct hostile *h)
{
    *at(h, HOSTILE_SENT) += 1u;
    if (get(h, HOSTILE_SENT) == get(h, HOSTILE_LIMIT))
        *at(h, HOSTILE_CONTROL) &= ~(uint32_t)HOSTILE_RUN;
}
