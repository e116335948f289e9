/* SPDX-License-Identifier: Apache-2.0 */
/* Hypercalls; see hypercall.h. A guest chooses every argument. */
#include "dispatch/hypercall.h"
#include "dispatch/assign.h"
#include "dispatch/hv.h"
#include "dispatch/remove.h"
#include "driver/timer.h"
#include <itstorm/hypercall.h>

/* ---- devices ---- */

static struct device *own_device(struct domain *dom, uint64_t device_id)
{
    return device_id > UINT32_MAX ? NULL : domain_device(dom, (uint32_t)device_id);
}

/* A privileged domain may name any domain's device, as Xen's Dom0 does for the guests it builds. */
static struct device *any_device(struct domain *dom, uint64_t device_id)
{
    struct device *device = own_device(dom, device_id);
    const unsigned domains = dom->info->privileged ? dom->all->machine->domain_count : 0;
    for (unsigned n = 0; !device && n < domains; n++)
        device = own_device(&dom->all->list[n], device_id);
    return device;
}

static uint64_t add_pci(struct pe *pe, struct vcpu *v, const uint64_t *arg)
{
    struct device *device = any_device(v->dom, arg[0]);
    if (device == NULL)
        return HVC_INVALID;
    domain_await(pe, device);
    if (!hv_of(v->dom)->assign.by_mapd)
        return assign_device(pe, device);
    assign_attach(pe, device);
    return HVC_OK;
}

static uint64_t remove_pci(struct pe *pe, struct vcpu *v, const uint64_t *arg)
{
    struct device *device = any_device(v->dom, arg[0]);
    return device ? remove_device(pe, device) : HVC_INVALID;
}

/* ---- domains and vCPUs ---- */

static uint64_t destroy(struct pe *pe, struct vcpu *v, const uint64_t *arg)
{
    struct domains *all = v->dom->all;
    if (!v->dom->info->privileged || arg[0] >= all->machine->domain_count ||
        all->list[arg[0]].info->privileged)
        return HVC_INVALID;
    return domain_destroy(pe, &all->list[arg[0]]);
}

/* It sleeps in its trap, where interrupts do not wake it. */
static uint64_t turn_off(struct pe *pe, struct vcpu *v, const uint64_t *arg)
{
    (void)arg;
    SHARED_STORE(v->is_off, true);
    while (SHARED_LOAD(v->is_off))
        pe = sched_sleep(pe, &v->sched, TIMER_NEVER);
    return HVC_OK;
}

static uint64_t turn_on(struct pe *pe, struct vcpu *v, const uint64_t *arg)
{
    if (arg[0] >= v->dom->vcpu_count)
        return HVC_INVALID;
    struct vcpu *other = &v->dom->vcpus[arg[0]];
    if (!__atomic_exchange_n(&other->is_off, false, __ATOMIC_SEQ_CST))
        return HVC_BUSY;
    sched_resume(pe, &other->sched);
    return HVC_OK;
}

/* Its pLPIs still arrive where they did; the vGIC and an SGI bring their vLPIs to the vCPU. */
static uint64_t move(struct pe *pe, struct vcpu *v, const uint64_t *arg)
{
    if (arg[0] >= v->sched.sched->pe_count)
        return HVC_INVALID;
    sched_move(pe, &v->sched, (uint16_t)arg[0]);
    return HVC_OK;
}

/* ---- which ---- */

typedef uint64_t call(struct pe *pe, struct vcpu *v, const uint64_t *arg);

uint64_t hypercall(struct pe *pe, struct vcpu *v, const struct sim_exit *exit)
{
    static call *const calls[] = {
        [HVC_MANAGE_PCI_ADD] = add_pci,
        [HVC_DOMAIN_DESTROY] = destroy,
        [HVC_MANAGE_PCI_REMOVE] = remove_pci,
        [HVC_VCPU_OFF] = turn_off,
        [HVC_VCPU_ON] = turn_on,
        [HVC_VCPU_MOVE] = move,
    };
    const bool is_known =
        exit->address < sizeof calls / sizeof *calls && calls[exit->address] != NULL;
    if (!is_known)
        return HVC_INVALID;
    sim_span(pe->sim, SIM_SPAN_HYPERCALL, true);
    const uint64_t answer = calls[exit->address](pe, v, exit->arg);
    sim_span(sim_pe_self(), SIM_SPAN_HYPERCALL, false); /* it may have slept */
    return answer;
}
