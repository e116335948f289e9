/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by guests with devices: how they bring themselves up, and the knob of their handler. */
#pragma once
#include "guest/driver.h"

#define HANDLER_KNOB                                                                               \
    {                                                                                              \
        "handler", HV_DURATION_NS, 2000, 0, 1000000000, 0, 0,                                      \
            "Time that the handler of a device interrupt takes."                                   \
    }

/* Knobs for the bring-up of devices, common to all programs that do it, and reading them. */
#define BRING_UP_KNOBS(BURST, INVALIDATE)                                                          \
    [BURST] = { .name = "map_burst",                                                               \
                .kind = HV_UINT,                                                                   \
                .initial = 1,                                                                      \
                .min = 1,                                                                          \
                .max = 512,                                                                        \
                .unit = "events",                                                                  \
                .text = "Events whose MAPTIs, and INVs, are announced together at bring-up." },    \
    [INVALIDATE] = { .name = "invalidate",                                                         \
                     .kind = HV_CHOICE,                                                            \
                     .choices = "inv|invall_last|invall_first",                                    \
                     .text = "How enabled events take effect at bring-up: an INV each (Linux), "   \
                             "INVALL behind all MAPTIs of a device, or before them." }

void bring_up_read_knobs(struct driver *d, unsigned burst, unsigned invalidate);

/* One vCPU after the other sets up its interrupt controller and collection. */
void bring_up_cpus(struct driver *d);

/* Sets up all devices of the domain; on the first vCPU, when its turn has come again. */
void bring_up_devices(struct driver *d);
