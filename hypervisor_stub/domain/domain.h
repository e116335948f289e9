/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Domains, their vCPUs, devices and memory: created once from the machine's description, mapped at
 * boot. Numbers that a guest gives (addresses, devices, vCPUs) are resolved here, and only here.
 * The virtual GIC, ITS and configuration space are floors above: this one holds pointers to their
 * state and does not look into it.
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
    enum device_state state; /* under host.lpi, as is mapper; MAPPING also while it is unmapped */
    struct domain *mapper;   /* MAPPING: the domain whose vCPU does it */
    bool is_detached;  /* it was removed: the IOMMU blocks its messages; written by its mapper */
    bool is_awaited;   /* its guest has asked for it and cannot use all of it yet; shared */
    uint32_t ready;    /* awaited: number of events that the guest can use; under the vits lock, by
                          vgic/usable.c, as is noted */
    uint32_t noted;    /* awaited: the guest can use all events below this one */
    uint64_t asked_ns; /* awaited: since when */
    struct vpci *vpci; /* vgic/vpci.h */
};

struct vcpu {
    struct domain *dom;
    uint16_t index;
    uint16_t irq_pe; /* index of the PE that takes physical interrupts for it */
    sim_vcpu *guest;
    bool is_off; /* turned off by its own hypercall until another vCPU turns it on; shared */
    struct sim_exit exit;
    struct sched_vcpu sched;
    struct vgic_cpu *vgic; /* vgic/vgic.h */
};

struct domain {
    struct domains *all;
    const struct sim_domain_info *info;
    uint16_t id;
    uint64_t ram_pa;
    uint64_t hole_ipa, hole_bytes; /* part of its RAM that is not in stage 2; 0: none */
    unsigned vcpu_count;
    struct vcpu *vcpus;
    struct host_its *its; /* of all its devices, because the doorbell is a single page */
    struct vgic *vgic;    /* vgic/vgic.h */
    struct vits *vits;    /* vits/vits.h */
    sim_lock *vpci_lock;  /* guards vpci of its devices */
    uint32_t awaited;     /* number of devices with is_awaited; shared */
    uint32_t state;       /* enum domain_state; shared */
    bool being_destroyed; /* a hypercall is doing it; shared */
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

/* Its RAM, its devices, and the one of its[] that they are behind. False: the machine cannot hold
 * the domain. */
bool domain_create(struct domains *all, uint16_t id, struct ram *ram, struct host_its *its);

/* A vCPU whose EL2 stack runs entry(vcpu). False: its pin is no PE, or there is no memory. */
bool domain_create_vcpu(struct domain *dom, uint16_t index, void (*entry)(void *vcpu));

/* On the boot PE: RAM and doorbell go into stage 2; then, for each of its devices, the BARs, and
 * the IOMMU is set. */
void domain_map(struct pe *pe, struct domain *dom);
void domain_map_device(struct pe *pe, struct domain *dom, unsigned n);
void domain_unmap(struct pe *pe, struct domain *dom); /* stage 2 only */

/* Takes pages of its RAM out of stage 2, once: accesses to them trap from then on. While this runs,
 * an access elsewhere in its RAM may trap as well. */
void domain_make_hole(struct pe *pe, struct domain *dom, uint64_t ipa, uint64_t bytes);

/* The domain's n-th device. */
struct device *domain_nth_device(struct domain *dom, unsigned n);

/* The device that `dom` calls `device_id`; NULL: it has none of that number. DeviceIDs are not
 * virtualised. */
struct device *domain_device(struct domain *dom, uint32_t device_id);

/* The pLPI of an event; NULL: no such device, no such vector, or not assigned yet. */
struct lpi *domain_lpi(struct domain *dom, uint32_t device_id, uint32_t event);

/* Its guest asks for the device: it is awaited until its guest can use it. No effect if it is
 * assigned already. */
void domain_await(struct pe *pe, struct device *device);
void domain_await_no_longer(struct device *device);

/* The PE that takes an event's pLPI. */
uint16_t domain_event_pe(const struct device *device, uint32_t event);

/* The vCPU of which a lower floor knows only the part `sched`. */
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
