/*
 * The hypervisor as a whole and what it keeps per PE. Everything hangs off struct hv; there are no
 * global variables. Functions get `struct pe *`, the PE that runs them; after a switch of EL2
 * stacks it must be looked up again (pe_self).
 */
#pragma once
#include "base/knobs.h"
#include "base/panic.h"
#include "base/probes.h"
#include "base/ram.h"
#include "base/sync.h"
#include "domain/domain.h"
#include "driver/its.h"
#include "driver/lpi.h"
#include "driver/spi.h"
#include "policy/storm/storm.h"
#include "sched/sched.h"
#include <itstorm/export.h>

struct pe {
    struct hv *hv;
    sim_pe *sim;
    unsigned index;
    uint64_t rdbase;  /* GICR_TYPER.Processor_Number: what MAPC and SYNC take */
    uint64_t pend_pa; /* LPI pending table */
    struct runq runq;
    uint64_t hcr;     /* ICH_HCR_EL2 as last written */
    uint16_t lr_live; /* list registers that may not be in state invalid */
};

struct hv {
    const struct sim_machine *machine;
    struct settings settings;
    struct ram ram;
    struct pe *pe;        /* [pe_count] */
    struct host_its *its; /* [its_count] */
    struct lpi_table lpis;
    struct spi_table spis;
    const struct storm_ops *storm;
    struct domain *domains; /* [domain_count] */
    struct device *devices; /* [pci_count] */
    uint64_t prop_pa;       /* LPI configuration table, one for all redistributors */
    bool its_ready;         /* shared: PEs other than the first wait for it */
    uint32_t pes_booted;    /* shared */
};

static inline struct pe *pe_of(struct hv *hv, sim_pe *sim)
{
    return &hv->pe[sim_pe_index(sim)];
}

static inline struct pe *pe_self(struct hv *hv)
{
    return pe_of(hv, sim_pe_self());
}

static inline unsigned hv_list_registers(const struct hv *hv)
{
    return hv->machine->list_registers < ICH_LR_MAX ? hv->machine->list_registers : ICH_LR_MAX;
}
