/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual GIC: virtual interrupts, a queue of them per vCPU, list registers, and the guest's
 * GICD, GICR and SGI registers. It knows neither the virtual ITS nor which storm policy runs.
 *
 * A virtual interrupt is in one of four places; `pending` beside it means that it is to be
 * delivered, or to be delivered once more:
 *
 * IDLE     nothing to deliver, or pending but not deliverable (disabled)
 * WAITING  in the queue of its owner, by priority; pending
 * LISTED   in a list register of its owner; pending: it came again meanwhile
 * SPILLED  active, but its list register went to a higher priority; pending: as LISTED
 *
 * The owner is the target, unless the target changed while the interrupt was LISTED or SPILLED. The
 * owner's lock guards it. The hypervisor does not see what happens in a list register while its
 * vCPU is in the guest: a change that concerns it is made at the next entry, and the vCPU is kicked
 * so that this is soon.
 */
#pragma once
#include "arch/ich_regs.h"
#include "base/id_set.h"
#include "base/sync.h"
#include "domain/domain.h"
#include "driver/spi.h"
#include "policy/invall/invall.h"
#include "policy/storm/storm.h"

enum virq_place { VIRQ_IDLE, VIRQ_WAITING, VIRQ_LISTED, VIRQ_SPILLED };

struct virq {
    struct list node;    /* WAITING: in its owner's queue */
    struct vcpu *owner;  /* shared; NULL: never mapped */
    struct vcpu *target; /* NULL: its collection is not mapped; arrivals are discarded */
    struct lpi *lpi;     /* whose arrival raises it; NULL: none */
    uint32_t intid;
    uint32_t device, event; /* vLPIs: what is mapped to it */
    uint16_t icid;
    uint8_t priority; /* cached from the configuration table, as is enabled */
    uint8_t place;    /* enum virq_place */
    uint8_t lr;       /* LISTED: which; SPILLED: its level */
    bool mapped, enabled, pending;
    bool wired;          /* an SPI of a device: it stands for the physical SPI of the same INTID */
    bool taken;          /* wired: the physical SPI is active, until the guest's EOI of this one */
    bool watch_eoi;      /* the storm policy is to be told of its EOI at once */
    bool is_stored;      /* vLPIs: in its owner's store (pending.h) */
    uint32_t generation; /* vLPIs: the domain's generation when the configuration byte was read */
    bool recall;         /* LISTED: the pending half of the list register is to be dropped */
};

#define VIRQ_PRIVATE 32u /* SGIs and PPIs */
#define VIRQ_LEVELS 32u  /* 5 priority bits */
#define VIRQ_VLPI_LIMIT (1u << GUEST_LPI_ID_BITS)

/* Active without a list register: the word that restores it. */
struct spilled {
    struct virq *irq;
    uint64_t lr;
};

extern const struct hv_knob vgic_knobs[];

/* What the virtual GICs of all domains share. */
struct vgic_host {
    struct storm *storm;
    const struct invall_family *invall;
    struct lpi_table *lpis;
    const struct spi_table *spis;
    unsigned list_registers;
    struct vgic_pe *pe;    /* [pe_count] */
    bool rereads_always;   /* vgic.enable_lookup: guest_table */
    bool keeps_pending;    /* the stores of pending vLPIs are kept, because INVALL goes over them
                              (pending.h) */
    bool pending_bytes;    /* vgic.pending_format: byte */
    bool pending_in_guest; /* vgic.pending_store: guest */
    bool kicks_always;     /* a vCPU is kicked by every pLPI, whatever becomes of it */
    bool kicks_at_inv;     /* a vCPU is kicked by an INV or INVALL that makes a vLPI deliverable */
    bool hears_eoi;        /* list registers may ask for a maintenance interrupt at an EOI */
    bool migrates;         /* pending state goes along with a vLPI that moves */
};

/* A vCPU's store; see pending.h. INVALL reads the shared members without the lock. */
struct pending_store {
    uint64_t *words; /* NULL: in the guest's pages, or not kept */
    uint32_t count, low, end;
};

