/* SPDX-License-Identifier: Apache-2.0 */
/* The domain's devices; see device.h. */
#include "guest/device.h"
#include "arch/intid.h"
#include "arch/its_regs.h"
#include "arch/its_table.h"
#include "arch/lpi_table.h"
#include "guest/pci.h"
#include <itstorm/hypercall.h>

/* ---- its place ---- */

static unsigned event_bits(uint32_t events)
{
    unsigned bits = 1;
    while ((1u << bits) < events)
        bits++;
    return bits;
}

static uint64_t itt_bytes(uint32_t events)
{
    const uint64_t bytes = (uint64_t)ITS_ITE_BYTES << event_bits(events);
    return bytes < ITS_ITT_ALIGN ? ITS_ITT_ALIGN : bytes;
}

static uint64_t first_itt(const struct sim_domain_info *domain)
{
    return GUEST_PENDING + (uint64_t)domain->vcpus * GUEST_PENDING_BYTES;
}

uint64_t guest_device_ram_bytes(const struct sim_domain_info *domain, uint16_t devices)
{
    uint64_t end = first_itt(domain);
    for (uint16_t n = 0; n < devices; n++)
        end += itt_bytes(domain->devices[n]->vectors);
    return end - GUEST_RAM_BASE;
}

uint64_t guest_device_own_ram_bytes(const struct sim_domain_info *domain, uint32_t events)
{
    return first_itt(domain) + itt_bytes(events) - GUEST_RAM_BASE;
}

static struct guest_device own_device(const struct driver *d)
{
    const uint32_t vlpis = (1u << GUEST_LPI_ID_BITS) - INTID_LPI_FIRST;
    struct guest_device device = { OWN_DEVICE, d->own_events, INTID_LPI_FIRST, 1,
                                   first_itt(d->domain) };
    if (d->own_layout == DRIVER_SPARSE)
        device.stride = vlpis / d->own_events;
    if (d->own_layout == DRIVER_TOP)
        device.first_vlpi += vlpis - d->own_events;
    return device;
}

struct guest_device guest_device(const struct driver *d, uint16_t n)
{
    struct guest_device device = { .first_vlpi = INTID_LPI_FIRST,
                                   .stride = 1,
                                   .itt = first_itt(d->domain) };
    if (d->domain->device_count == 0)
        return own_device(d);
    for (uint16_t before = 0; before < n; before++) {
        const uint16_t vectors = d->domain->devices[before]->vectors;
        device.first_vlpi += vectors;
        device.itt += itt_bytes(vectors);
    }
    device.device_id = d->domain->devices[n]->device_id;
    device.events = d->domain->devices[n]->vectors;
    return device;
}

uint16_t guest_device_collection(const struct driver *d, uint32_t event)
{
    return (uint16_t)(event % d->domain->vcpus);
}

/* ---- its mappings ---- */

struct its_cmd guest_device_mapd(const struct guest_device *device, bool valid)
{
    return its_cmd_mapd(device->device_id, event_bits(device->events), device->itt, valid);
}

struct its_cmd guest_device_mapti(const struct driver *d, const struct guest_device *device,
                                  uint32_t event)
{
    return its_cmd_mapti(device->device_id, event, guest_device_vlpi(device, event),
                         guest_device_collection(d, event));
}

/* ---- its vectors ---- */

/* Priorities of vectors that nest: rising with the event, up to the highest. */
static uint8_t priority_of(const struct driver *d, uint32_t event)
{
    enum { LOWEST = 0xb0, STEP = 8 };
    if (!d->nests)
        return DRIVER_LPI_PRIORITY;
    return event < LOWEST / STEP ? (uint8_t)(LOWEST - STEP * event) : 0;
}

void guest_device_enable(struct driver *d, const struct guest_device *device, uint32_t event,
                         bool enabled)
{
    driver_write(d, lpi_config_address(GUEST_CONFIG, guest_device_vlpi(device, event)),
                 lpi_config(priority_of(d, event), enabled), 1);
}

