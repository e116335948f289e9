/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hypervisor as a whole: the state of each floor, connected here. Everything is reached from
 * struct hv; there are no global variables. Functions get `struct pe *`, the PE that runs them;
 * after a switch of EL2 stacks it must be looked up again (pe_self).
 */
#pragma once
#include "base/knobs.h"
#include "base/pe.h"
#include "dispatch/irq.h"
#include "domain/domain.h"
#include "driver/gic.h"
#include "driver/its.h"
#include "driver/lpi.h"
#include "driver/spi.h"
#include "kit/ram.h"
#include "policy/assign/assign.h"
#include "policy/batch/batch.h"
#include "policy/invall/invall.h"
#include "policy/storm/storm.h"
#include "sched/sched.h"
#include "vgic/vgic.h"
#include <itstorm/export.h>

struct hv {
    const struct sim_machine *machine;
    struct ram ram;
    struct pe *pe; /* [pe_count] */
    struct gic gic;
    struct host_its *its; /* [its_count] */
    struct batch *batch;  /* [its_count] */
    struct lpi_table lpis;
    struct spi_table spis;
    struct sched sched;
    struct irq irq;
    struct assign assign;
    struct storm storm;
    struct invall_family invall;
    struct domains domains;
    struct vgic_host vgic;
    bool uses_completion;
    bool its_ready;      /* shared: PEs other than the first wait for it */
    uint32_t pes_booted; /* shared */
    uint64_t knob_values[KNOBS_MAX];
};

static inline struct hv *hv_of(struct domain *dom)
{
    return list_entry(dom->all, struct hv, domains);
}

/* All knobs of the object. */
const struct knob_table *hv_knob_table(void);

/* Runs on the EL2 stack of a vCPU (exits.c); never returns. */
void vcpu_main(void *vcpu);

/* Does the hypervisor send itself LPIs (completion.h)? */
bool hv_uses_completion(const struct knobs *knobs);

/* Adds values that cannot work: those of all floors, and those of different floors that do not go
 * together. */
void hv_refuse(const struct knobs *knobs, struct refusals *refusals);

/* Work that interrupts have left, done before a guest is entered or the PE sleeps. Masked, no lock
 * held. */
void hv_run_left(struct hv *hv, struct pe *pe);

/* Handle an interrupt that was acknowledged on this PE. Masked. */
void lpi_receive(struct hv *hv, struct pe *pe, uint32_t intid);
void spi_receive(struct hv *hv, struct pe *pe, uint32_t intid);

/*
 * Ends a domain: its vCPUs are stopped wherever they are, in the middle of a command as well, its
 * devices are taken off the physical ITS, its stacks and guests are destroyed. Returns an HVC_*
 * result; HVC_BUSY: not finished, the next call continues. In a trap of another domain, unmasked;
 * may come back on another PE.
 */
uint64_t domain_destroy(struct pe *pe, struct domain *dom);