/* The hypervisor's interface of a PE's virtual CPU interface. */
struct vgic_pe {
    uint64_t hcr;     /* ICH_HCR_EL2 as last written */
    uint16_t lr_live; /* list registers that may not be in state invalid */
};

struct vgic_cpu {
    struct vgic_host *host;
    sim_lock *lock;
    struct virq irqs[VIRQ_PRIVATE];
    struct list queue[VIRQ_LEVELS]; /* waiting, first in first out per priority */
    uint32_t queue_levels;          /* bit n: queue[n] is not empty */
    uint32_t waiting;               /* shared */
    uint64_t lr[ICH_LR_MAX];        /* exact while the vCPU is not in its guest */
    struct virq *listed[ICH_LR_MAX];
    struct spilled spilled[VIRQ_LEVELS]; /* by group priority, which differ if interrupts nest */
    uint32_t spilled_levels;             /* bit n: spilled[n] is one */
    uint16_t used;                       /* list registers in use */
    uint16_t revisit;  /* list registers whose interrupt changed since they were written; shared */
    bool in_guest;     /* shared */
    bool lpis_enabled; /* GICR_CTLR.EnableLPIs; stays once set */
    bool asleep;       /* GICR_WAKER.ProcessorSleep */
    uint64_t pendbaser;
    struct pending_store pending;
    uint64_t vmcr, ap1r; /* while no PE has them */
};

struct vgic {
    struct vgic_host *host;
    struct virq *vlpis;    /* [VIRQ_VLPI_LIMIT - INTID_LPI_FIRST] */
    uint32_t vlpi_end;     /* one above the highest INTID ever mapped; shared: vgic_vlpi_end */
    struct id_set *mapped; /* INTIDs that are mapped; NULL: no policy asks for them; vits lock */
    struct virq *vspis;    /* [vspi_end - INTID_SPI_FIRST] */
    uint32_t vspi_end;     /* one above the highest INTID of an SPI; a multiple of 32 */
    uint64_t propbaser;    /* one for all vCPUs; fixed once any of them enables LPIs */
    uint32_t
        generation; /* configuration bytes read in an earlier generation are outdated; shared */
    bool any_lpis_enabled;
    bool carries_enables; /* the enable bit of a vLPI is copied to its pLPI */
    bool enables_turned;  /* an enable bit has changed and the next INVALL copies it; shared */
    bool traps_config;    /* the configuration table is taken out of stage 2 when LPIs are first
                             enabled */
    bool config_is_out;   /* it has been taken out; shared */
    bool group1_enabled;  /* GICD_CTLR; shared */
    bool translates;      /* the domain's ITS is enabled: its devices' LPIs are delivered; shared */
    bool has_strays;      /* some LPIs came while `translates` was false; shared */
};

/* ---- set-up, before time zero; false: no memory ---- */
extern const struct hv_knob vgic_knobs[];
bool vgic_create_host(struct vgic_host *host, const struct sim_machine *machine,
                      const struct knobs *knobs);
bool vgic_create(struct vgic_host *host, struct domain *dom);
bool vgic_create_cpu(struct vcpu *v);

/* Adds values that cannot work. */
void vgic_refuse(const struct knobs *knobs, struct refusals *refusals);

/* ---- list registers (list_registers.c, list_register.c, spill.c) ---- */
/* On the vCPU's own stack, masked. */
void vgic_enter(struct pe *pe, struct vcpu *v); /* before the guest */
void vgic_leave(struct pe *pe, struct vcpu *v); /* the first thing after the guest */
void vgic_load(struct pe *pe, struct vcpu *v);  /* v comes to this PE */
void vgic_save(struct pe *pe, struct vcpu *v);  /* and leaves it */
bool vgic_has_work(const struct vcpu *v); /* it has something to deliver: the vCPU may not block */

/* ---- raising ---- */

/* A pLPI that is bound to the vLPI has arrived. Masked. */
void vgic_inject_lpi(struct pe *pe, struct domain *dom, uint32_t vlpi, struct lpi *lpi);

/* Asks to be told of the guest's EOI at once. False: no EOI will come. Masked. */
bool vgic_watch_eoi(struct pe *pe, const struct lpi *lpi);

