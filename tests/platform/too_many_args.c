/* SPDX-License-Identifier: Apache-2.0 */
/* A guest program whose order has more arguments than an order carries. */
#include <itstorm/guest.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

static const struct hv_knob args[SIM_ORDER_ARGS + 1];
static const struct guest_order orders[] = { { "shout", "says too much", args,
                                               SIM_ORDER_ARGS + 1 } };
static const struct guest_program programs[] = {
    { .name = "crier", .text = "shouts", .orders = orders, .order_count = 1 }
};

const struct guest_program *guest_programs(unsigned *count)
{
    *count = 1;
    return programs;
}
