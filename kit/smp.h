/* SPDX-License-Identifier: MIT */
/*
 * Secondary PEs that wait to be started. The simulator calls hv_boot on every PE at time zero; most
 * hypervisors expect one boot PE that starts the others. A secondary PE waits here until told to:
 *
 *     void hv_boot(struct hv *hv, sim_pe *pe)
 *     {
 *         if (sim_pe_index(pe) != 0)
 *             smp_park(&hv->smp, pe);
 *         start_hypervisor(hv); // ... smp_start(&hv->smp, n, secondary, hv) for each n
 *     }
 */
#pragma once
#include <itstorm/import.h>

enum { SMP_PES_MAX = 512 };

typedef void smp_entry(sim_pe *pe, void *arg); /* never returns */

struct smp {
    struct {
        smp_entry *entry; /* NULL: not started; shared */
        void *arg;
        bool is_up; /* its entry was called; shared */
    } pe[SMP_PES_MAX];
};

/* Waits, with interrupts masked, until the PE is started; then its entry takes over. A parked PE
 * looks every microsecond. */
void smp_park(struct smp *smp, sim_pe *pe) __attribute__((noreturn));

/* By another PE. False: no such PE, or started already. */
bool smp_start(struct smp *smp, unsigned index, smp_entry *entry, void *arg);

bool smp_is_up(const struct smp *smp, unsigned index);
