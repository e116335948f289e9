/*
 * Domains, their vCPUs and devices: created once from the machine's description, mapped at boot.
 * What a guest names (addresses, device and vCPU numbers) is resolved here, and only here.
 */
#pragma once
#include "base/list.h"
#include "sched/vcpu_sched.h"
#include "vgic/vgic.h"
#include "vgic/vpci.h"
#include "vits/vits.h"
#include <itstorm/guest_map.h>
#include <itstorm/import.h>

struct host_its;
struct hv;
struct pe;

enum device_state { DEVICE_UNMAPPED, DEVICE_MAPPING, DEVICE_MAPPED, DEVICE_GONE };
enum domain_state { DOMAIN_ALIVE, DOMAIN_DYING, DOMAIN_DEAD };

struct device {
    const struct sim_pci_info *info;
    struct domain *dom;      /* NULL: nobody's */
    enum device_state state; /* under host.lpi, as is mapper */
    struct domain *mapper;   /* MAPPING: whose vCPU is at it */
    struct lpi *lpis;        /* [vectors] from assignment on: one per event; shared */
    uint64_t itt;            /* physical; 0: not assigned yet */
    struct vpci vpci;
    bool on_its; /* the last word of the ring is its MAPD V=1; under host.cmdq */
};

struct vcpu {
    struct domain *dom;
    uint16_t index;
    sim_vcpu *guest;
    sim_el2 *stack;
    struct sim_exit exit;
    struct vcpu_sched sched;
    bool wants_slot; /* asleep until the command ring has room; under host.cmdq */
    struct vgic_cpu vgic;
};

struct domain {
    struct hv *hv;
    const struct sim_domain_info *info;
    uint16_t id;
    uint64_t ram_pa;
    unsigned vcpu_count;
    struct vcpu *vcpus;
    struct vgic vgic;
    struct host_its *its; /* of its devices: its doorbell is one page, so they share one */
    struct vits vits;
    sim_lock *vpci_lock;  /* vpci of its devices */
    uint32_t state;       /* enum domain_state; shared */
    bool being_destroyed; /* by somebody, now; shared */
};

/* Before time zero. False: the machine cannot hold it (logged). */
bool domain_create(struct hv *hv, uint16_t id);

/* Stage 2 and IOMMU, on the boot PE. */
void domain_map(struct pe *pe, struct domain *dom);
void domain_unmap(struct pe *pe, struct domain *dom); /* stage 2 only */

/*
 * Ends a domain: its vCPUs are taken off wherever they are, in the middle of a command as well, its
 * devices off the physical ITS, its stacks and guests are destroyed. Returns an HVC_* result;
 * HVC_BUSY: not finished, the next call goes on there. In a trap of another domain, unmasked; may
 * come back on another PE.
 */
uint64_t domain_destroy(struct pe *pe, struct domain *dom);

/* The device that `dom` calls `device_id`; NULL: it has none of that number. DeviceIDs are not
 * virtualised. */
struct device *domain_device(struct domain *dom, uint32_t device_id);

/* The pLPI of an event; NULL: no such device, no such vector, or not assigned yet. */
struct lpi *domain_lpi(struct domain *dom, uint32_t device_id, uint32_t event);

/* Physical address of guest RAM; 0: [ipa, ipa + bytes) is not all RAM. */
static inline uint64_t guest_ram_pa(const struct domain *dom, uint64_t ipa, uint32_t bytes)
{
    const uint64_t offset = ipa - GUEST_RAM_BASE;
    if (ipa < GUEST_RAM_BASE || offset >= dom->info->ram_bytes ||
        bytes > dom->info->ram_bytes - offset)
        return 0;
    return dom->ram_pa + offset;
}
