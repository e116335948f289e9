/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Removal of a device, by its guest or with its domain: it sends no more messages, is taken off the
 * physical ITS, and its pLPIs can be given to others.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct device;
struct hv;
struct pe;

/* Returns an HVC_* result; HVC_BUSY: not finished, the next call goes on there. In a trap,
 * unmasked; may come back on another PE. */
uint64_t remove_device(struct pe *pe, struct device *device);

/* ---- its parts, for the end of a domain ---- */

/* Pending pLPIs are cleared by the DISCARDs, and the SYNC waits until they are. False: the ring
 * took only a part. May come back on another PE. */
bool remove_from_its(struct pe *pe, struct device *device);

/* True: every interrupt acknowledged before, on any PE, has been handled. False: not in time. */
bool remove_quiesce(const struct hv *hv, struct pe *pe);

/* Frees pLPIs and ITT. host.lpi held; none of the pLPIs is bound to a vLPI. */
void remove_free(struct hv *hv, struct pe *pe, struct device *device);
