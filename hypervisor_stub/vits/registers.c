/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The virtual ITS's control frame. CREADR is read without the lock; everything else that changes is
 * guarded by it.
 */
#include "arch/its_regs.h"
#include "base/probes.h"
#include "kit/exit_regs.h"
#include "policy/queue_full/queue_full.h"
#include "vits/vits.h"

enum { IIDR_MODEL = 0x0043b, PIDR2_GICV3 = 0x3b };

enum { MOVALL, LOG };
enum { MOVALL_MOVES, MOVALL_IGNORED };
enum { LOG_REFUSED, LOG_ALL };

const struct hv_knob vits_knobs[] = {
    [MOVALL] = { .name = "vits.movall",
                 .kind = HV_CHOICE,
                 .initial = MOVALL_MOVES,
                 .choices = "moves|ignored",
                 .text = "A guest's MOVALL moves what is pending, or is ignored (Xen)." },
    [LOG] = { .name = "vits.log",
              .kind = HV_CHOICE,
              .initial = LOG_REFUSED,
              .choices = "refused|all",
              .text = "Commands of guests in the log: the first that are refused, or, at level "
                      "debug, all of them, each with the host commands that it led to." },
    KNOBS_END
};

void vits_refuse(const struct knobs *knobs, struct refusals *refusals)
{
    if (invall_is_limited(knobs) && batch_schedules_all(knobs))
        knobs_refuse(refusals, "hypervisor.vits.schedule",
                     "in_trap: a pass does not wait for the time of an INVALL");
}

static void read_knobs(struct vits *its, const struct knobs *knobs)
{
    its->propagate = propagate_chosen(knobs);
    its->assign = assign_chosen(knobs);
    its->maps_late = its->assign.by_mapd || its->assign.policy->mapd != NULL;
    its->ignores_movall = knob(knobs, &vits_knobs[MOVALL]) == MOVALL_IGNORED;
    its->logs_all = knob(knobs, &vits_knobs[LOG]) == LOG_ALL;
}

bool vits_create(struct domain *dom, struct batch *batch, const struct vits_ops *ops,
                 const struct knobs *knobs)
{
    struct vits *its = sim_alloc(sizeof *its, 64);
    if (its == NULL)
        return false;
    dom->vits = its;
    its->dom = dom;
    its->ops = ops;
    read_knobs(its, knobs);
    vits_bound_traps(its, knobs);
    dom->vgic->carries_enables = its->propagate.couples;
    dom->vgic->traps_config = its->propagate.traps;
    batch_add_client(batch, &its->client, &vits_client_ops);
    mutex_create(&its->lock, dom->all->sched, "vits", dom->id,
                 queue_full_sleeps(dom->its) && !batch_schedules(&its->client));
    return true;
}

static uint64_t typer(void)
{
    return bits_put(0, GITS_TYPER_PHYSICAL, 1) |
           bits_put(0, GITS_TYPER_ITT_ENTRY, ITS_ITE_BYTES - 1u) |
           bits_put(0, GITS_TYPER_ID_BITS, GUEST_ITS_EVENT_BITS - 1u) |
           bits_put(0, GITS_TYPER_DEVBITS, GUEST_ITS_DEVICE_BITS - 1u);
}

/* Type and entry size are read-only; indirect tables are not supported. */
static uint64_t baser_shown(const struct vits *its, unsigned n)
{
    static const uint8_t type[] = { GITS_TABLE_DEVICES, GITS_TABLE_COLLECTIONS };
    static const uint8_t entry_bytes[] = { ITS_DTE_BYTES, ITS_CTE_BYTES };
    uint64_t value = bits_put(its->baser[n], GITS_BASER_INDIRECT, 0);
    value = bits_put(value, GITS_BASER_TYPE, type[n]);
    return bits_put(value, GITS_BASER_ENTRY_BYTES, entry_bytes[n] - 1u);
}

/* Quiescent means disabled, with no command under way. */
static uint64_t ctlr_shown(const struct vits *its)
{
    if (its->enabled)
        return GITS_CTLR_ENABLED;
    const bool is_busy =
        SHARED_LOAD(its->creadr) != SHARED_LOAD(its->next) || SHARED_LOAD(its->walk.is_on);
    return is_busy ? 0 : GITS_CTLR_QUIESCENT;
}

static uint64_t read_doubleword(const struct vits *its, uint64_t offset)
{
    switch (offset) {
    case GITS_CTLR: return ctlr_shown(its) | (uint64_t)IIDR_MODEL << 32;
    case GITS_TYPER: return typer();
    case GITS_CBASER: return its->cbaser;
    case GITS_CWRITER: return its->cwriter;
    case GITS_CREADR: return SHARED_LOAD(its->creadr);
    case GITS_BASER0: return baser_shown(its, 0);
    case GITS_BASER1: return baser_shown(its, 1);
    case GITS_PIDR2: return PIDR2_GICV3;
    default: return 0;
    }
}

