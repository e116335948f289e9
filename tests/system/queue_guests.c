/* SPDX-License-Identifier: Apache-2.0 */
/* Guests for tests of the command ring: one that floods, one that ends it. */
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "guest/driver.h"
#include <itstorm/export.h>
#include <itstorm/hypercall.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

enum { BURST = 1000, END_NS = 300000 };

/* Writes CWRITER once, so that the hypervisor gets the whole burst in one trap. */
static void burst(struct driver *d, struct its_cmd cmd)
{
    for (unsigned n = 0; n < BURST; n++) {
        for (unsigned dw = 0; dw < 4; dw++)
            sim_guest_write(d->v, GUEST_RING + d->cwriter + 8u * dw, cmd.dw[dw], 8);
        d->cwriter = its_ring_next(d->cwriter, GUEST_RING_BYTES);
    }
    sim_guest_write(d->v, GUEST_GITS_BASE + GITS_CWRITER, d->cwriter, 8);
}

static void flooder_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    struct driver *d = sim_guest_state(v, sizeof(struct driver));
    driver_init(d, v, domain, index);
    driver_boot_distributor(d);
    driver_boot_cpu(d);
    driver_boot_its(d);
    driver_map_cpu(d);
    sim_guest_ready(v);
    for (;;)
        burst(d, its_cmd_invall(0));
}

/* Ends domain 0 in the middle of its flood, then computes. */
static void ender_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    const uint64_t arg[4] = { 0, 0, 0, 0 };
    (void)domain, (void)index;
    sim_guest_ready(v);
    sim_guest_spend_ns(v, END_NS);
    while (sim_guest_hvc(v, HVC_DOMAIN_DESTROY, arg) == HVC_BUSY)
        sim_guest_spend_ns(v, 1000);
    for (;;)
        sim_guest_compute(v, 100000);
}

const struct guest_program *guest_programs(unsigned *count)
{
    static struct guest_program programs[2];
    programs[0] =
        (struct guest_program){ .name = "flooder", .text = "INVALLs", .boot = flooder_boot };
    programs[1] =
        (struct guest_program){ .name = "ender", .text = "ends domain 0", .boot = ender_boot };
    *count = 2;
    return programs;
}
