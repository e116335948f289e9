/*
 * An interrupt that could be signalled: what redistributor and CPU interface hand each other. Lower
 * number, higher priority; Choice: equal priorities go by lowest INTID.
 */
#pragma once
#include "arch/intid.h"

struct candidate {
    uint32_t intid;   /* INTID_NONE: there is none */
    uint8_t priority; /* implemented bits only */
};

ARCH_FN struct candidate candidate_none(void)
{
    const struct candidate none = { INTID_NONE, 0xff };
    return none;
}

ARCH_FN bool candidate_exists(struct candidate c)
{
    return c.intid != INTID_NONE;
}

ARCH_FN bool candidate_same(struct candidate a, struct candidate b)
{
    return a.intid == b.intid && a.priority == b.priority;
}

ARCH_FN struct candidate candidate_best(struct candidate a, struct candidate b)
{
    if (a.priority != b.priority)
        return a.priority < b.priority ? a : b;
    return a.intid < b.intid ? a : b;
}
