/*
 * The physical command ring: writing, announcing (GITS_CWRITER) and watching (GITS_CREADR). Who may
 * wait how long for a slot is cmdq_full.h; what the commands mean is its callers' business.
 */
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "core/hv.h"
#include "host/cmdq_full.h"

/* Between two looks at CREADR. */
enum { POLL_CRITICAL_NS = 50, POLL_BULK_NS = 1000, POLLS_MAX = 20000000 };

static uint32_t read_creadr(struct pe *pe, const struct host_its *its)
{
    uint64_t word = 0;
    HV_ASSERT(sim_read(pe->sim, its->info->base + GITS_CREADR, &word, 8));
    if (word & GITS_CREADR_STALLED)
        HV_PANIC("the physical ITS refused a command of the hypervisor");
    return (uint32_t)(word & GITS_CQ_OFFSET_MASK);
}

/* Lock held. */
static void note_creadr(struct host_its *its, uint32_t creadr)
{
    const uint32_t steps = its_ring_used(its->creadr, creadr, its->ring_bytes);
    its->creadr = creadr;
    SHARED_STORE(its->done, its->done + steps);
    SHARED_STORE(its->seen, its->seen + 1u);
}

bool cmdq_has_room(struct pe *pe, struct host_its *its)
{
    const bool looks_full = its_ring_full(its->creadr, its->cwriter, its->ring_bytes);
    if (looks_full || its->creadr_policy == HOST_CREADR_EACH)
        note_creadr(its, read_creadr(pe, its));
    return !its_ring_full(its->creadr, its->cwriter, its->ring_bytes);
}

/* On hardware a dsb(ishst) stands here: the commands before the doorbell. RAM writes are visible at
 * once in this world. */
void cmdq_doorbell(struct pe *pe, struct host_its *its, struct cmdq_batch *batch)
{
    if (batch->unseen == 0)
        return;
    const uint64_t cwriter = its->cwriter;
    batch->unseen = 0;
    HV_ASSERT(sim_write(pe->sim, its->info->base + GITS_CWRITER, &cwriter, 8));
}

void cmdq_begin(struct pe *pe, struct host_its *its, struct cmdq_batch *batch,
                enum cmdq_urgency urgency, enum cmdq_cause cause)
{
    batch->urgency = urgency;
    batch->cause = cause;
    batch->unseen = 0;
    batch->request_ns = sim_now_ns(pe->sim);
    batch->masked = irq_lock(pe->sim, its->lock);
}

static void measure(struct pe *pe, struct cmdq_batch *batch)
{
    const uint64_t now = sim_now_ns(pe->sim);
    const enum probe_row wait =
        batch->urgency == CMDQ_CRITICAL ? PROBE_CMDQ_WAIT_CRITICAL : PROBE_CMDQ_WAIT_BULK;
    sim_probe(pe->sim, wait, SIM_NO_DOMAIN, now - batch->request_ns);
    sim_probe(pe->sim, PROBE_CMDQ_ISSUED_BOOT + (unsigned)batch->cause, SIM_NO_DOMAIN, 1);
    batch->request_ns = now;
}

/* A bulk user lets others in between two doorbells. */
static void breathe(struct pe *pe, struct host_its *its, struct cmdq_batch *batch)
{
    if (batch->urgency == CMDQ_CRITICAL)
        return;
    irq_unlock(pe->sim, its->lock, batch->masked);
    batch->masked = irq_lock(pe->sim, its->lock);
}

void cmdq_put(struct pe *pe, struct host_its *its, struct cmdq_batch *batch,
              const struct its_cmd *cmd)
{
    if (!cmdq_has_room(pe, its)) {
        cmdq_doorbell(pe, its, batch);
        its->full->wait(pe, its, batch);
    }
    measure(pe, batch);
    HV_ASSERT(sim_write(pe->sim, its->ring_pa + its->cwriter, cmd, ITS_CMD_BYTES));
    its->cwriter = its_ring_next(its->cwriter, its->ring_bytes);
    its->posted++;
    if (++batch->unseen >= its->burst_commands) {
        cmdq_doorbell(pe, its, batch);
        breathe(pe, its, batch);
    }
}

cmdq_ticket cmdq_end(struct pe *pe, struct host_its *its, struct cmdq_batch *batch)
{
    cmdq_doorbell(pe, its, batch);
    const cmdq_ticket ticket = its->posted;
    irq_unlock(pe->sim, its->lock, batch->masked);
    return ticket;
}

/* CREADR is read without the lock; if somebody else noted a newer one meanwhile, ours is worth
 * nothing. */
static void look(struct pe *pe, struct host_its *its)
{
    const uint32_t seen = SHARED_LOAD(its->seen);
    const uint32_t creadr = read_creadr(pe, its);
    const bool masked = irq_lock(pe->sim, its->lock);
    if (its->seen == seen)
        note_creadr(its, creadr);
    irq_unlock(pe->sim, its->lock, masked);
}

void cmdq_wait(struct pe *pe, struct host_its *its, cmdq_ticket ticket, enum cmdq_urgency urgency)
{
    const uint64_t pause_ns = urgency == CMDQ_CRITICAL ? POLL_CRITICAL_NS : POLL_BULK_NS;
    for (unsigned polls = 0; SHARED_LOAD(its->done) < ticket; polls++) {
        look(pe, its);
        if (SHARED_LOAD(its->done) >= ticket)
            return;
        if (polls == POLLS_MAX)
            HV_PANIC("the physical ITS does not complete commands");
        sim_delay_ns(pe->sim, pause_ns);
    }
}
