/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The domain's devices as its drivers know them. The ITT of a device and the vLPIs of its events
 * follow from its place among the devices, so every vCPU can compute them.
 */
#pragma once
#include "guest/driver.h"

struct guest_device {
    uint32_t device_id, events;
    uint32_t first_vlpi, stride; /* of event 0; from one event to the next */
    uint64_t itt;                /* IPA */
};

/* A domain without devices has one that exists only in its virtual ITS: it can be mapped, and its
 * events raised by INT. */
enum { OWN_DEVICE = 0 };

/* The domain's n-th device; for a domain without any, its own device. */
struct guest_device guest_device(const struct driver *d, uint16_t n);

/* Guest memory that bring-up uses, from GUEST_RAM_BASE on, with ITTs for this many devices of the
 * domain; or for its own device with this many events. */
uint64_t guest_device_ram_bytes(const struct sim_domain_info *domain, uint16_t devices);
uint64_t guest_device_own_ram_bytes(const struct sim_domain_info *domain, uint32_t events);

static inline uint32_t guest_device_vlpi(const struct guest_device *device, uint32_t event)
{
    return device->first_vlpi + event * device->stride;
}

/* The collection of an event: that of vCPU event mod vcpus. */
uint16_t guest_device_collection(const struct driver *d, uint32_t event);

struct its_cmd guest_device_mapd(const struct guest_device *device, bool valid);
struct its_cmd guest_device_mapti(const struct driver *d, const struct guest_device *device,
                                  uint32_t event);

/* MAPD and a MAPTI for each event, as many together as at bring-up. */
void guest_device_map(struct driver *d, const struct guest_device *device);

/* Writes the configuration byte of an event's vLPI; an INV makes it count. */
void guest_device_enable(struct driver *d, const struct guest_device *device, uint32_t event,
                         bool enabled);

/* Turns on the MSI-X vectors of a device after a reset; its events are mapped. */
void guest_device_start(struct driver *d, uint16_t n);

/* Makes the n-th device of the domain deliver: assignment, MAPD, MAPTI per vector, MSI-X. */
void guest_device_add(struct driver *d, uint16_t n);

/* Turns MSI-X off and gives the device back to the hypervisor. */
void guest_device_remove(struct driver *d, uint16_t n);
