/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual ITS of a domain. Its tables are in guest memory: every value that comes from there or
 * from a register is checked where it is used, each time. Commands run in the trap that announces
 * them, all or as many as vits.trap_bound allows, or when policy/batch gives them a turn. Which of
 * them reach the physical ITS is decided by policy/propagate.
 */
#pragma once
#include "arch/its_cmd.h"
#include "arch/its_table.h"
#include "policy/assign/assign.h"
#include "policy/batch/batch.h"
#include "policy/propagate/propagate.h"
#include "sched/mutex.h"
#include "vgic/vgic.h"

/* Implemented by dispatch. In a trap, unmasked; may come back on another PE. */
struct vits_ops {
    /* Assigns a device that is not yet. False: later; somebody else is at it. */
    bool (*assign)(struct pe *pe, struct device *device);

    /* An assigned device is the caller's to map, until it is released. False: not now. */
    bool (*claim)(struct pe *pe, struct device *device);
    void (*release)(struct pe *pe, struct device *device);
};

/* What is done to a vLPI that a command comes by. */
typedef void vits_visit(struct pe *pe, struct vits *its, struct virq *irq);

/* A command that goes over many vLPIs, in portions: its operands, and how far it is. */
struct vits_walk {
    bool is_on;        /* shared */
    vits_visit *visit; /* NULL: an INVALL, whose policy says what it goes over */
    uint32_t next, end;
    uint32_t device;        /* MAPD */
    uint16_t icid;          /* MAPC */
    struct vcpu *from, *to; /* MOVALL; MAPC: to, NULL: nowhere */
    struct invall invall;
    uint64_t not_before; /* INVALL: its time, by the counter (vits.invall_rate) */
    uint64_t ns;         /* that it has taken */
};

/* How much of a guest's commands is executed in one trap. */
struct vits_bound {
    bool is_bounded;
    bool until_waiting; /* only if something waits for the PE */
    bool in_softirq;    /* the rest is executed before the guest goes on; else in its next trap */
    uint32_t steps;
};

struct vits {
    struct domain *dom;
    const struct vits_ops *ops;
    struct propagate propagate;
    struct assign assign;
    bool maps_late; /* a guest's command may map on the physical ITS */
    bool ignores_movall;
    bool logs_all;             /* commands */
    struct mutex lock;         /* vits: registers but creadr, and the command loop */
    uint64_t cbaser, baser[2]; /* devices, collections */
    uint32_t cwriter, creadr;  /* creadr: shared */
    uint32_t next;             /* to be executed; from creadr on, commands under way. Shared */
    struct vits_walk walk;     /* of the command at `next` */
    struct vits_bound bound;
    uint64_t next_invall; /* when the next one may be carried out, by the counter */
    bool enabled;
    uint8_t refusals;    /* commands in error that the log has named */
    bool owes;           /* the command at creadr has yet to reach the host ring; shared */
    struct its_cmd owed; /* that command, as it was when it had its effect here */
    uint32_t posted;     /* commands in the host ring that it has led to up to now */
    uint32_t may_post;   /* and that it may lead to in this trap */
    bool is_cut;         /* owes: only because these were not enough */
    cmdq_ticket ticket;  /* the last of these; 0: none */
    bool awaits_device;  /* owes: for somebody else at its device, not for a slot */
    bool has_mapped;     /* the MAPTI of its counterpart is in the host ring */
    bool lacks_sync;     /* all of its counterpart is there but the SYNC */
    struct batch_client client;
    struct batch_flights flights;
};

extern const struct hv_knob vits_knobs[], vits_trap_knobs[];

/* Before time zero. False: no memory. */
bool vits_create(struct domain *dom, struct batch *batch, const struct vits_ops *ops,
                 const struct knobs *knobs);

/* The knobs vits.trap_*. Before time zero. */
void vits_bound_traps(struct vits *its, const struct knobs *knobs);

/* An access to the control frame, on a trap, unmasked. False: the guest gets an abort. exit->again:
 * it was cut short, and must be made again. */
bool vits_access(struct pe *pe, struct vits *its, uint64_t offset, struct sim_exit *exit);

/* What is in the ring may be executed now; lock held. Executes it, unless a scheduler will. May
 * come back on another PE. */
void vits_run_commands(struct pe *pe, struct vits *its);

/* Lock held: a trap has ended before the guest's commands did, because it is bounded. Whoever wrote
 * the register sees to the rest. */
bool vits_has_rest(const struct vits *its);

