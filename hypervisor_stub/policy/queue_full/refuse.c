/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Full ring: refuse at once (-EBUSY), whoever asks. Nobody waits in EL2; callers cope as under
 * `fail`, and try again if they still need the command.
 */
#include "policy/queue_full/queue_full.h"

static bool refuse(struct cmdq_batch *batch)
{
    (void)batch; /* the caller has just read GITS_CREADR */
    return false;
}

const struct queue_full_policy queue_full_refuse = {
    .summary = "give up at once",
    .waiting = { .wait_for_slot = refuse },
};
