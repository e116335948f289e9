/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device driven by its interrupt pin instead of messages: a level-sensitive SPI, raised while the
 * device has a cause that the driver has not cleared.
 */
#pragma once
#include "guest/driver.h"

/* Turns the domain's devices on, MSI-X off, and their SPIs, to vCPU 0. One without a pin fails the
 * driver. */
void pin_add_devices(struct driver *d);

/* The cause of an SPI: read, cleared and gone from the wire. False: no device's. */
bool pin_clear_cause(struct driver *d, uint32_t intid);
