/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PE as every floor knows it: the one that runs the caller. A floor keeps its own state per PE in
 * an array, by index. After a switch of EL2 stacks the caller may run on another PE: pe_self.
 */
#pragma once
#include <itstorm/import.h>
#include <stddef.h>

struct pe {
    sim_pe *sim;
    unsigned index;
    struct pe *all; /* every PE, by index */
};

static inline struct pe *pe_self(const struct pe *any)
{
    return &any->all[sim_pe_index(sim_pe_self())];
}
