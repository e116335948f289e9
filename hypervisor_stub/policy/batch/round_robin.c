/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The batch scheduler of Xen's first design drafts (2015). Commands stay in the guests' rings. A
 * pass completes the commands that the host ring has executed, then fills the host ring: the guests
 * take turns of a few commands each, from where the last pass ended, until the ring is full or no
 * guest has commands. So no guest's trap waits for a slot, and each guest has its share of the
 * ring. Whoever triggers a pass works for all guests.
 */
#include "base/probes.h"
#include "kit/least.h"
#include "policy/batch/batch.h"

enum { COMMANDS, TRIGGERS };

/* The words of vits.batch_triggers, a bit each. */
enum { WORD_WRITE, WORD_READ, WORD_INT };

static const struct hv_knob knobs[] = {
    [COMMANDS] = { .name = "vits.batch_commands",
                   .kind = HV_UINT,
                   .initial = 8,
                   .min = 1,
                   .max = 64,
                   .unit = "commands",
                   .text = "round_robin: commands of a guest in each turn (drafts: 4 or 8)." },
    [TRIGGERS] = { .name = "vits.batch_triggers",
                   .kind = HV_SET,
                   .initial = 1u << WORD_WRITE | 1u << WORD_READ | 1u << WORD_INT,
                   .choices = "write|read|int",
                   .text =
                       "round_robin: what starts a pass: a guest's write of CWRITER, its read of "
                       "CREADR with commands outstanding, the LPI of an INT of the hypervisor's "
                       "own, which a pass leaves in the host ring." },
    KNOBS_END
};

static bool has_word(uint64_t triggers, unsigned word)
{
    return (triggers >> word & 1u) != 0;
}

static bool is_triggered(const struct batch *batch, enum batch_trigger trigger)
{
    static const unsigned word_of[] = {
        [BATCH_ON_WRITE] = WORD_WRITE,
        [BATCH_ON_READ] = WORD_READ,
        [BATCH_ON_INT] = WORD_INT,
    };
    return has_word(batch->knob[TRIGGERS], word_of[trigger]);
}

static bool uses_completion(const struct knobs *values)
{
    return has_word(knob(values, &knobs[TRIGGERS]), WORD_INT);
}

/* A trigger must start the first pass, and one must start the pass that completes commands: the INT
 * at the end of a pass, or a guest's reads while it waits. */
static void refuse(const struct knobs *values, struct refusals *refusals)
{
    const uint64_t triggers = knob(values, &knobs[TRIGGERS]);
    if (!has_word(triggers, WORD_READ) &&
        !(has_word(triggers, WORD_WRITE) && has_word(triggers, WORD_INT)))
        knobs_refuse(refusals, "hypervisor.vits.batch_triggers",
                     "read, or write and int, among vits.batch_triggers");
}

static struct batch_client *client_at(struct list *node)
{
    return list_entry(node, struct batch_client, node);
}

static bool any_has_work(const struct batch *batch)
{
    for (struct list *at = batch->clients.next; at != &batch->clients; at = at->next)
        if (client_at(at)->ops->has_work(client_at(at)))
            return true;
    return false;
}

/* Moves the guests' CREADR up to what the host ring has executed. */
static void complete_all(struct pe *pe, struct batch *batch)
{
    for (struct list *at = batch->clients.next; at != &batch->clients; at = at->next)
        if (client_at(at)->ops->has_work(client_at(at)))
            client_at(at)->ops->turn(pe, client_at(at), 0);
}

static void end_turn(struct batch *batch, struct batch_client *client)
{
    client->turn_left = (uint32_t)batch->knob[COMMANDS];
    list_remove(&client->node);
    list_push_tail(&batch->clients, &client->node);
}

/* The first client's turn. If `max` or a full ring cuts it short, it continues in the next pass;
 * otherwise the client that is always last in a pass would be served less. */
static struct batch_turn take_turn(struct pe *pe, struct batch *batch, uint32_t max)
{
    struct batch_client *client = client_at(batch->clients.next);
    struct batch_turn turn = { 0 };
    max = least(max, client->turn_left);
    if (client->ops->has_work(client))
        turn = client->ops->turn(pe, client, max);
    client->turn_left -= turn.executed;
    if (client->turn_left == 0 || (turn.executed < max && !turn.is_refused))
        end_turn(batch, client);
    return turn;
}

static unsigned count_clients(const struct batch *batch)
{
    unsigned count = 0;
    for (const struct list *at = batch->clients.next; at != &batch->clients; at = at->next)
        count++;
    return count;
}

/* Commands without a counterpart take no slot, so a pass is limited to as many commands as the ring
 * has usable slots. */
static void refill(struct pe *pe, struct batch *batch, uint32_t room)
{
    const unsigned clients =
        count_clients(batch) + 1u; /* one client may only end a turn that was cut short */
    uint32_t left = batch->its->usable_slots;
    unsigned idle = 0; /* guests in a row without commands */
    while (idle < clients && room != 0 && left != 0) {
        const struct batch_turn turn = take_turn(pe, batch, least(room, left));
        left -= turn.executed;
        room = turn.is_refused || turn.posted > room ? 0 : room - turn.posted;
        idle = turn.executed != 0 ? 0 : idle + 1u;
    }
}

/* Keeps one slot for the INT at the end of the pass if none is on the way. So with two slots the
 * guests get one, whether the INT of the pass before is still in the ring or not. */
static uint32_t room_for_guests(struct pe *pe, struct batch *batch)
{
    const uint32_t room = cmdq_room_for_bulk(pe, batch->its);
    const uint32_t own =
        is_triggered(batch, BATCH_ON_INT) && !SHARED_LOAD(batch->its->completion.on_the_way);
    return room > own ? room - own : 0;
}

static void pass(struct pe *pe, struct batch *batch)
{
    const uint64_t start = sim_now_ns(pe->sim);
    const uint32_t room = room_for_guests(pe, batch);
    complete_all(pe, batch);
    refill(pe, batch, room);
    if (is_triggered(batch, BATCH_ON_INT) && any_has_work(batch) && !completion_ask(pe, batch->its))
        SHARED_STORE(batch->is_wanted, true); /* other users have filled the ring meanwhile */
    sim_probe(pe->sim, PROBE_BATCH_PASS, SIM_NO_DOMAIN, sim_now_ns(pe->sim) - start);
}

const struct batch_policy batch_round_robin = {
    .summary = "guests take turns, a few commands each, as far as the host ring has room",
    .knobs = knobs,
    .pass = pass,
    .is_triggered = is_triggered,
    .uses_completion = uses_completion,
    .refuse = refuse,
};
