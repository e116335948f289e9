/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From which moment a guest can use a device that it has asked for (domain_await): once each event
 * of it has a vLPI that is enabled, and is mapped on the physical ITS. The time since the guest
 * asked becomes the statistic assign.usable. The virtual ITS says here which of its guest's
 * commands may have been the last step, under its lock.
 */
#pragma once
#include "domain/domain.h"
#include "driver/lpi.h"

/* For the two functions below. The first counts an event of a device that is awaited, once, if the
 * guest can use it (false: not yet); the second goes on in the order of events, if the device is
 * awaited. */
bool usable_count(struct pe *pe, struct device *device, struct lpi *lpi);
void usable_count_on(struct pe *pe, struct device *device);

/* A MAPTI, MAPI or INV on the event of this pLPI has had its effect. NULL: no effect. */
static inline void usable_note_event(struct pe *pe, struct lpi *lpi)
{
    struct device *device = lpi != NULL ? device_of(lpi->device) : NULL;
    if (device == NULL || !SHARED_LOAD(device->is_awaited))
        return;
    usable_count(pe, device, lpi);
    usable_count_on(pe, device);
}

/* An INVALL has had its effect. */
static inline void usable_note_all(struct pe *pe, struct domain *dom)
{
    for (unsigned n = 0; n < dom->info->device_count; n++)
        usable_count_on(pe, domain_nth_device(dom, n));
}
