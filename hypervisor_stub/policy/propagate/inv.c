/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that change the guest's enable bits are forwarded to the host (what-ifs S2, first
 * group): INV and INVALL, and an INV for a MAPTI that finds another enable bit than before.
 * Mappings stay the hypervisor's.
 */
#include "policy/propagate/propagate.h"

static void forward(struct cmdq_batch *batch, struct propagate_command *cmd)
{
    propagate_put_inv(batch, cmd);
}

const struct propagate_policy propagate_inv = {
    .summary = "INV and INVALL, one for one, nobody waits",
    .forward = forward,
};
