/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Domains, their vCPUs, devices and memory: created once from the machine's description, mapped at
 * boot. What a guest names (addresses, device and vCPU numbers) is resolved here, and only here.
 * The virtual GIC, ITS and configuration space are the floors above: here are pointers to what they
 * keep, and nothing is known of it.
 */
#pragma once
#include "base/knobs.h"
#include "driver/mapping.h"
#include "kit/ram.h"
#include "sched/sched.h"
#include <itstorm/guest_map.h>

struct lpi;
struct vgic;
struct vgic_cpu;
struct vits;
struct vpci;

enum device_state { DEVICE_UNMAPPED, DEVICE_MAPPING, DEVICE_MAPPED, DEVICE_GONE };
enum domain_state { DOMAIN_ALIVE, DOMAIN_DYING, DOMAIN_DEAD };
enum host_lpi_target { HOST_LPI_TARGET_BOOT, HOST_LPI_TARGET_DOMAIN };

struct device {
    struct its_device hw;
    struct domain *dom;      /* NULL: nobody's */
    enum device_state state; /* under host.lpi, as is mapper; MAPPING: or unmapping */
    struct domain *mapper;   /* MAPPING: whose vCPU is at it */
    bool is_detached;        /* the IOMMU blocks its messages: it was removed; its mapper's */
    bool is_awaited;         /* its guest has asked for it, and cannot use all of it yet; shared */
    uint32_t ready;          /* awaited: events that it can use; under the vits lock */
    uint32_t noted;          /* awaited: it can use all events below this one; as ready */
    uint64_t asked_ns;       /* awaited: since when */
    struct vpci *vpci;       /* vgic/vpci.h */
};

struct vcpu {
    struct domain *dom;
    uint16_t index;
    uint16_t irq_pe; /* index of the PE that takes physical interrupts for it */
    sim_vcpu *guest;
    bool is_off; /* by its own call, until another vCPU turns it on; shared */
    struct sim_exit exit;
    struct sched_vcpu sched;
    struct vgic_cpu *vgic; /* vgic/vgic.h */
};

struct domain {
    struct domains *all;
    const struct sim_domain_info *info;
    uint16_t id;
    uint64_t ram_pa;
    uint64_t hole_ipa, hole_bytes; /* of its RAM, not in stage 2; 0: none */
    unsigned vcpu_count;
    struct vcpu *vcpus;
    struct host_its *its; /* of its devices: its doorbell is one page, so they share one */
    struct vgic *vgic;    /* vgic/vgic.h */
    struct vits *vits;    /* vits/vits.h */
    sim_lock *vpci_lock;  /* vpci of its devices */
    uint32_t awaited;     /* devices that are; shared */
    uint32_t state;       /* enum domain_state; shared */
    bool being_destroyed; /* by somebody, now; shared */
};

struct domains {
    const struct sim_machine *machine;
    struct sched *sched;
    struct domain *list;    /* [domain_count] */
    struct device *devices; /* [pci_count] */
    enum host_lpi_target lpi_target;
};

extern const struct hv_knob domain_knobs[];

/* Before time zero, as are the next three. False: no memory. */
bool domains_create(struct domains *all, const struct sim_machine *machine, struct sched *sched,
                    const struct knobs *knobs);

/* Its RAM, its devices, and the ITS among [its] that they are on. False: the machine cannot hold
 * it. */
bool domain_create(struct domains *all, uint16_t id, struct ram *ram, struct host_its *its);

/* A vCPU whose EL2 stack runs entry(vcpu). False: its pin is no PE, or there is no memory. */
bool domain_create_vcpu(struct domain *dom, uint16_t index, void (*entry)(void *vcpu));

/* Stage 2 and IOMMU, on the boot PE: RAM and doorbell, then the device that is its n-th. */
void domain_map(struct pe *pe, struct domain *dom);
void domain_map_device(struct pe *pe, struct domain *dom, unsigned n);
void domain_unmap(struct pe *pe, struct domain *dom); /* stage 2 only */

/* Pages of its RAM leave stage 2, once: accesses to them trap from then on. An access elsewhere in
 * its RAM may trap meanwhile. */
void domain_make_hole(struct pe *pe, struct domain *dom, uint64_t ipa, uint64_t bytes);

/* The domain's n-th device. */
struct device *domain_nth_device(struct domain *dom, unsigned n);

/* The device that `dom` calls `device_id`; NULL: it has none of that number. DeviceIDs are not
 * virtualised. */
struct device *domain_device(struct domain *dom, uint32_t device_id);

/* The pLPI of an event; NULL: no such device, no such vector, or not assigned yet. */
struct lpi *domain_lpi(struct domain *dom, uint32_t device_id, uint32_t event);

/* Its guest asks for the device: from now on it is awaited, until its guest can use it. Nothing, if
 * it is assigned already. */
void domain_await(struct pe *pe, struct device *device);
void domain_await_no_longer(struct device *device);

/* The PE that takes an event's pLPI. */
uint16_t domain_event_pe(const struct device *device, uint32_t event);

/* What the lower floors know only by its part. */
static inline struct vcpu *vcpu_of(struct sched_vcpu *v)
{
    return list_entry(v, struct vcpu, sched);
}

static inline struct device *device_of(struct its_device *hw)
{
    return list_entry(hw, struct device, hw);
}

/* Physical address of guest RAM; 0: [ipa, ipa + bytes) is not all RAM. */
static inline uint64_t guest_ram_pa(const struct domain *dom, uint64_t ipa, uint32_t bytes)
{
    const uint64_t offset = ipa - GUEST_RAM_BASE;
    if (ipa < GUEST_RAM_BASE || offset >= dom->info->ram_bytes ||
        bytes > dom->info->ram_bytes - offset)
        return 0;
    return dom->ram_pa + offset;
}
