/* What guests with devices have in common: how they bring themselves up, and the knob of their
 * handler. */
#pragma once
#include "guest/driver.h"

#define HANDLER_KNOB                                                                               \
    {                                                                                              \
        "handler", HV_DURATION_NS, 2000, 0, 1000000000, 0, 0,                                      \
            "Time that the handler of a device interrupt takes."                                   \
    }

/* One vCPU after the other: interrupt controller and collection. */
void bring_up_cpus(struct driver *d);

/* All devices of the domain; by the first vCPU, once it has its turn again. */
void bring_up_devices(struct driver *d);
