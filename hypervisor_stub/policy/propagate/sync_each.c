/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first Xen series of 2015, and the Linux driver that it copied: every command but MAPC and
 * MOVALL is translated and posted in the trap that announces it, one at a time, with the virtual
 * ITS's lock held; one that concerns a collection is followed by a SYNC; then CREADR is polled
 * until the physical ITS is done.
 */
#include "driver/its.h"
#include "policy/propagate/propagate.h"

static void put_sync(struct cmdq_batch *batch, uint16_t pe)
{
    const struct its_cmd sync = host_its_sync(batch->its, pe);
    cmdq_put(batch, &sync);
}

static void put_what_it_means(struct cmdq_batch *batch, struct propagate_command *cmd)
{
    propagate_put_map(batch, cmd);
    if (cmd->opcode == ITS_OP_INV || cmd->opcode == ITS_OP_INVALL)
        propagate_put_inv(batch, cmd);
    propagate_put_other(batch, cmd);
}

/* A SYNC for the PE at which the command takes effect. */
static void put_its_sync(struct cmdq_batch *batch, const struct propagate_command *cmd)
{
    if (cmd->lpi != NULL)
        put_sync(batch, SHARED_LOAD(cmd->lpi->target));
    else if (cmd->has_pe)
        put_sync(batch, cmd->pe);
}

/* If only the SYNC is missing, the command before it is not repeated. */
static void forward(struct cmdq_batch *batch, struct propagate_command *cmd)
{
    if (!cmd->lacks_sync)
        put_what_it_means(batch, cmd);
    const bool is_written = batch->written != 0 && !batch->refused;
    if (cmd->opcode == ITS_OP_SYNC || !(cmd->lacks_sync || is_written))
        return;
    put_its_sync(batch, cmd);
    cmd->lacks_sync = batch->refused;
}

const struct propagate_policy propagate_sync_each = {
    .summary = "all of these, MOVI, INT, CLEAR and SYNC, each with a SYNC and waited for (2015)",
    .forward = forward,
    .waits = true,
    .int_comes_back = true,
};