/* When that goes on, by the counter; in the past: now. */
uint64_t vits_goes_on_at(const struct vits *its);

/* Why the values cannot work; NULL: they can. */
const char *vits_refuses(const struct knobs *knobs);

/* What its scheduler needs of it. */
extern const struct batch_client_ops vits_client_ops;

/* What a command that has had its effect here maps on the physical ITS, if the knob assign.map says
 * so. False: not now; the command is to come again. May come back on another PE. */
bool vits_map_late(struct pe *pe, struct vits *its, const struct its_cmd *cmd);

/* Such a command. */
bool vits_maps_late(const struct vits *its, const struct its_cmd *cmd);

/* A command is complete: what it makes its guest able to use is noted. */
void vits_note_ready(struct pe *pe, struct vits *its, const struct its_cmd *cmd);

/* The physical counterpart of a command that has had its effect here, if the knob vits.propagate
 * wants one. False: the host ring had no slot in time. May come back on another PE. */
bool vits_propagate(struct pe *pe, struct vits *its, const struct its_cmd *cmd);

/* It has led to commands on the host ring, counted under its opcode. */
void vits_count_host_commands(struct pe *pe, struct vits *its, unsigned opcode, uint32_t commands);

/* The counterpart of an INT will bring the pLPI of this one. */
bool vits_int_comes_back(const struct vits *its, const struct virq *irq);

/* LPIs are enabled: bytes that were read for that, and not for a command, reach the physical table
 * as well, if the knob vits.enable_coupling says so. In a trap, unmasked; may come back on another
 * PE. False: the host ring had no slot in time; the access is to be made again. */
bool vits_carry_enables(struct pe *pe, struct vits *its);

/* An access to the pages of the LPI configuration table that are out of stage 2, on a trap,
 * unmasked: done in memory, and what is written takes effect at once. False: it is none. */
bool vits_config_access(struct pe *pe, struct vits *its, struct sim_exit *exit);

/* ---- commands that go over many vLPIs (walk.c) ---- */

/* The command under way is one: `visit` for each vLPI that was ever mapped; an INVALL. */
void vits_walk_vlpis(struct vits *its, vits_visit *visit);
void vits_walk_invall(struct pe *pe, struct vits *its, uint16_t icid, struct vcpu *target);

/* Goes on until it is over, or *steps vLPIs are looked at. What it answers counts once it is over.
 */
enum its_err vits_walk_on(struct pe *pe, struct vits *its, uint32_t *steps);

/* ---- commands; the result is the architectural error code, unless a walk goes on ---- */
enum its_err vits_do_mapd(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_mapc(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_mapti(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_mapi(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_int(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_clear(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_discard(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_movi(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_movall(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_inv(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_invall(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
enum its_err vits_do_sync(struct pe *pe, struct vits *its, const struct its_cmd *cmd);

/* ---- the event that a command names (event.c) ---- */

/* Found in the tables as they are now. */
struct vits_event {
    uint32_t device, event;
    struct its_dte dte;
    struct its_ite ite;
    struct virq *irq; /* mapped to it */
};

/* What the command answers if something is missing on the way to it. */
struct vits_event_codes {
    enum its_err device_oor, unmapped_device, id_oor, unmapped_interrupt, ite_invalid;
};

/* ite_invalid: the entry's collection is not mapped, or its vLPI knows nothing of the event. */
enum its_err vits_find_event(struct pe *pe, struct vits *its, const struct its_cmd *cmd,
                             const struct vits_event_codes *codes, struct vits_event *found);

/* ---- tables in guest memory (tables.c) ---- */

/* IDs that the tables the guest gave have entries for. */
uint32_t vits_devices(const struct vits *its);
uint32_t vits_collections(const struct vits *its);

/* False: the entry is not in the guest's RAM, or cannot be one. */
bool vits_dte_load(struct pe *pe, struct vits *its, uint32_t device, struct its_dte *dte);
bool vits_dte_store(struct pe *pe, struct vits *its, uint32_t device, const struct its_dte *dte);
bool vits_ite_load(struct pe *pe, struct vits *its, const struct its_dte *dte, uint32_t event,
                   struct its_ite *ite);
bool vits_ite_store(struct pe *pe, struct vits *its, const struct its_dte *dte, uint32_t event,
                    const struct its_ite *ite);
bool vits_cte_load(struct pe *pe, struct vits *its, uint16_t icid, struct its_cte *cte);
bool vits_cte_store(struct pe *pe, struct vits *its, uint16_t icid, const struct its_cte *cte);
