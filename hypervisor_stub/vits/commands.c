/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command loop. Commands are executed in the trap that wrote CWRITER: all of them, as in Xen,
 * or as many as vits.trap_bound allows; or, under a scheduler, as many as it says. Interrupts are
 * unmasked in between. CREADR moves after each command, or, under a scheduler, once the host ring
 * has executed the command's counterpart. A command in error is counted and skipped (Choice: the
 * queue never stalls).
 */
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "base/probes.h"
#include "kit/least.h"
#include "vits/refusal.h"
#include "vits/vits.h"

struct handler {
    enum its_err (*run)(struct pe *pe, struct vits *its, const struct its_cmd *cmd);
    enum probe_row probe;
};

static const struct handler *find_handler(unsigned opcode)
{
    static const struct handler handlers[] = {
        [ITS_OP_MOVI] = { vits_do_movi, PROBE_VITS_MOVI },
        [ITS_OP_INT] = { vits_do_int, PROBE_VITS_INT },
        [ITS_OP_CLEAR] = { vits_do_clear, PROBE_VITS_CLEAR },
        [ITS_OP_SYNC] = { vits_do_sync, PROBE_VITS_SYNC },
        [ITS_OP_MAPD] = { vits_do_mapd, PROBE_VITS_MAPD },
        [ITS_OP_MAPC] = { vits_do_mapc, PROBE_VITS_MAPC },
        [ITS_OP_MAPTI] = { vits_do_mapti, PROBE_VITS_MAPTI },
        [ITS_OP_MAPI] = { vits_do_mapi, PROBE_VITS_MAPI },
        [ITS_OP_INV] = { vits_do_inv, PROBE_VITS_INV },
        [ITS_OP_INVALL] = { vits_do_invall, PROBE_VITS_INVALL },
        [ITS_OP_MOVALL] = { vits_do_movall, PROBE_VITS_MOVALL },
        [ITS_OP_DISCARD] = { vits_do_discard, PROBE_VITS_DISCARD },
    };
    const bool known = opcode < sizeof handlers / sizeof *handlers && handlers[opcode].run != NULL;
    return known ? &handlers[opcode] : NULL;
}

enum { TRAP_BOUND, TRAP_STEPS, TRAP_REST };
enum { BOUND_NONE, BOUND_STEPS, BOUND_WAITING };
enum { REST_GUEST, REST_SOFTIRQ };

const struct hv_knob vits_trap_knobs[] = {
    [TRAP_BOUND] = { .name = "vits.trap_bound",
                     .kind = HV_CHOICE,
                     .choices = "none|steps|waiting",
                     .text = "How much of a guest's ITS commands is executed in one trap: all, "
                             "vits.trap_steps, or so many and then more as long as nothing waits "
                             "for the PE." },
    [TRAP_STEPS] = { .name = "vits.trap_steps",
                     .kind = HV_UINT,
                     .initial = 64,
                     .min = 1,
                     .max = 1000000,
                     .unit = "steps",
                     .text = "A command is a step, and so is each vLPI that a MAPD, MAPC, MOVALL "
                             "or INVALL looks at, and each host command that it leads to." },
    [TRAP_REST] = { .name = "vits.trap_rest",
                    .kind = HV_CHOICE,
                    .choices = "guest|softirq",
                    .text = "Where the rest is executed: the guest makes its access again, or "
                            "before it goes on, the scheduler in between." },
    KNOBS_END
};

void vits_bound_traps(struct vits *its, const struct knobs *knobs)
{
    const uint64_t bound = knob(knobs, &vits_trap_knobs[TRAP_BOUND]);
    its->bound.is_bounded = bound != BOUND_NONE;
    its->bound.until_waiting = bound == BOUND_WAITING;
    its->bound.in_softirq = knob(knobs, &vits_trap_knobs[TRAP_REST]) == REST_SOFTIRQ;
    its->bound.steps = (uint32_t)knob(knobs, &vits_trap_knobs[TRAP_STEPS]);
}

/* ---- one command ---- */

static enum its_err execute(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const unsigned opcode = (unsigned)its_cmd_get(cmd, ITS_F_OPCODE);
    const struct handler *handler = find_handler(opcode);
    if (handler == NULL)
        return (enum its_err)its_err_unknown(opcode);
    sim_probe(pe->sim, handler->probe, its->dom->id, 1);
    return handler->run(pe, its, cmd);
}

