/* What a driver does besides writing ITS commands, as ordered; see orders.h. */
#include "arch/its_regs.h"
#include "guest/orders.h"
#include "guest/pci.h"

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

/* That it has come has ended the order under way. */
void act_quiet(struct orders *o, const struct sim_order *order)
{
    (void)o, (void)order;
}
