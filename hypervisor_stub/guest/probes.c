/* SPDX-License-Identifier: Apache-2.0 */
/* guest_probes: see probes.h. */
#include "guest/probes.h"
#include <itstorm/guest.h>

static const struct hv_probe rows[GUEST_PROBES] = {
    [GUEST_MICRO_HVC] = { .name = "micro.hvc",
                          .kind = HV_DURATION,
                          .unit = "s",
                          .text = "a hypercall that does not exist" },
    [GUEST_MICRO_MMIO] = { .name = "micro.mmio_read_vgic",
                           .kind = HV_DURATION,
                           .unit = "s",
                           .text = "a read of a register of the virtual distributor" },
    [GUEST_MICRO_EOI] = { .name = "micro.eoi",
                          .kind = HV_DURATION,
                          .unit = "s",
                          .text = "an EOI without interrupt" },
    [GUEST_MICRO_IPI] = { .name = "micro.ipi",
                          .kind = HV_DURATION,
                          .unit = "s",
                          .text =
                              "an SGI, until the store of its handler on another vCPU is seen" },
    [GUEST_MICRO_LPI] = { .name = "micro.lpi",
                          .kind = HV_DURATION,
                          .unit = "s",
                          .text = "the same of an LPI, raised by an INT command" },
};

const struct hv_probe *guest_probes(unsigned *count)
{
    *count = GUEST_PROBES;
    return rows;
}
