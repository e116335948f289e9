/*
 * Assignment of a device: every event gets an enabled pLPI before the guest touches the device, so
 * that the guest's own ITS commands need not reach the host ring.
 */
#pragma once
#include <itstorm/types.h>

struct cmdq_batch;
struct device;
struct hv;
struct pe;

/* host.lpi held: from here on the device is the caller's to map or unmap, until it sets its state.
 */
void assign_begin(struct hv *hv, struct pe *pe, struct device *device);

/* A SYNC for each PE that takes an event of the device. If the batch is refused, the next call goes
 * on where this one stopped. */
void assign_put_syncs(struct cmdq_batch *batch, struct device *device);

/*
 * MAPD, a MAPTI and an INV per event, a SYNC per PE concerned, posted; then it waits until all is
 * done, because the guest uses the device next. Returns an HVC_* result; HVC_BUSY: somebody else is
 * at it, or the ring took only a part, and the next call goes on there. In a trap, unmasked; may
 * come back on another PE.
 */
uint64_t assign_device(struct pe *pe, struct device *device);
