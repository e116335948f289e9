/* SPDX-License-Identifier: Apache-2.0 */
/* What a driver does besides writing ITS commands, as ordered; see orders.h. */
#include "arch/its_regs.h"
#include "guest/orders.h"
#include "guest/pci.h"
#include <itstorm/hypercall.h>

static uint16_t function_of(const struct sim_order *order)
{
    return (uint16_t)order->arg[ARG_FUNCTION];
}

/* ---- MSI-X ---- */

void act_mask(struct orders *o, const struct sim_order *order)
{
    pci_mask_vector(o->driver, function_of(order), (uint16_t)order->arg[ARG_VECTOR], true);
}

void act_unmask(struct orders *o, const struct sim_order *order)
{
    pci_mask_vector(o->driver, function_of(order), (uint16_t)order->arg[ARG_VECTOR], false);
}

void act_mask_function(struct orders *o, const struct sim_order *order)
{
    pci_mask_function(o->driver, function_of(order), true);
}

void act_unmask_function(struct orders *o, const struct sim_order *order)
{
    pci_mask_function(o->driver, function_of(order), false);
}

/* ---- the device ---- */

void act_reset(struct orders *o, const struct sim_order *order)
{
    pci_reset(o->driver, function_of(order));
}

void act_start(struct orders *o, const struct sim_order *order)
{
    guest_device_start(o->driver, function_of(order));
}

void act_remove(struct orders *o, const struct sim_order *order)
{
    guest_device_remove(o->driver, function_of(order));
}

/* Its vLPIs are mapped while this vCPU has the ring, because other vCPUs may be writing commands of
 * theirs. */
void act_add(struct orders *o, const struct sim_order *order)
{
    if (o->its_is_off)
        return; /* its commands would wait for ever, as in orders_obey */
    driver_lock_ring(o->driver);
    guest_device_add(o->driver, function_of(order));
    driver_unlock_ring(o->driver);
}

/* ---- vCPUs and domains ---- */

void act_cpu_off(struct orders *o, const struct sim_order *order)
{
    (void)order;
    driver_hypercall(o->driver, HVC_VCPU_OFF, 0);
}

/* The hypercall is refused if the vCPU is on, and then nothing needs to be done. */
void act_cpu_on(struct orders *o, const struct sim_order *order)
{
    const uint64_t arg[4] = { order->arg[ARG_WHICH], 0, 0, 0 };
    sim_guest_hvc(o->driver->v, HVC_VCPU_ON, arg);
}

void act_cpu_move(struct orders *o, const struct sim_order *order)
{
    if (!driver_hypercall(o->driver, HVC_VCPU_MOVE, order->arg[ARG_WHICH]))
        sim_guest_log(o->driver->v, "the hypervisor has no such PE");
}

void act_destroy(struct orders *o, const struct sim_order *order)
{
    if (!driver_hypercall(o->driver, HVC_DOMAIN_DESTROY, order->arg[ARG_WHICH]))
        sim_guest_log(o->driver->v, "the hypervisor refuses to end a domain");
}

/* ---- the virtual ITS ---- */

static void set_its(struct orders *o, bool enabled)
{
    o->its_is_off = !enabled;
    driver_write(o->driver, GUEST_GITS_BASE + GITS_CTLR, enabled ? GITS_CTLR_ENABLED : 0, 4);
}

void act_its_off(struct orders *o, const struct sim_order *order)
{
    (void)order;
    set_its(o, false);
}

void act_its_on(struct orders *o, const struct sim_order *order)
{
    (void)order;
    set_its(o, true);
}

/* Nothing to do: its arrival has already ended the order under way. */
void act_quiet(struct orders *o, const struct sim_order *order)
{
    (void)o, (void)order;
}
