/*
 * Full ring: look for a millisecond, then refuse (-EBUSY), as upstream Xen. Callers cope: a guest's
 * command stays in the guest's ring, an assignment answers HVC_BUSY and goes on where it stopped, a
 * storm's pair is deferred (lpi_apply).
 */
#include "dispatch/hv.h"
#include "policy/queue_full/queue_full.h"

enum { POLLS = 1000 };

static bool fail_wait(struct cmdq_batch *batch)
{
    return cmdq_spin(batch, POLLS);
}

const struct cmdq_full_ops cmdq_full_fail = { "fail", fail_wait, false };
