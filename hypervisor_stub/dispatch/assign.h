/*
 * Assignment of a device: every event gets an enabled pLPI before the guest touches the device, so
 * that the guest's own ITS commands need not reach the host ring.
 */
#pragma once
#include <itstorm/types.h>

struct cmdq_batch;
struct device;
struct vcpu;
struct pe;

enum { LPI_HOST_PRIORITY = 0xa0 };

/* The PE that takes the pLPIs for a vCPU, or an event's pLPI; its index is the collection. */
struct pe *assign_target_of_vcpu(const struct vcpu *v);
struct pe *assign_target(const struct device *device, uint32_t event);

/* EventID bits that a device of `vectors` needs: at least 1. */
unsigned assign_event_bits(uint32_t vectors);

/* A SYNC for each PE that takes an event of the device. */
void assign_put_syncs(struct cmdq_batch *batch, const struct device *device);

/*
 * MAPD, a MAPTI and an INV per event, a SYNC per PE concerned, posted; then it waits until all is
 * done, because the guest uses the device next. Returns an HVC_* result; HVC_BUSY: somebody else is
 * at it, or the ring took only a part, and the next call goes on there. In a trap, unmasked; may
 * come back on another PE.
 */
uint64_t assign_device(struct pe *pe, struct device *device);
