/*
 * The command loop: everything between CREADR and CWRITER, in the trap that wrote CWRITER, as Xen
 * does. Interrupts are unmasked in between, and CREADR moves after each command. A command in error
 * is counted and skipped (Choice: the queue never stalls).
 */
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "base/probes.h"
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

static enum its_err execute(struct pe *pe, struct vits *its, const struct its_cmd *cmd)
{
    const unsigned opcode = (unsigned)its_cmd_get(cmd, ITS_F_OPCODE);
    const struct handler *handler = find_handler(opcode);
    if (handler == NULL)
        return (enum its_err)its_err_unknown(opcode);
    sim_probe(pe->sim, handler->probe, its->dom->id, 1);
    return handler->run(pe, its, cmd);
}

/* The ring may lie outside of RAM: each slot is checked when it is read. */
static enum its_err fetch_and_execute(struct pe *pe, struct vits *its, struct its_cmd *cmd)
{
    const uint64_t pa =
        guest_ram_pa(its->dom, gits_cbaser_address(its->cbaser) + its->creadr, ITS_CMD_BYTES);
    const struct its_cmd nothing = { { 0 } };
    *cmd = nothing;
    if (pa == 0 || !sim_read(pe->sim, pa, cmd, ITS_CMD_BYTES))
        return ITS_TABLE_FAULT;
    sim_span(pe->sim, SIM_SPAN_VITS_COMMAND, true);
    const enum its_err err = execute(pe, its, cmd);
    sim_span(pe->sim, SIM_SPAN_VITS_COMMAND, false);
    return err;
}

/* The command at CREADR. False: it has had its effect here, but the host ring had no slot for its
 * counterpart. It stays, and the next access to CWRITER or CREADR goes on with that. */
static bool step(struct pe *pe, struct vits *its)
{
    const enum its_err err = its->owes ? ITS_OK : fetch_and_execute(pe, its, &its->owed);
    if (err != ITS_OK) {
        sim_probe(pe->sim, PROBE_VITS_ERROR, its->dom->id, 1);
        vits_log_refusal(its, &its->owed, err);
        return true;
    }
    SHARED_STORE(its->owes, !vits_propagate(pe, its, &its->owed));
    return !its->owes;
}

static void probe_level(struct pe *pe, const struct vits *its)
{
    const uint32_t used = its_ring_used(its->creadr, its->cwriter, gits_cbaser_bytes(its->cbaser));
    sim_probe(pe->sim, PROBE_VITS_QUEUE, its->dom->id, used);
}

/* creadr and cwriter are below the ring's size: it ends after at most 32767 commands. */
void vits_run_commands(struct pe *pe, struct vits *its)
{
    if (!its->enabled || !bits_get(its->cbaser, GITS_CBASER_VALID) || its->creadr == its->cwriter)
        return;
    probe_level(pe, its);
    while (its->creadr != its->cwriter && step(pe, its)) {
        pe = pe_self(pe); /* it may have slept */
        SHARED_STORE(its->creadr, its_ring_next(its->creadr, gits_cbaser_bytes(its->cbaser)));
        probe_level(pe, its);
    }
}
