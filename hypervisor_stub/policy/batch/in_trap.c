/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest's commands are executed in the trap that announces them, all of them, as in upstream Xen.
 * Host commands are posted as if the guest had a ring of its own; a full host ring is handled by
 * host.queue_full.
 */
#include "policy/batch/batch.h"

const struct batch_policy batch_in_trap = { .summary = "in the trap that announces them, all" };
