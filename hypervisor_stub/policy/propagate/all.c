/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that enable, disable, map and unmap are forwarded to the host (what-ifs S2, both
 * groups), one for one. Nobody waits for their completion, except CREADR under a scheduler.
 */
#include "policy/propagate/propagate.h"

static void forward(struct cmdq_batch *batch, struct propagate_command *cmd)
{
    propagate_put_map(batch, cmd);
    if (cmd->opcode == ITS_OP_INV || cmd->opcode == ITS_OP_INVALL)
        propagate_put_inv(batch, cmd);
}

const struct propagate_policy propagate_all = {
    .summary = "INV, INVALL, MAPD, MAPTI, MAPI and DISCARD, one for one, nobody waits",
    .forward = forward,
};