/* The ring may lie outside of RAM, so each slot is checked when it is read. A new command has no
 * counterpart in the host ring yet. */
static bool fetch(struct pe *pe, struct vits *its)
{
    const uint64_t pa =
        guest_ram_pa(its->dom, gits_cbaser_address(its->cbaser) + its->next, ITS_CMD_BYTES);
    const struct its_cmd nothing = { { 0 } };
    its->owed = nothing;
    its->posted = 0;
    its->ticket = 0;
    its->awaits_device = false;
    its->has_mapped = false;
    its->lacks_sync = false;
    return pa != 0 && sim_read(pe->sim, pa, &its->owed, ITS_CMD_BYTES);
}

/* Executes the next command, or continues the one under way. */
static enum its_err execute_some(struct pe *pe, struct vits *its, uint32_t *steps)
{
    enum its_err err = ITS_OK;
    if (!its->walk.is_on) {
        err = execute(pe, its, &its->owed);
        (*steps)--;
    }
    if (its->walk.is_on) {
        sim_span(pe->sim, SIM_SPAN_WALK, true);
        err = vits_walk_on(pe, its, steps);
        sim_span(pe->sim, SIM_SPAN_WALK, false);
    }
    return err;
}

/* A command whose counterpart the host ring has refused has been executed here already. */
static enum its_err fetch_and_execute(struct pe *pe, struct vits *its, uint32_t *steps)
{
    if (its->owes)
        return ITS_OK;
    sim_span(pe->sim, SIM_SPAN_VITS_COMMAND, true);
    const bool is_here = its->walk.is_on || fetch(pe, its);
    const enum its_err err = is_here ? execute_some(pe, its, steps) : ITS_TABLE_FAULT;
    sim_span(pe->sim, SIM_SPAN_VITS_COMMAND, false);
    return err;
}

static bool map_late(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    sim_span(pe->sim, SIM_SPAN_WALK, true);
    const bool is_done = vits_map_late(pe, its, cmd);
    sim_span(sim_pe_self(), SIM_SPAN_WALK, false); /* it may have slept */
    return is_done;
}

/* Posts the counterpart of the command, if it has one. False: not possible now. */
static bool reach_host(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    its->is_cut = false;
    if (its->maps_late && !map_late(pe, its, cmd))
        return false;
    if (!vits_propagate(its->maps_late ? pe_self(pe) : pe, its, cmd))
        return false;
    if (SHARED_LOAD(its->dom->awaited) != 0)
        vits_note_usable(pe_self(pe), its, cmd);
    if (its->logs_all)
        vits_log_command(its, cmd);
    return true;
}

enum step {
    STEP_DONE,
    STEP_GOES_ON, /* the steps are used up: the command stays, and continues there */

    /* The command was executed here, but the host ring had no slot for its counterpart. It stays in
     * the guest's ring and continues with the counterpart: in the next access to CWRITER or CREADR,
     * or in its next turn. */
    STEP_OWES
};

/* Executes the next command, or a part of it; *steps is not 0. */
static enum step step(struct pe *pe, struct vits *its, uint32_t *steps)
{
    const enum its_err err = fetch_and_execute(pe, its, steps);
    if (its->walk.is_on)
        return STEP_GOES_ON;
    if (err != ITS_OK) {
        sim_probe(pe->sim, PROBE_VITS_ERROR, its->dom->id, 1);
        vits_log_refusal(its, &its->owed, err);
        return STEP_DONE;
    }
    its->may_post = *steps != 0 ? *steps : 1; /* at least one, so that every trap makes progress */
    SHARED_STORE(its->owes, !reach_host(pe, its, &its->owed));
    *steps = least(*steps, its->may_post);
    if (its->owes)
        return its->is_cut ? STEP_GOES_ON : STEP_OWES;
    return STEP_DONE;
}

/* ---- in a trap ---- */

static uint32_t ring_bytes(const struct vits *its)
{
    return gits_cbaser_bytes(its->cbaser);
}

static void probe_level(struct pe *pe, const struct vits *its)
{
    const uint32_t used = its_ring_used(its->creadr, its->cwriter, ring_bytes(its));
    sim_probe(pe->sim, PROBE_VITS_QUEUE, its->dom->id, used);
}

