/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A device driven by its interrupt pin instead of messages: a level-sensitive SPI, raised while the
 * device has a cause that the driver has not cleared.
 */
#pragma once
#include "guest/driver.h"

/* Turns the domain's devices on, with MSI-X off, and routes their SPIs to vCPU 0. A device without
 * a pin fails the driver. */
void pin_add_devices(struct driver *d);

/* Reads and clears the cause of an SPI, and waits until the wire is low. False: the SPI belongs to
 * no device. */
bool pin_clear_cause(struct driver *d, uint32_t intid);
