/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that keeps its storage controller busy: `depth` commands are always under way on each
 * queue pair (a closed loop). The handler takes completions and submits as many new commands; the
 * guest's work on each result (`work`, its progress) is done outside of the handler.
 */
#include "arch/nvme.h"
#include "arch/intid.h"
#include "guest/bring_up.h"
#include "guest/programs.h"
#include "guest/queues.h"

enum nvme_knob {
    KNOB_INTERVAL,
    KNOB_COALESCE,
    KNOB_COALESCE_TIME,
    KNOB_DEPTH,
    KNOB_COMPLETION,
    KNOB_WORK,
    KNOB_MAP_BURST,
    KNOB_INVALIDATE,
    NVME_KNOBS
};
enum { RING_LOG2 = 10, RING = 1 << RING_LOG2 };

static const struct hv_knob knobs[NVME_KNOBS] = {
    MODERATION_KNOBS(KNOB_INTERVAL, KNOB_COALESCE, KNOB_COALESCE_TIME),
    [KNOB_DEPTH] = { "depth", HV_UINT, 8, 1, RING - 1, 0, "commands",
                     "Under way at any time on each queue pair." },
    [KNOB_COMPLETION] = { "completion", HV_DURATION_NS, 300, 0, 1000000000, 0, 0,
                          "Time in the handler that a completion takes." },
    [KNOB_WORK] = { "work", HV_UINT, 1000, 0, 1000000000, 0, "cycles",
                    "Computing that the result of a command is for." },
    BRING_UP_KNOBS(KNOB_MAP_BURST, KNOB_INVALIDATE),
};

struct pair {
    uint32_t sq_tail, cq_head;
    bool phase;
};

struct nvme_guest {
    struct driver driver;
    struct pair pairs[QUEUES_DRIVEN];
    _Atomic uint64_t results; /* results not worked on yet; written by the handler, too */
};

static struct nvme_guest *guest_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct nvme_guest));
}

static uint32_t knob(const struct driver *d, enum nvme_knob row)
{
    return (uint32_t)sim_guest_knob(d->v, row);
}

/* ---- commands ---- */

/* Writes a command into the ring; one doorbell follows for several. */
static void put_command(struct driver *d, uint32_t queue, uint32_t entry, uint32_t id)
{
    driver_write(d, queue_ring(d, queue) + entry * NVME_SQE_BYTES, nvme_sqe(NVME_OPCODE_READ, id),
                 8);
}

/* Starts all commands of a queue; from then on the vCPU that the queue belongs to handles it. */
static void turn_on(struct driver *d, uint32_t queue)
{
    const uint64_t completions = queue_second_ring(d, queue);
    const struct queue_moderation moderation = { 0, knob(d, KNOB_INTERVAL), knob(d, KNOB_COALESCE),
                                                 knob(d, KNOB_COALESCE_TIME) };
    queue_write(d, queue, NVME_CQ_BASE_LO, (uint32_t)completions);
    queue_write(d, queue, NVME_CQ_BASE_HI, (uint32_t)(completions >> 32));
    queue_turn_on(d, queue, RING_LOG2, &moderation);
    for (uint32_t id = 0; id < knob(d, KNOB_DEPTH); id++)
        put_command(d, queue, id, id);
    queue_write(d, queue, NVME_SQ_TAIL, knob(d, KNOB_DEPTH));
}

/* ---- completions ---- */

/* Takes a completion, if there is one, and uses its place for another command. */
static bool take_completion(struct nvme_guest *g, uint32_t queue)
{
    struct pair *p = &g->pairs[queue];
    struct driver *d = &g->driver;
    const uint64_t entry = queue_second_ring(d, queue) + p->cq_head * NVME_CQE_BYTES;
    const uint64_t word = driver_read(d, entry + 8, 8);
    if (bits_get(word, NVME_CQE_PHASE) != p->phase)
        return false;
    if (bits_get(word, NVME_CQE_STATUS) != NVME_STATUS_OK)
        driver_fail(d, "the controller failed a command");
    sim_guest_spend_ns(d->v, knob(d, KNOB_COMPLETION));
    put_command(d, queue, p->sq_tail, (uint32_t)bits_get(word, NVME_CQE_ID));
    p->sq_tail = (p->sq_tail + 1u) % RING;
    p->cq_head = (p->cq_head + 1u) % RING;
    p->phase ^= p->cq_head == 0;
    return true;
}

/* Takes at most `depth` completions: later ones cause an interrupt of their own. */
static void take_completions(struct nvme_guest *g, uint32_t queue)
{
    struct driver *d = &g->driver;
    uint32_t taken = 0;
    while (taken < knob(d, KNOB_DEPTH) && take_completion(g, queue))
        taken++;
    if (taken == 0 || d->failed)
        return;
    g->results += taken;
    queue_write(d, queue, NVME_CQ_HEAD, g->pairs[queue].cq_head);
    queue_write(d, queue, NVME_SQ_TAIL, g->pairs[queue].sq_tail);
}

static void nvme_irq(sim_vcpu *v)
{
    struct nvme_guest *g = guest_of(v);
    const uint32_t intid = driver_acknowledge(&g->driver);
    if (intid_is_special(intid))
        return;
    uint32_t queue;
    if (queue_of_vlpi(&g->driver, intid, &queue))
        take_completions(g, queue);
    driver_eoi(&g->driver, intid);
}

/* ---- between interrupts ---- */

static void rest(struct nvme_guest *g)
{
    sim_guest_irq_save(g->driver.v);
    if (g->results == 0)
        sim_guest_wfi(g->driver.v);
    sim_guest_irq_restore(g->driver.v, false);
}

static void work(struct nvme_guest *g)
{
    for (;;) {
        while (g->results != 0) {
            g->results--;
            sim_guest_compute(g->driver.v, knob(&g->driver, KNOB_WORK));
        }
        rest(g);
    }
}

static void expect_first_commands(struct nvme_guest *g)
{
    for (uint32_t queue = 0; queue < QUEUES_DRIVEN; queue++)
        g->pairs[queue] = (struct pair){ .sq_tail = knob(&g->driver, KNOB_DEPTH), .phase = true };
}

static void nvme_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct nvme_guest *g = guest_of(v);
    driver_init(&g->driver, v, domain, index);
    bring_up_read_knobs(&g->driver, KNOB_MAP_BURST, KNOB_INVALIDATE);
    expect_first_commands(g);
    if (queue_bring_up(&g->driver, DEVICE_NVME, turn_on))
        work(g);
}

const struct guest_program guest_nvme = {
    .name = "nvme",
    .text = "keeps its storage controller's queues filled, and works on the results",
    .boot = nvme_boot,
    .irq = nvme_irq,
    .knobs = knobs,
    .knob_count = NVME_KNOBS,
};
