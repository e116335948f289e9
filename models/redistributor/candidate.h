/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An interrupt that could be signalled: what redistributor and CPU interface hand each other. Lower
 * number, higher priority; Choice: equal priorities go by lowest INTID, whatever their groups.
 */
#pragma once
#include "arch/intid.h"

#define IRQ_GROUP0 1u /* sets of groups: bit g is Group g */
#define IRQ_GROUP1 2u

struct candidate {
    uint32_t intid;   /* INTID_NONE: there is none */
    uint8_t priority; /* implemented bits only */
    bool group0;      /* else Group 1, as every LPI */
};

ARCH_FN struct candidate candidate_none(void)
{
    const struct candidate none = { INTID_NONE, 0xff, false };
    return none;
}

ARCH_FN bool candidate_exists(struct candidate c)
{
    return c.intid != INTID_NONE;
}

ARCH_FN unsigned candidate_group(struct candidate c)
{
    return c.group0 ? 0u : 1u;
}

ARCH_FN bool candidate_same(struct candidate a, struct candidate b)
{
    return a.intid == b.intid && a.priority == b.priority && a.group0 == b.group0;
}

ARCH_FN struct candidate candidate_best(struct candidate a, struct candidate b)
{
    if (a.priority != b.priority)
        return a.priority < b.priority ? a : b;
    return a.intid < b.intid ? a : b;
}
