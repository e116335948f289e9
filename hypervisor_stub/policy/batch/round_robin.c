/*
 * The batch scheduler of Xen's first design drafts (2015). Commands stay in the guests' rings; a
 * pass completes what the host ring has executed, then fills it: the guests take turns, a few
 * commands each, from where the last pass ended, until the ring is full or nobody has any. So no
 * guest's trap waits for a slot, and each guest has its share of the ring. Whoever triggers a pass
 * works for all guests in it.
 */
#include "base/probes.h"
#include "policy/batch/batch.h"

enum { COMMANDS, ON_WRITE, ON_READ, ON_INT };

static const struct hv_knob knobs[] = {
    [COMMANDS] = { .name = "vits.batch_commands",
                   .kind = HV_UINT,
                   .initial = 8,
                   .min = 1,
                   .max = 64,
                   .unit = "commands",
                   .text = "round_robin: commands of a guest in each turn (drafts: 4 or 8)." },
    [ON_WRITE] = { .name = "vits.batch_on_write",
                   .kind = HV_BOOL,
                   .initial = 1,
                   .max = 1,
                   .text = "round_robin: a guest's write of CWRITER starts a pass." },
    [ON_READ] = { .name = "vits.batch_on_read",
                  .kind = HV_BOOL,
                  .initial = 1,
                  .max = 1,
                  .text = "round_robin: a guest's read of CREADR starts a pass, if it has commands "
                          "outstanding." },
    [ON_INT] = { .name = "vits.batch_on_int",
                 .kind = HV_BOOL,
                 .initial = 1,
                 .max = 1,
                 .text = "round_robin: a pass leaves an INT of the hypervisor's own in the host "
                         "ring, whose LPI starts the next one." },
    KNOBS_END
};

static bool is_triggered(const struct batch *batch, enum batch_trigger trigger)
{
    static const unsigned knob_of[] = {
        [BATCH_ON_WRITE] = ON_WRITE,
        [BATCH_ON_READ] = ON_READ,
        [BATCH_ON_INT] = ON_INT,
    };
    return batch->knob[knob_of[trigger]] != 0;
}

static bool uses_completion(const struct knobs *values)
{
    return knob(values, &knobs[ON_INT]) != 0;
}

/* An INT follows a pass; the first one needs a guest. */
static const char *refuses(const struct knobs *values)
{
    return knob(values, &knobs[ON_WRITE]) || knob(values, &knobs[ON_READ])
               ? NULL
               : "vits.schedule = round_robin needs vits.batch_on_write or vits.batch_on_read";
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

/* Guests see how far the host ring is. */
static void complete_all(struct pe *pe, struct batch *batch)
{
    for (struct list *at = batch->clients.next; at != &batch->clients; at = at->next)
        if (client_at(at)->ops->has_work(client_at(at)))
            client_at(at)->ops->turn(pe, client_at(at), 0);
}

static uint32_t least(uint64_t a, uint64_t b)
{
    return (uint32_t)(a < b ? a : b);
}

/* The first client's turn. It goes to the end of the list, unless it has to go on where it stopped.
 */
static struct batch_turn take_turn(struct pe *pe, struct batch *batch, uint32_t max)
{
    struct batch_client *client = client_at(batch->clients.next);
    struct batch_turn turn = { 0 };
    if (client->ops->has_work(client))
        turn = client->ops->turn(pe, client, max);
    if (!turn.is_refused) {
        list_remove(&client->node);
        list_push_tail(&batch->clients, &client->node);
    }
    return turn;
}

static unsigned count_clients(const struct batch *batch)
{
    unsigned count = 0;
    for (const struct list *at = batch->clients.next; at != &batch->clients; at = at->next)
        count++;
    return count;
}

/* Commands that lead to nothing take no slot: a pass executes as many as the ring takes at most,
 * whatever they are. */
static void refill(struct pe *pe, struct batch *batch, uint32_t room)
{
    const unsigned clients = count_clients(batch);
    uint32_t left = batch->its->usable_slots;
    unsigned idle = 0; /* guests in a row that had nothing */
    while (idle < clients && room != 0 && left != 0) {
        const uint32_t max = least(batch->knob[COMMANDS], least(room, left));
        const struct batch_turn turn = take_turn(pe, batch, max);
        left -= turn.executed;
        room = turn.is_refused || turn.posted > room ? 0 : room - turn.posted;
        idle = turn.executed != 0 ? 0 : idle + 1u;
    }
}

/* One slot less, if the pass is to end with an INT. */
static uint32_t room_for_guests(struct pe *pe, struct batch *batch)
{
    const uint32_t room = cmdq_look(pe, batch->its), own = (uint32_t)batch->knob[ON_INT];
    return room > own ? room - own : 0;
}

static void pass(struct pe *pe, struct batch *batch)
{
    const uint64_t start = sim_now_ns(pe->sim);
    const uint32_t room = room_for_guests(pe, batch);
    complete_all(pe, batch);
    refill(pe, batch, room);
    if (batch->knob[ON_INT] && any_has_work(batch) && !completion_ask(pe, batch->its))
        SHARED_STORE(batch->is_wanted, true); /* others have filled the ring meanwhile */
    sim_probe(pe->sim, PROBE_BATCH_PASS, SIM_NO_DOMAIN, sim_now_ns(pe->sim) - start);
}

const struct batch_policy batch_round_robin = {
    .summary = "guests take turns, a few commands each, as far as the host ring has room",
    .knobs = knobs,
    .pass = pass,
    .is_triggered = is_triggered,
    .uses_completion = uses_completion,
    .refuses = refuses,
};
