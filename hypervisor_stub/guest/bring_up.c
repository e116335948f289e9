/* SPDX-License-Identifier: Apache-2.0 */
/* Bring-up like Linux's; see bring_up.h. */
#include "guest/bring_up.h"
#include "guest/device.h"

void bring_up_read_knobs(struct driver *d, unsigned burst, unsigned invalidate)
{
    d->map_burst = (uint32_t)sim_guest_knob(d->v, burst);
    d->takes_effect = (enum driver_order)sim_guest_knob(d->v, invalidate);
}

void bring_up_cpus(struct driver *d)
{
    const uint16_t last = (uint16_t)(d->domain->vcpus - 1u);
    if (d->index == 0) {
        driver_boot_distributor(d);
        driver_boot_cpu(d);
        driver_boot_its(d);
    } else {
        driver_boot_cpu(d);
        driver_await_turn(d, d->index);
    }
    driver_map_cpu(d);
    if (last == 0)
        return;
    driver_pass_turn(d, d->index + 1u, d->index == last ? 0 : (uint16_t)(d->index + 1u));
    if (d->index == 0)
        driver_await_turn(d, d->domain->vcpus);
}

void bring_up_devices(struct driver *d)
{
    driver_take_ring(d);
    for (uint16_t n = 0; n < d->domain->device_count && !d->failed; n++)
        guest_device_add(d, n);
}
