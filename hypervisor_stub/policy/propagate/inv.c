/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changes the guest's enable bits reaches the host (what-ifs S2, first group): INV and INVALL,
 * and the INV that a MAPTI stands for if it finds another enable bit than the one before. Mappings
 * stay the hypervisor's.
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
