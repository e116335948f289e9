/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that receives packets as Linux does (NAPI): the interrupt masks its queue and polls; a
 * poll takes up to `budget` packets. A queue that is drained is unmasked; another one is polled
 * again later, and the guest's own computing gets its turn in between.
 */
#include "arch/nic.h"
#include "arch/intid.h"
#include "guest/bring_up.h"
#include "guest/programs.h"
#include "guest/queues.h"

enum nic_knob {
    KNOB_INTERVAL,
    KNOB_COALESCE,
    KNOB_COALESCE_TIME,
    KNOB_AUTO_MASK,
    KNOB_BUDGET,
    KNOB_PACKET,
    KNOB_RING_BITS,
    KNOB_BACKGROUND,
    KNOB_MAP_BURST,
    KNOB_INVALIDATE,
    NIC_KNOBS
};
enum { BACKGROUND_ALWAYS = 1, CHUNK_CYCLES = 25000 };

static const struct hv_knob knobs[NIC_KNOBS] = {
    MODERATION_KNOBS(KNOB_INTERVAL, KNOB_COALESCE, KNOB_COALESCE_TIME),
    [KNOB_AUTO_MASK] = { "auto_mask", HV_BOOL, 0, 0, 0, 0, 0,
                         "The device masks a queue that interrupts; else the handler does." },
    [KNOB_BUDGET] = { "budget", HV_UINT, 64, 1, 4096, 0, "packets", "The most that a poll takes." },
    [KNOB_PACKET] = { "packet", HV_DURATION_NS, 500, 0, 1000000000, 0, 0,
                      "Time that a packet takes." },
    [KNOB_RING_BITS] = { "ring_bits", HV_UINT, 8, 1, NIC_RING_LOG2_MAX, 0, "bits",
                         "Descriptors of a queue, as a power of two." },
    [KNOB_BACKGROUND] = { "background", HV_CHOICE, 0, 0, 0, "never|always", 0,
                          "Whether it computes while there is no interrupt." },
    BRING_UP_KNOBS(KNOB_MAP_BURST, KNOB_INVALIDATE),
};

struct nic_guest {
    struct driver driver;
    _Atomic uint64_t to_poll; /* bit per queue: masked, not drained; written by the handler, too */
    uint32_t next[QUEUES_DRIVEN]; /* packets taken so far: the next one's place in the ring */
};

static struct nic_guest *guest_of(sim_vcpu *v)
{
    return sim_guest_state(v, sizeof(struct nic_guest));
}

static uint32_t knob(const struct driver *d, enum nic_knob row)
{
    return (uint32_t)sim_guest_knob(d->v, row);
}

/* ---- set-up ---- */

static void turn_on(struct driver *d, uint32_t queue)
{
    const uint32_t ring_log2 = knob(d, KNOB_RING_BITS);
    const struct queue_moderation moderation = {
        knob(d, KNOB_AUTO_MASK) ? QUEUE_AUTO_MASK : 0,
        knob(d, KNOB_INTERVAL),
        knob(d, KNOB_COALESCE),
        knob(d, KNOB_COALESCE_TIME),
    };
    queue_turn_on(d, queue, ring_log2, &moderation);
    queue_write(d, queue, NIC_TAIL, 1u << ring_log2);
}

/* ---- polling ---- */

/* Takes one packet, if there is one, and makes its descriptor ready for another. */
static bool take_packet(struct driver *d, uint64_t descriptor)
{
    if (!(driver_read(d, descriptor + NIC_RX_STATUS, 8) & NIC_RX_DONE))
        return false;
    sim_guest_spend_ns(d->v, knob(d, KNOB_PACKET));
    driver_write(d, descriptor + NIC_RX_STATUS, 0, 8);
    return true;
}

static uint32_t take_packets(struct nic_guest *g, uint32_t queue, uint32_t ring)
{
    const uint32_t budget = knob(&g->driver, KNOB_BUDGET);
    uint32_t taken = 0;
    while (taken < budget) {
        const uint32_t place = (g->next[queue] + taken) & (ring - 1u);
        if (!take_packet(&g->driver, queue_ring(&g->driver, queue) + place * NIC_RX_BYTES))
            break;
        taken++;
    }
    g->next[queue] += taken;
    return taken;
}

static void unmask(struct driver *d, uint32_t queue)
{
    queue_write(d, queue, QUEUE_MASK, knob(d, KNOB_AUTO_MASK) ? QUEUE_AUTO_MASK : 0);
}

/* A packet that arrives after the last look is not lost, because unmasking finds it. */
static void poll_queue(struct nic_guest *g, uint32_t queue)
{
    const uint32_t ring = 1u << knob(&g->driver, KNOB_RING_BITS);
    const uint32_t taken = take_packets(g, queue, ring);
    if (taken != 0)
        queue_write(&g->driver, queue, NIC_TAIL, g->next[queue] + ring);
    if (taken == knob(&g->driver, KNOB_BUDGET))
        return;
    g->to_poll &= ~bit(queue);
    unmask(&g->driver, queue);
}

static void nic_irq(sim_vcpu *v)
{
    struct nic_guest *g = guest_of(v);
    struct driver *d = &g->driver;
    const uint32_t intid = driver_acknowledge(d);
    if (intid_is_special(intid))
        return;
    uint32_t queue;
    const bool is_queue = queue_of_vlpi(d, intid, &queue);
    if (is_queue && !knob(d, KNOB_AUTO_MASK))
        queue_write(d, queue, QUEUE_MASK, QUEUE_MASKED);
    driver_eoi(d, intid);
    if (!is_queue || (g->to_poll & bit(queue)))
        return; /* the rest of a queue that is being polled */
    g->to_poll |= bit(queue);
    poll_queue(g, queue);
}

/* ---- between interrupts ---- */

static void poll_round(struct nic_guest *g)
{
    for (uint64_t left = g->to_poll; left != 0; left &= left - 1)
        poll_queue(g, (uint32_t)__builtin_ctzll(left));
}

static void rest(struct nic_guest *g)
{
    sim_guest_irq_save(g->driver.v);
    if (g->to_poll == 0)
        sim_guest_wfi(g->driver.v);
    sim_guest_irq_restore(g->driver.v, false);
}

static void work(struct nic_guest *g)
{
    const bool computes = knob(&g->driver, KNOB_BACKGROUND) == BACKGROUND_ALWAYS;
    for (;;) {
        poll_round(g);
        if (computes)
            sim_guest_compute(g->driver.v, CHUNK_CYCLES);
        else
            rest(g);
    }
}

static void nic_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct nic_guest *g = guest_of(v);
    driver_init(&g->driver, v, domain, index);
    bring_up_read_knobs(&g->driver, KNOB_MAP_BURST, KNOB_INVALIDATE);
    if (queue_bring_up(&g->driver, DEVICE_NIC, turn_on))
        work(g);
}

const struct guest_program guest_nic = {
    .name = "nic",
    .text = "receives packets: masks a queue that interrupts, polls it, unmasks it when drained",
    .boot = nic_boot,
    .irq = nic_irq,
    .knobs = knobs,
    .knob_count = NIC_KNOBS,
};
