/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assignment of a device: every event gets a pLPI. With the default policy (policy/assign) these
 * are mapped and enabled before the guest touches the device, so that the guest's own ITS commands
 * need not reach the host ring.
 */
#pragma once
#include <itstorm/types.h>

struct device;
struct hv;
struct pe;

/* host.lpi held. From now on only the caller may map or unmap the device, until it sets its
 * state. */
void assign_begin(struct hv *hv, struct pe *pe, struct device *device);

/*
 * Allocates pLPIs and ITT, and maps what the policy maps at assignment, which is waited for because
 * the guest uses the device next. Returns an HVC_* result; HVC_BUSY: another vCPU is doing it, or
 * the ring took only a part, and the next call continues there. In a trap, unmasked; may come back
 * on another PE.
 */
uint64_t assign_device(struct pe *pe, struct device *device);

/* After a removal: the device's messages go to its domain again. */
void assign_attach(struct pe *pe, struct device *device);

/* Claims an assigned device for mapping, until it is released. False: it is not assigned, or
 * another vCPU has claimed it. */
bool assign_claim(struct pe *pe, struct device *device);
void assign_release(struct pe *pe, struct device *device);
