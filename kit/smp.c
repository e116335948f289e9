/* SPDX-License-Identifier: MIT */
/* Starting secondary PEs: see smp.h. */
#include "kit/smp.h"
#include "kit/panic.h"
#include "kit/sync.h"
#include <stddef.h>

enum { LOOK_NS = 1000 };

void smp_park(struct smp *smp, sim_pe *pe)
{
    const unsigned index = sim_pe_index(pe);
    HV_ASSERT(index < SMP_PES_MAX);
    while (SHARED_LOAD(smp->pe[index].entry) == NULL)
        sim_delay_ns(pe, LOOK_NS);
    SHARED_STORE(smp->pe[index].is_up, true);
    smp->pe[index].entry(pe, smp->pe[index].arg);
    HV_PANIC("the entry of a secondary PE returned");
    __builtin_unreachable();
}

bool smp_start(struct smp *smp, unsigned index, smp_entry *entry, void *arg)
{
    if (index >= SMP_PES_MAX || SHARED_LOAD(smp->pe[index].entry) != NULL)
        return false;
    smp->pe[index].arg = arg;
    SHARED_STORE(smp->pe[index].entry, entry);
    return true;
}

bool smp_is_up(const struct smp *smp, unsigned index)
{
    return index < SMP_PES_MAX && SHARED_LOAD(smp->pe[index].is_up);
}
