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

/* host.lpi held: from here on the device is the caller's to map or unmap, until it sets its state.
 */
void assign_begin(struct hv *hv, struct pe *pe, struct device *device);

/*
 * pLPIs and ITT, and what the policy maps now, which is waited for, because the guest uses the
 * device next. Returns an HVC_* result; HVC_BUSY: somebody else is at it, or the ring took only a
 * part, and the next call goes on there. In a trap, unmasked; may come back on another PE.
 */
uint64_t assign_device(struct pe *pe, struct device *device);

/* If it was removed before: its messages are its domain's again. */
void assign_attach(struct pe *pe, struct device *device);

/* A device that is assigned is the caller's to map more of, until it is released. False: it is not
 * assigned, or somebody else is at it. */
bool assign_claim(struct pe *pe, struct device *device);
void assign_release(struct pe *pe, struct device *device);