static void set_vector(struct driver *d, const struct pci_function *f, uint16_t vector)
{
    pci_set_vector(d, f, vector, GUEST_GITS_BASE + GITS_TRANSLATER, vector);
}

void guest_device_start(struct driver *d, uint16_t n)
{
    const struct sim_pci_info *pci = d->domain->devices[n];
    const struct pci_function f = pci_open(d, pci->bdf);
    for (uint16_t vector = 0; vector < pci->vectors && !d->failed; vector++)
        set_vector(d, &f, vector);
    pci_start(d, &f);
}

/* ---- bring-up ---- */

/* Sends a SYNC for each collection of one of the events, then waits for all of them. */
static void sync_some(struct driver *d, uint32_t first, uint32_t end)
{
    for (uint32_t event = first; event < end && event < first + d->domain->vcpus; event++)
        driver_put(d, its_cmd_sync(guest_device_collection(d, event)));
    driver_run(d);
}

static void map_some(struct driver *d, const struct guest_device *device, uint32_t first,
                     uint32_t end)
{
    for (uint32_t event = first; event < end; event++)
        driver_put(d, guest_device_mapti(d, device, event));
    sync_some(d, first, end);
}

static uint32_t end_of_burst(const struct driver *d, const struct guest_device *device,
                             uint32_t first)
{
    const uint32_t left = device->events - first;
    return first + (left < d->map_burst ? left : d->map_burst);
}

void guest_device_map(struct driver *d, const struct guest_device *device)
{
    driver_send(d, guest_device_mapd(device, true), 0);
    for (uint32_t first = 0; first < device->events && !d->failed; first += d->map_burst)
        map_some(d, device, first, end_of_burst(d, device, first));
}

static void enable_some(struct driver *d, const struct guest_device *device, uint32_t first,
                        uint32_t end)
{
    if (d->takes_effect != DRIVER_INV)
        return; /* enable_all */
    for (uint32_t event = first; event < end; event++)
        guest_device_enable(d, device, event, true);
    for (uint32_t event = first; event < end; event++)
        driver_put(d, its_cmd_inv(device->device_id, event));
    sync_some(d, first, end);
}

static void enable_all(struct driver *d, const struct guest_device *device)
{
    for (uint32_t event = 0; event < device->events; event++)
        guest_device_enable(d, device, event, true);
    for (uint16_t vcpu = 0; vcpu < d->domain->vcpus; vcpu++)
        driver_send(d, its_cmd_invall(vcpu), vcpu);
}

static void add_events(struct driver *d, const struct guest_device *device,
                       const struct pci_function *f)
{
    if (d->takes_effect == DRIVER_INVALL_FIRST)
        enable_all(d, device);
    for (uint32_t first = 0; first < device->events && !d->failed; first += d->map_burst) {
        const uint32_t end = end_of_burst(d, device, first);
        map_some(d, device, first, end);
        enable_some(d, device, first, end);
        for (uint32_t event = first; event < end; event++)
            set_vector(d, f, (uint16_t)event);
    }
    if (d->takes_effect == DRIVER_INVALL_LAST)
        enable_all(d, device);
}

void guest_device_add(struct driver *d, uint16_t n)
{
    const struct guest_device device = guest_device(d, n);
    if (!driver_hypercall(d, HVC_MANAGE_PCI_ADD, device.device_id))
        return driver_fail(d, "the hypervisor refuses to assign a device");
    driver_send(d, guest_device_mapd(&device, true), 0);
    const struct pci_function f = pci_open(d, d->domain->devices[n]->bdf);
    add_events(d, &device, &f);
    pci_start(d, &f);
}

void guest_device_remove(struct driver *d, uint16_t n)
{
    pci_stop(d, n);
    if (!driver_hypercall(d, HVC_MANAGE_PCI_REMOVE, guest_device(d, n).device_id))
        driver_fail(d, "the hypervisor refuses to take a device back");
}
