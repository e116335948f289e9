/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The physical command ring: writing commands, announcing them (GITS_CWRITER) and watching their
 * progress (GITS_CREADR). What the commands mean is the callers' business.
 */
#include "driver/cmdq.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "base/sync.h"
#include "driver/its.h"
#include "driver/mmio.h"

/* Between two reads of CREADR while waiting for completion. */
enum { WAIT_CRITICAL_NS = 50, WAIT_BULK_NS = 1000, WAIT_POLLS_MAX = 20000000 };

/* The rows for each urgency: the wait of each command and its two parts, batches that wait for a
 * slot, the time from a batch's request to its completion. Choosing a row takes no branch and
 * probes are free, so measuring costs the hypervisor nothing. */
#define BULK_ROWS                                                                                  \
    {                                                                                              \
        .wait = PROBE_CMDQ_WAIT_BULK, .lock = PROBE_CMDQ_WAIT_BULK_LOCK,                           \
        .slot = PROBE_CMDQ_WAIT_BULK_SLOT, .no_slot = PROBE_CMDQ_NO_SLOT_BULK,                     \
        .done = PROBE_CMDQ_DONE_BULK                                                               \
    }

static const struct {
    enum probe_row wait, lock, slot, no_slot, done;
} rows[] = {
    [CMDQ_CRITICAL] = { .wait = PROBE_CMDQ_WAIT_CRITICAL,
                        .lock = PROBE_CMDQ_WAIT_CRITICAL_LOCK,
                        .slot = PROBE_CMDQ_WAIT_CRITICAL_SLOT,
                        .no_slot = PROBE_CMDQ_NO_SLOT_CRITICAL,
                        .done = PROBE_CMDQ_DONE_CRITICAL },
    [CMDQ_BULK] = BULK_ROWS,
    [CMDQ_NO_WAIT] = BULK_ROWS,
};

/* ---- CREADR ---- */

