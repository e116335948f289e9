/*
 * Private interrupts as bit masks; the search visits only candidates.
 */
#include "sgi_ppi.h"
#include "arch/icc_regs.h"
#include <string.h>

#define SGI_MASK 0xffffu

void sgi_ppi_init(struct sgi_ppi *s, unsigned pri_bits)
{
    memset(s, 0, sizeof *s);
    s->edge = SGI_MASK;
    s->priority_mask = icc_priority_mask(pri_bits);
}

uint32_t sgi_ppi_pending(const struct sgi_ppi *s)
{
    return s->latched | (s->line & ~s->edge);
}

void sgi_ppi_send(struct sgi_ppi *s, unsigned sgi)
{
    s->latched |= 1u << sgi;
}

void sgi_ppi_line(struct sgi_ppi *s, unsigned ppi, bool level)
{
    const uint32_t mask = 1u << ppi;
    const bool rises = level && (s->line & mask) == 0;
    if (rises && (s->edge & mask) != 0)
        s->latched |= mask;
    s->line = level ? s->line | mask : s->line & ~mask;
}

void sgi_ppi_set_priority(struct sgi_ppi *s, unsigned intid, uint8_t priority)
{
    s->priority[intid] = priority & s->priority_mask;
}

void sgi_ppi_acknowledge(struct sgi_ppi *s, unsigned intid)
{
    s->latched &= ~(1u << intid);
    s->active |= 1u << intid;
}

void sgi_ppi_deactivate(struct sgi_ppi *s, unsigned intid)
{
    s->active &= ~(1u << intid);
}

uint32_t sgi_ppi_config(const struct sgi_ppi *s, unsigned word)
{
    uint32_t fields = 0;
    for (unsigned n = 0; n < 16; n++)
        fields |= (s->edge >> (16u * word + n) & 1u) << (2u * n + 1u);
    return fields;
}

void sgi_ppi_set_config(struct sgi_ppi *s, uint32_t icfgr1)
{
    s->edge = SGI_MASK;
    for (unsigned n = 0; n < 16; n++)
        s->edge |= (icfgr1 >> (2u * n + 1u) & 1u) << (16u + n);
}

static uint32_t candidates(const struct sgi_ppi *s)
{
    return sgi_ppi_pending(s) & s->enabled & s->group1 & ~s->active;
}

struct candidate sgi_ppi_best(const struct sgi_ppi *s)
{
    struct candidate best = candidate_none();
    for (uint32_t left = candidates(s); left != 0; left &= left - 1u) {
        const unsigned intid = (unsigned)__builtin_ctz(left);
        const struct candidate c = { intid, s->priority[intid] };
        best = candidate_best(best, c);
    }
    return best;
}

bool sgi_ppi_is_candidate(const struct sgi_ppi *s, struct candidate c)
{
    return (candidates(s) >> c.intid & 1u) != 0 && s->priority[c.intid] == c.priority;
}
