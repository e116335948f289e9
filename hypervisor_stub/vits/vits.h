/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual ITS of a domain. Its tables are in guest memory: every value from there or from a
 * register is checked where it is used, each time. Commands run in the trap that announces them,
 * all of them or as many as vits.trap_bound allows, or when policy/batch gives the guest a turn.
 * policy/propagate decides which of them reach the physical ITS.
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
    /* Assigns a device that is not assigned yet. False: later, another vCPU is doing it. */
    bool (*assign)(struct pe *pe, struct device *device);

    /* Claims an assigned device for mapping, until it is released. False: not possible now. */
    bool (*claim)(struct pe *pe, struct device *device);
    void (*release)(struct pe *pe, struct device *device);
};

/* Work on one vLPI that a command goes over. */
typedef void vits_visit(struct pe *pe, struct vits *its, struct virq *irq);

/* A command that goes over many vLPIs, in portions: its operands, and how far it has come. */
struct vits_walk {
    bool is_on;        /* shared */
    vits_visit *visit; /* NULL: an INVALL, whose policy decides which vLPIs it visits */
    uint32_t next, end;
    uint32_t device;        /* MAPD */
    uint16_t icid;          /* MAPC */
    struct vcpu *from, *to; /* MOVALL; MAPC: to, NULL: nowhere */
    struct invall invall;
    uint64_t not_before; /* INVALL: not before this counter value (vits.invall_rate) */
    uint64_t ns;         /* time spent on it so far */
};

/* How much of a guest's commands is executed in one trap. */
struct vits_bound {
    bool is_bounded;
    bool until_waiting; /* the trap ends only if something waits for the PE */
    bool in_softirq; /* the rest is executed before the guest is entered; else in its next trap */
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
    struct mutex lock;         /* vits: all registers except creadr, and the command loop */
    uint64_t cbaser, baser[2]; /* devices, collections */
    uint32_t cwriter, creadr;  /* creadr: shared */
    uint32_t next;             /* next command; those from creadr up to it are under way. Shared */
    struct vits_walk walk;     /* of the command at `next` */
    struct vits_bound bound;
    uint64_t next_invall; /* when the next one may be carried out, by the counter */
    bool enabled;
    uint8_t refusals; /* commands in error that the log has named */
    bool owes; /* the counterpart of the command at creadr is not in the host ring yet; shared */
    struct its_cmd owed; /* that command, as it was when it was executed here */
    uint32_t posted;     /* host commands that it has caused so far */
    uint32_t may_post;   /* host commands that it may still cause in this trap */
    bool is_cut;         /* owes: only because may_post was too small */
    cmdq_ticket ticket;  /* the last host command; 0: none */
    bool awaits_device;  /* owes: waits for another vCPU at its device, not for a slot */
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

/* The commands in the ring may be executed now; lock held. Executes them, unless a scheduler will.
 * May come back on another PE. */
void vits_run_commands(struct pe *pe, struct vits *its);

/* Lock held: a trap ended before the guest's commands did, because it is bounded. The caller makes
 * sure that the rest is executed. */
bool vits_has_rest(const struct vits *its);

/* From when on the rest may be executed, as a counter value; in the past: now. */
uint64_t vits_goes_on_at(const struct vits *its);

/* Adds values that cannot work. */
void vits_refuse(const struct knobs *knobs, struct refusals *refusals);

/* The calls of a scheduler. */
extern const struct batch_client_ops vits_client_ops;

/* Maps on the physical ITS what the command asks for, after it was executed here, if the knob
 * assign.map says so. False: not possible now; the command is to come again. May come back on
 * another PE. */
bool vits_map_late(struct pe *pe, struct vits *its, const struct its_cmd *cmd);

/* Is it a command that vits_map_late maps for? */
bool vits_maps_late(const struct vits *its, const struct its_cmd *cmd);

/* A command is complete: it may be the last one that its guest needs to use a device. */
void vits_note_usable(struct pe *pe, struct vits *its, const struct its_cmd *cmd);

/* Posts the counterpart of a command that was executed here, if the knob vits.propagate wants one.
 * False: the host ring had no slot in time. May come back on another PE. */
bool vits_propagate(struct pe *pe, struct vits *its, const struct its_cmd *cmd);

/* Counts host commands that a guest's command has caused, under its opcode. */
void vits_count_host_commands(struct pe *pe, struct vits *its, unsigned opcode, uint32_t commands);

/* The counterpart of an INT will make the pLPI of this vLPI arrive. */
bool vits_int_comes_back(const struct vits *its, const struct virq *irq);

/* LPIs were enabled: configuration bytes read for that, and not for a command, are copied to the
 * physical table, if the knob vits.enable_coupling says so. In a trap, unmasked; may come back on
 * another PE. False: the host ring had no slot in time; the access is to be made again. */
bool vits_carry_enables(struct pe *pe, struct vits *its);

/* An access to pages of the LPI configuration table that are out of stage 2, in a trap, unmasked:
 * made in memory, and a write takes effect at once. False: the access is to something else. */
bool vits_config_access(struct pe *pe, struct vits *its, struct sim_exit *exit);

/* ---- commands that go over many vLPIs (walk.c) ---- */

/* The command under way goes over vLPIs: `visit` is called for each vLPI that was ever mapped; or
 * it is an INVALL. */
void vits_walk_vlpis(struct vits *its, vits_visit *visit);
void vits_walk_invall(struct pe *pe, struct vits *its, uint16_t icid, struct vcpu *target);

/* Continues until the command is complete, or *steps vLPIs were visited. The result counts once it
 * is complete. */
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

/* An event as the tables say now. */
struct vits_event {
    uint32_t device, event;
    struct its_dte dte;
    struct its_ite ite;
    struct virq *irq; /* mapped to it */
};

/* The error codes of a command, by what is missing on the way to its event. */
struct vits_event_codes {
    enum its_err device_oor, unmapped_device, id_oor, unmapped_interrupt, ite_invalid;
};

/* ite_invalid: the entry's collection is not mapped, or its vLPI is not mapped to the event. */
enum its_err vits_find_event(struct pe *pe, struct vits *its, const struct its_cmd *cmd,
                             const struct vits_event_codes *codes, struct vits_event *found);

/* ---- tables in guest memory (tables.c) ---- */

/* Number of IDs that the guest's tables have entries for. */
uint32_t vits_devices(const struct vits *its);
uint32_t vits_collections(const struct vits *its);

/* False: the entry is not in the guest's RAM, or lies outside of its table. */
bool vits_dte_load(struct pe *pe, struct vits *its, uint32_t device, struct its_dte *dte);
bool vits_dte_store(struct pe *pe, struct vits *its, uint32_t device, const struct its_dte *dte);
bool vits_ite_load(struct pe *pe, struct vits *its, const struct its_dte *dte, uint32_t event,
                   struct its_ite *ite);
bool vits_ite_store(struct pe *pe, struct vits *its, const struct its_dte *dte, uint32_t event,
                    const struct its_ite *ite);
bool vits_cte_load(struct pe *pe, struct vits *its, uint16_t icid, struct its_cte *cte);
bool vits_cte_store(struct pe *pe, struct vits *its, uint16_t icid, const struct its_cte *cte);