/* Is the storm of one of its pLPIs over? For storm_ops.ask_again. */
bool vgic_ask_storm(struct pe *pe, struct domain *dom, struct lpi *lpi);

/* Makes an SGI or PPI of the vCPU pending, once. */
void vgic_inject_private(struct pe *pe, struct vcpu *v, uint32_t intid);

/* A guest's write of ICC_SGI1R_EL1. */
void vgic_send_sgi(struct pe *pe, struct vcpu *from, uint64_t sgi1r);

/* ---- SPIs (vspi.c) ---- */

/* NULL: the domain has no such SPI. */
struct virq *vgic_spi(struct domain *dom, uint32_t intid);

/* The physical SPI has arrived; it stays active until the guest's EOI. False: the guest will never
 * write that EOI, so the caller deactivates the SPI. Masked. */
bool vgic_inject_spi(struct pe *pe, struct domain *dom, uint32_t intid);

/* The domain ends: its physical SPIs are disabled and deactivated. */
void vgic_forget_spis(struct pe *pe, struct domain *dom);

/* ---- vLPIs, for the virtual ITS (under the vits lock) ---- */

/* GITS_CTLR.Enabled has changed. While the ITS is disabled, LPIs of its devices are dropped; vLPIs
 * that pend already are delivered. It does not wait for arrivals that other PEs are handling. */
void vgic_translate(struct pe *pe, struct domain *dom, bool enabled);

/* NULL: not the INTID of a vLPI. */
struct virq *vgic_vlpi(struct domain *dom, uint32_t intid);

/* The bound of a loop over all vLPIs that were ever mapped. An entry below it is initialised; its
 * state is guarded by its owner's lock. */
static inline uint32_t vgic_vlpi_end(const struct vgic *vgic)
{
    return SHARED_LOAD(vgic->vlpi_end);
}

/* What the virtual ITS binds to a vLPI. */
struct vlpi_mapping {
    uint32_t device, event;
    uint16_t icid;
    struct vcpu *target; /* NULL: the collection is not mapped */
    struct lpi *lpi;     /* NULL: no physical event behind it; else bound to no other vLPI */
};

bool vgic_is_taken(const struct virq *irq, uint32_t device, uint32_t event); /* by another event */
void vgic_map(struct pe *pe, struct domain *dom, uint32_t vlpi, const struct vlpi_mapping *mapping);
void vgic_unmap(struct pe *pe, struct virq *irq);

/* The vLPI loses its pLPI, which is bound to another one or to none; it stays mapped. */
void vgic_unbind(struct pe *pe, struct virq *irq);

/* The vLPI is in another collection, or its collection has another target (NULL: none). Pending
 * state goes along; an active vLPI follows after its EOI. */
void vgic_retarget(struct pe *pe, struct virq *irq, uint16_t icid, struct vcpu *target);

/* MOVALL, for one vLPI: no effect unless it waits to be delivered to `from`. Its collection
 * stays. */
void vgic_move_pending(struct pe *pe, struct virq *irq, struct vcpu *from, struct vcpu *to);

/* INT: like an arrival, but without a pLPI; storm policies are not asked. */
void vgic_trigger(struct pe *pe, struct virq *irq);

/* CLEAR: it no longer pends, in whatever place. */
void vgic_clear(struct pe *pe, struct virq *irq);

/* Reads and applies its byte of the guest's configuration table. False: the byte is not in RAM. */
bool vgic_reload(struct pe *pe, struct domain *dom, struct virq *irq);

/* INVALL: what its policies call. */
extern const struct invall_ops vgic_invall_ops;
/* ---- the configuration table out of stage 2 (config_trap.c) ---- */

/* LPIs are being enabled. No effect unless writes to the table are to trap. */
void vgic_trap_config(struct pe *pe, struct domain *dom);

/* The vLPI whose configuration byte is at that address; NULL: none. */
struct virq *vgic_config_vlpi(struct domain *dom, uint64_t ipa);

/* ---- registers; offsets from their frame ---- */
bool vgic_gicd_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit);
bool vgic_gicr_access(struct pe *pe, struct domain *dom, uint64_t offset, struct sim_exit *exit);
