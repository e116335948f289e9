/* SPDX-License-Identifier: Apache-2.0 */
/* The policies of propagation, by name, and what they share; see propagate.h. */
#include "driver/its.h"
#include "policy/propagate/propagate.h"

#define DECLARE(name) extern const struct propagate_policy propagate_##name;
#define REFER(name) &propagate_##name,
#define DESCRIBE(word) { .name = #word, .summary = propagate_##word.summary },

PROPAGATE_POLICIES(DECLARE)

static const struct propagate_policy *const policies[] = { PROPAGATE_POLICIES(REFER) };

enum { COUPLING, CONFIG_WRITES };
enum { DECOUPLED, COUPLED };
enum { UNTRAPPED, TRAPPED };

static const struct hv_knob family = { .name = "vits.propagate",
                                       .initial = PROPAGATE_WORD_storm_only,
                                       .text = "Guest ITS commands that reach the host ring." };

static const struct hv_knob knobs[] = {
    [COUPLING] = { .name = "vits.enable_coupling",
                   .kind = HV_CHOICE,
                   .initial = COUPLED,
                   .choices = "decoupled|coupled",
                   .text = "inv, all, sync_each: a pLPI stays enabled whatever its guest does, or "
                           "the enable bit goes along into the host's configuration table." },
    [CONFIG_WRITES] = { .name = "vits.config_writes",
                        .kind = HV_CHOICE,
                        .initial = UNTRAPPED,
                        .choices = "untrapped|trapped",
                        .text = "Writes of a guest to its LPI configuration table are seen at INV "
                                "and INVALL, or trap (its pages leave stage 2) and take effect at "
                                "once, as in the series of 2015." },
    KNOBS_END
};

void propagate_add_knobs(struct knob_table *table)
{
    const struct policy_name names[] = { PROPAGATE_POLICIES(DESCRIBE) };
    knobs_add_family(table, &family, names, PROPAGATE_WORDS);
    knobs_add(table, knobs);
}

struct propagate propagate_chosen(const struct knobs *values)
{
    const struct propagate_policy *policy = policies[knob(values, &family)];
    const struct propagate chosen = {
        .policy = policy,
        .couples = policy->forward != NULL && knob(values, &knobs[COUPLING]) == COUPLED,
        .traps = knob(values, &knobs[CONFIG_WRITES]) == TRAPPED,
    };
    return chosen;
}

/* ---- for policies ---- */

static void put_invall(struct cmdq_batch *batch, const struct propagate_command *cmd)
{
    const struct its_cmd invall = its_cmd_invall(cmd->pe);
    if (cmd->has_pe)
        cmdq_put(batch, &invall);
}

void propagate_put_inv(struct cmdq_batch *batch, const struct propagate_command *cmd)
{
    if (cmd->opcode == ITS_OP_INVALL)
        put_invall(batch, cmd);
    else if (cmd->lpi == NULL)
        return;
    else if (cmd->opcode == ITS_OP_INV)
        lpi_follow_guest(batch, cmd->lpi, true);
    else if (cmd->opcode == ITS_OP_MAPTI || cmd->opcode == ITS_OP_MAPI)
        lpi_follow_guest(batch, cmd->lpi, false);
}

static void put_mapd(struct cmdq_batch *batch, const struct propagate_command *cmd)
{
    if (cmd->device == NULL || cmd->is_mapped)
        return;
    if (cmd->is_valid)
        host_map_device(batch, cmd->device);
    else
        host_unmap_device(batch, cmd->device);
}

static void put_mapti(struct cmdq_batch *batch, struct propagate_command *cmd)
{
    if (!cmd->is_mapped)
        cmd->is_mapped = host_map_event(batch, cmd->lpi);
    if (cmd->is_mapped)
        lpi_follow_guest(batch, cmd->lpi, cmd->lpi->stale);
}

void propagate_put_map(struct cmdq_batch *batch, struct propagate_command *cmd)
{
    if (cmd->opcode == ITS_OP_MAPD)
        put_mapd(batch, cmd);
    else if (cmd->lpi == NULL)
        return;
    else if (cmd->opcode == ITS_OP_MAPTI || cmd->opcode == ITS_OP_MAPI)
        put_mapti(batch, cmd);
    else if (cmd->opcode == ITS_OP_DISCARD && !cmd->is_mapped)
        host_unmap_event(batch, cmd->lpi);
}

void propagate_put_other(struct cmdq_batch *batch, const struct propagate_command *cmd)
{
    const struct its_cmd sync = host_its_sync(batch->its, cmd->pe);
    if (cmd->opcode == ITS_OP_SYNC && cmd->has_pe)
        cmdq_put(batch, &sync);
    else if (cmd->lpi == NULL)
        return;
    else if (cmd->opcode == ITS_OP_MOVI && cmd->has_pe)
        host_move_event(batch, cmd->lpi, cmd->pe);
    else if (cmd->opcode == ITS_OP_INT)
        host_raise_event(batch, cmd->lpi);
    else if (cmd->opcode == ITS_OP_CLEAR)
        host_clear_event(batch, cmd->lpi);
}