static uint32_t read_creadr(struct pe *pe, const struct host_its *its)
{
    const uint64_t word = mmio_read(pe, its->info->base + GITS_CREADR, 8);
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

/* ---- the lock ---- */

static inline void take_lock(struct cmdq_batch *batch)
{
    const uint64_t start = sim_now_ns(batch->pe->sim);
    batch->masked = irq_lock(batch->pe->sim, batch->its->lock);
    batch->lock_ns += sim_now_ns(batch->pe->sim) - start;
}

void cmdq_lock(struct cmdq_batch *batch)
{
    take_lock(batch);
}

void cmdq_unlock(struct cmdq_batch *batch)
{
    irq_unlock(batch->pe->sim, batch->its->lock, batch->masked);
}

/* ---- room ---- */

static uint32_t seems_free(const struct cmdq_batch *batch)
{
    const struct host_its *its = batch->its;
    const uint32_t reserved = batch->urgency == CMDQ_CRITICAL ? 0 : its->reserved_slots;
    const uint32_t places = its->usable_slots - reserved;
    const uint32_t used = its_ring_used(its->creadr, its->cwriter, its->ring_bytes);
    return places > used ? places - used : 0;
}

uint32_t cmdq_free(struct cmdq_batch *batch)
{
    if (seems_free(batch) == 0)
        note_creadr(batch->its, read_creadr(batch->pe, batch->its));
    return seems_free(batch);
}

/* On hardware a dsb(ishst) stands here, so that the commands are in memory before the doorbell. In
 * this model RAM writes are visible at once. */
static void ring_doorbell(struct cmdq_batch *batch)
{
    if (batch->unseen == 0)
        return;
    batch->unseen = 0;
    mmio_write(batch->pe, batch->its->info->base + GITS_CWRITER, batch->its->cwriter, 8);
}

static void refuse(struct cmdq_batch *batch)
{
    batch->refused = true;
    sim_probe(batch->pe->sim, PROBE_CMDQ_REFUSED, SIM_NO_DOMAIN, 1);
}

static bool wait_for_slot(struct cmdq_batch *batch)
{
    const enum probe_row no_slot = rows[batch->urgency].no_slot;
    sim_probe(batch->pe->sim, no_slot, SIM_NO_DOMAIN, true);
    const bool found = batch->its->waiting->wait_for_slot(batch);
    sim_probe(batch->pe->sim, no_slot, SIM_NO_DOMAIN, false);
    return found;
}

static bool may_wait(const struct cmdq_batch *batch)
{
    return batch->urgency == CMDQ_CRITICAL ||
           (batch->urgency == CMDQ_BULK && batch->its->bulk_admission == HOST_BULK_WAITS);
}

bool cmdq_room(struct cmdq_batch *batch)
{
    struct host_its *its = batch->its;
    if (batch->refused || batch->has_slot)
        return batch->has_slot;
    if (batch->written >= batch->most) { /* one more with the hypervisor's own INT */
        batch->refused = batch->is_cut = true;
        return false;
    }
    if (its->creadr_policy == HOST_CREADR_EACH)
        note_creadr(its, read_creadr(batch->pe, its));
    batch->has_slot = cmdq_free(batch) != 0;
    if (!batch->has_slot) {
        ring_doorbell(batch);
        batch->has_slot = may_wait(batch) && wait_for_slot(batch);
    }
    if (!batch->has_slot)
        refuse(batch);
    return batch->has_slot;
}

/* ---- batches ---- */

void cmdq_begin(struct cmdq_batch *batch, struct pe *pe, struct host_its *its,
                enum cmdq_urgency urgency, enum cmdq_cause cause)
{
    const uint64_t now = sim_now_ns(pe->sim);
    const struct cmdq_batch fresh = { .its = its,
                                      .pe = pe,
                                      .urgency = urgency,
                                      .cause = cause,
                                      .most = UINT32_MAX,
                                      .begun_ns = now,
                                      .request_ns = now };
    *batch = fresh;
    sim_span(pe->sim, SIM_SPAN_HOST_COMMAND, true);
    take_lock(batch);
}

static void measure(struct cmdq_batch *batch)
{
    sim_pe *sim = batch->pe->sim;
    const uint64_t now = sim_now_ns(sim), waited = now - batch->request_ns;
    sim_probe(sim, rows[batch->urgency].wait, SIM_NO_DOMAIN, waited);
    sim_probe(sim, rows[batch->urgency].lock, SIM_NO_DOMAIN, batch->lock_ns);
    sim_probe(sim, rows[batch->urgency].slot, SIM_NO_DOMAIN, waited - batch->lock_ns);
    sim_probe(sim, batch->cause, SIM_NO_DOMAIN, 1);
    batch->request_ns = now;
    batch->lock_ns = 0;
}

/* Whatever a policy has promised, a batch never writes beyond the ring, and bulk never into the
 * reserve. */
static void write_slot(struct cmdq_batch *batch, const struct its_cmd *cmd)
{
    struct host_its *its = batch->its;
    HV_ASSERT(seems_free(batch) != 0);
    HV_ASSERT(sim_write(batch->pe->sim, its->ring_pa + its->cwriter, cmd, ITS_CMD_BYTES));
    its->cwriter = its_ring_next(its->cwriter, its->ring_bytes);
    its->posted++;
    batch->unseen++;
    batch->written++;
}

/* Adds the hypervisor's own INT if one is due and a slot is free; it is never waited for. */
static void put_completion(struct cmdq_batch *batch)
{
    struct completion *completion = &batch->its->completion;
    if (!completion_is_due(batch->its))
        return;
    note_creadr(batch->its, read_creadr(batch->pe, batch->its));
    if (!completion_is_due(batch->its) || seems_free(batch) == 0)
        return;
    const struct its_cmd cmd = its_cmd_int(completion->device_id, 0);
    SHARED_STORE(completion->on_the_way, true);
    completion->is_asked = false;
    sim_probe(batch->pe->sim, CMDQ_COMPLETION, SIM_NO_DOMAIN, 1);
    write_slot(batch, &cmd);
}

/* A bulk user lets others take the lock between two doorbells. */
static void yield_lock(struct cmdq_batch *batch)
{
    if (batch->urgency == CMDQ_CRITICAL)
        return;
    cmdq_unlock(batch);
    take_lock(batch);
}

bool cmdq_put(struct cmdq_batch *batch, const struct its_cmd *cmd)
{
    if (!cmdq_room(batch))
        return false;
    measure(batch);
    write_slot(batch, cmd);
    batch->last = batch->its->posted;
    batch->has_slot = false;
    put_completion(batch);
    if (batch->unseen >= batch->its->burst_commands) {
        ring_doorbell(batch);
        yield_lock(batch);
    }
    return true;
}

cmdq_ticket cmdq_end(struct cmdq_batch *batch)
{
    sim_probe_commands(batch->pe->sim, rows[batch->urgency].done, batch->its->index,
                       batch->begun_ns, batch->last);
    put_completion(batch);
    ring_doorbell(batch);
    const cmdq_ticket ticket = batch->its->posted;
    cmdq_unlock(batch);
    sim_span(batch->pe->sim, SIM_SPAN_HOST_COMMAND, false);
    return ticket;
}

/* ---- completion ---- */

/* CREADR is read without the lock. If another PE noted a newer value meanwhile, this one is
 * dropped. */
static void update_done(struct pe *pe, struct host_its *its)
{
    const uint32_t seen = SHARED_LOAD(its->seen);
    const uint32_t creadr = read_creadr(pe, its);
    const bool masked = irq_lock(pe->sim, its->lock);
    if (its->seen == seen)
        note_creadr(its, creadr);
    irq_unlock(pe->sim, its->lock, masked);
}

uint32_t cmdq_room_for_bulk(struct pe *pe, struct host_its *its)
{
    struct cmdq_batch look = { .its = its, .pe = pe, .urgency = CMDQ_NO_WAIT };
    take_lock(&look);
    note_creadr(its, read_creadr(pe, its));
    const uint32_t free = seems_free(&look);
    cmdq_unlock(&look);
    return free;
}

void cmdq_poll_delay(struct pe *pe)
{
    sim_delay_ns(pe->sim, WAIT_BULK_NS);
}

static struct pe *wait_a_little(struct pe *pe, struct host_its *its, enum cmdq_urgency urgency)
{
    if (urgency == CMDQ_BULK && its->waiting->wait_for_completion != NULL)
        return its->waiting->wait_for_completion(pe, its);
    sim_delay_ns(pe->sim, urgency == CMDQ_CRITICAL ? WAIT_CRITICAL_NS : WAIT_BULK_NS);
    return pe;
}

struct pe *cmdq_wait(struct pe *pe, struct host_its *its, cmdq_ticket ticket,
                     enum cmdq_urgency urgency)
{
    for (unsigned polls = 0; SHARED_LOAD(its->done) < ticket; polls++) {
        update_done(pe, its);
        if (SHARED_LOAD(its->done) >= ticket)
            break;
        if (polls == WAIT_POLLS_MAX)
            HV_PANIC("the physical ITS does not complete commands");
        pe = wait_a_little(pe, its, urgency);
    }
    return pe;
}
