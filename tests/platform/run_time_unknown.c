/* SPDX-License-Identifier: Apache-2.0 */
/* An object that names a knob that it does not have as one that may be set at run time; or, built
 * with ALONE, has nothing that sets it. */
#include <itstorm/run_time.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

const struct hv_knob *hv_knobs(unsigned *count)
{
    static const struct hv_knob rows[] = { { .name = "a", .kind = HV_UINT, .text = "a" } };
    *count = 1;
    return rows;
}

const struct hv_probe *hv_probes(unsigned *count)
{
    *count = 0;
    return 0;
}

const struct hv_run_time_knob *hv_run_time_knobs(unsigned *count)
{
    static const struct hv_run_time_knob rows[] = { { "b" } };
    *count = 1;
    return rows;
}

#ifndef ALONE
void hv_set_knob(struct hv *hv, unsigned row, uint64_t value)
{
    (void)hv, (void)row, (void)value;
}
#endif

struct hv *hv_create(const struct sim_machine *machine)
{
    (void)machine;
    return 0;
}

void hv_boot(struct hv *hv, sim_pe *pe)
{
    (void)hv, (void)pe;
}

void hv_irq(struct hv *hv, sim_pe *pe)
{
    (void)hv, (void)pe;
}

const char *hv_check(struct hv *hv)
{
    (void)hv;
    return 0;
}

void hv_destroy(struct hv *hv)
{
    (void)hv;
}
