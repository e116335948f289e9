/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Removal of a device, at its guest's wish or with its domain: it sends no message any more, is off
 * the physical ITS, and others can have its pLPIs.
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

/* Its pending pLPIs go with the DISCARDs; the SYNC waits until they are gone. False: the ring took
 * only a part. May come back on another PE. */
bool remove_from_its(struct pe *pe, struct device *device);

/* Whatever was acknowledged before, on any PE, has been handled. False: not in time. */
bool remove_quiesce(const struct hv *hv, struct pe *pe);

/* Its pLPIs and its ITT. host.lpi held; none of its pLPIs is bound to a vLPI. */
void remove_free(struct hv *hv, struct pe *pe, struct device *device);
