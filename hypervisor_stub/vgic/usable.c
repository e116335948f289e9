/* SPDX-License-Identifier: Apache-2.0 */
/* From which moment a guest can use a device; see usable.h. */
#include "vgic/usable.h"
#include "base/probes.h"
#include "driver/mapping.h"
#include "vgic/vgic.h"

/* The guest's commands have done everything that the event needs. */
static bool is_usable(struct domain *dom, const struct lpi *lpi)
{
    const uint32_t vlpi = SHARED_LOAD(lpi->vlpi);
    return vlpi != 0 && vgic_vlpi(dom, vlpi)->enabled && host_event_is_mapped(lpi);
}

bool usable_count(struct pe *pe, struct device *device, struct lpi *lpi)
{
    if (lpi->is_ready || !is_usable(device->dom, lpi))
        return lpi->is_ready;
    lpi->is_ready = true;
    if (++device->ready == device->hw.info->vectors) {
        domain_await_no_longer(device);
        sim_probe(pe->sim, PROBE_ASSIGN_USABLE, device->dom->id,
                  sim_now_ns(pe->sim) - device->asked_ns);
    }
    return true;
}

/* Continues where the last command has stopped, up to the first event that the guest cannot use
 * yet: a guest that never uses all events does not cause a pass over all of them with each
 * INVALL. */
void usable_count_on(struct pe *pe, struct device *device)
{
    struct lpi *lpis = SHARED_LOAD(device->hw.lpis);
    if (lpis == NULL || !SHARED_LOAD(device->is_awaited))
        return;
    while (device->noted != device->hw.info->vectors &&
           usable_count(pe, device, &lpis[device->noted]))
        device->noted++;
}
