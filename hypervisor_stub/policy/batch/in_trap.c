/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest's commands are executed in the trap that announces them, all of them, as upstream Xen
 * does. What they lead to is posted as if the guest had a ring of its own: who finds the host ring
 * full is host.queue_full's.
 */
#include "policy/batch/batch.h"

const struct batch_policy batch_in_trap = { .summary = "in the trap that announces them, all" };
