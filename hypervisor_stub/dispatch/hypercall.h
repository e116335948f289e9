/* SPDX-License-Identifier: Apache-2.0 */
/* Hypercalls of guests (itstorm/hypercall.h). */
#pragma once
#include "domain/domain.h"

/* In a trap, unmasked; may come back on another PE. Returns an HVC_* result. */
uint64_t hypercall(struct pe *pe, struct vcpu *v, const struct sim_exit *exit);