static bool may_run(const struct vits *its)
{
    return its->enabled && bits_get(its->cbaser, GITS_CBASER_VALID) &&
           SHARED_LOAD(its->next) != its->cwriter;
}

/* A command under way is completed, whether or not the guest disables its ITS meanwhile. */
static bool has_more(const struct vits *its)
{
    return SHARED_LOAD(its->walk.is_on) || may_run(its);
}

bool vits_has_rest(const struct vits *its)
{
    return has_more(its) && (!its->owes || its->is_cut) && !batch_schedules(&its->client);
}

static bool something_waits(struct pe *pe, const struct vits *its)
{
    const struct sched *sched = its->dom->all->sched;
    struct sched_vcpu *v = sched_current(sched, pe);
    return sched_wants_switch(sched, pe) || (v != NULL && vgic_has_work(vcpu_of(v)));
}

/* How many steps are left in this trap. 0: it ends. */
static uint32_t steps_left(struct pe *pe, const struct vits *its, uint32_t steps)
{
    const bool goes_on = steps != 0 || (its->bound.until_waiting && !something_waits(pe, its) &&
                                        vits_goes_on_at(its) <= timer_now(pe));
    return steps == 0 && goes_on ? its->bound.steps : steps;
}

/* creadr and cwriter are below the ring's size, so this ends after at most 32767 commands. */
static void run_some(struct pe *pe, struct vits *its)
{
    uint32_t steps = its->bound.is_bounded ? its->bound.steps : UINT32_MAX;
    while (steps != 0 && has_more(its)) {
        const enum step result = step(pe, its, &steps);
        pe = pe_self(pe); /* it may have slept */
        if (result == STEP_OWES)
            return;
        if (result == STEP_DONE) {
            its->next = its_ring_next(its->next, ring_bytes(its));
            SHARED_STORE(its->creadr, its->next);
            probe_level(pe, its);
        }
        steps = steps_left(pe, its, steps);
    }
}

void vits_run_commands(struct pe *pe, struct vits *its)
{
    if (!has_more(its))
        return;
    probe_level(pe, its);
    if (!batch_schedules(&its->client))
        run_some(pe, its);
}

/* ---- in turns ---- */

static struct vits *vits_of(const struct batch_client *client)
{
    return list_entry(client, struct vits, client);
}

static bool has_work(const struct batch_client *client)
{
    const struct vits *its = vits_of(client);
    return SHARED_LOAD(its->creadr) != SHARED_LOAD(its->next) || has_more(its);
}

static void take_turn(struct pe *pe, struct vits *its, uint32_t max, struct batch_turn *turn)
{
    uint32_t steps = its->bound.is_bounded ? its->bound.steps : UINT32_MAX;
    while (turn->executed < max && has_more(its) && steps != 0) {
        const uint32_t before = its->owes || its->walk.is_on ? its->posted : 0;
        const enum step result = step(pe, its, &steps);
        turn->posted += its->posted - before;
        turn->is_refused = result == STEP_OWES && !its->awaits_device;
        if (result != STEP_DONE)
            return;
        turn->executed++;
        batch_flights_add(&its->flights, its->ticket);
        SHARED_STORE(its->next, its_ring_next(its->next, ring_bytes(its)));
    }
}

/* If the guest moved CWRITER across commands under way, there are fewer commands between CREADR and
 * `next` than are complete. */
static void move_creadr(struct pe *pe, struct vits *its)
{
    uint32_t creadr = its->creadr;
    uint32_t commands = batch_flights_take(&its->flights, SHARED_LOAD(its->dom->its->done));
    for (; commands != 0 && creadr != its->next; commands--)
        creadr = its_ring_next(creadr, ring_bytes(its));
    SHARED_STORE(its->creadr, creadr);
    probe_level(pe, its);
}

/* Never sleeps: the batches that it posts never wait. */
static struct batch_turn turn(struct pe *pe, struct batch_client *client, uint32_t max)
{
    struct vits *its = vits_of(client);
    struct batch_turn turn = { 0 };
    mutex_take(pe, &its->lock);
    if (has_more(its))
        take_turn(pe, its, max, &turn);
    move_creadr(pe, its);
    mutex_drop(pe, &its->lock);
    return turn;
}

const struct batch_client_ops vits_client_ops = { .has_work = has_work, .turn = turn };
