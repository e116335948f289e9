/* SPDX-License-Identifier: Apache-2.0 */
/* An object that forgot hv_irq. */
#include <itstorm/export.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

const struct hv_knob *hv_knobs(unsigned *count)
{
    *count = 0;
    return 0;
}

const struct hv_probe *hv_probes(unsigned *count)
{
    *count = 0;
    return 0;
}

struct hv *hv_create(const struct sim_machine *machine)
{
    (void)machine;
    return 0;
}

void hv_boot(struct hv *hv, sim_pe *pe)
{
    (void)hv, (void)pe;
}