/* While disabled, the ITS translates nothing and executes no command. Enabled again, it continues
 * with the commands in its ring. */
static void write_ctlr(struct pe *pe, struct vits *its, const struct sim_exit *exit)
{
    if ((exit->address & 7u) != 0)
        return;
    its->enabled = (exit->value & GITS_CTLR_ENABLED) != 0;
    vgic_translate(pe, its->dom, its->enabled);
}

/* CBASER may change only while the ITS is disabled and quiescent; the ring starts at its beginning
 * then. Choice: a write while a command is going over vLPIs is ignored (UNPREDICTABLE). */
static void write_cbaser(struct vits *its, const struct sim_exit *exit)
{
    if (its->enabled || its->walk.is_on)
        return;
    its->cbaser = reg_merge(its->cbaser, exit);
    static const struct batch_flights none = { 0 };
    its->cwriter = 0;
    its->flights = none;
    SHARED_STORE(its->next, 0);
    SHARED_STORE(its->creadr, 0);
    SHARED_STORE(its->owes, false);
}

/* A value beyond the end of the ring is ignored. */
static void write_cwriter(struct vits *its, const struct sim_exit *exit)
{
    const uint64_t cwriter = reg_merge(its->cwriter, exit) & GITS_CQ_OFFSET_MASK;
    if (cwriter < gits_cbaser_bytes(its->cbaser))
        its->cwriter = (uint32_t)cwriter;
}

static bool starts_commands(uint64_t offset)
{
    return offset == GITS_CWRITER || offset == GITS_CTLR;
}

/* A read of CREADR retries a command whose counterpart found the host ring full, and continues
 * after a trap that was bounded. Otherwise a guest that only polls would wait for ever. */
static bool goes_on(const struct vits *its, uint64_t offset)
{
    if ((offset & ~7ull) != GITS_CREADR || batch_schedules(&its->client))
        return false;
    return SHARED_LOAD(its->owes) || (its->bound.is_bounded && vits_has_rest(its));
}

/* Tells the scheduler that the guest has announced commands, or polls for their completion. */
static void trigger(struct pe *pe, struct vits *its, uint64_t offset, bool is_write)
{
    const bool looks = offset == GITS_CREADR || offset == GITS_CTLR;
    if (!vits_client_ops.has_work(&its->client))
        return;
    if (is_write && starts_commands(offset))
        batch_trigger(pe, &its->client, BATCH_ON_WRITE);
    else if (!is_write && looks)
        batch_trigger(pe, &its->client, BATCH_ON_READ);
}

static void write_register(struct pe *pe, struct vits *its, uint64_t offset,
                           const struct sim_exit *exit)
{
    switch (offset) {
    case GITS_CTLR: write_ctlr(pe, its, exit); break;
    case GITS_CBASER: write_cbaser(its, exit); break;
    case GITS_CWRITER: write_cwriter(its, exit); break;
    case GITS_BASER0:
    case GITS_BASER1:
        if (!its->enabled)
            its->baser[(offset - GITS_BASER0) / 8u] =
                reg_merge(its->baser[(offset - GITS_BASER0) / 8u], exit);
        break;
    default: break;
    }
}

/* May come back on another PE. */
static void write_and_run(struct pe *pe, struct vits *its, uint64_t offset, struct sim_exit *exit)
{
    if (exit->is_write)
        write_register(pe, its, offset, exit);
    if (exit->is_write && !starts_commands(offset))
        return;
    vits_run_commands(pe, its);
    exit->again = exit->is_write && vits_has_rest(its);
}

bool vits_access(struct pe *pe, struct vits *its, uint64_t offset, struct sim_exit *exit)
{
    if (!access_is_aligned(exit) || exit->bytes < 4)
        return false;
    const uint64_t start = sim_now_ns(pe->sim);
    if (exit->is_write || goes_on(its, offset)) {
        pe = mutex_take(pe, &its->lock);
        write_and_run(pe, its, offset & ~7ull, exit);
        pe = pe_self(pe); /* it may have slept */
        mutex_drop(pe, &its->lock);
    }
    if (batch_schedules(&its->client))
        trigger(pe, its, offset & ~7ull, exit->is_write);
    if (!exit->is_write)
        exit->value = reg_extract(read_doubleword(its, offset & ~7ull), exit);
    sim_probe(pe->sim, PROBE_VITS_TRAP, its->dom->id, sim_now_ns(pe->sim) - start);
    return true;
}
