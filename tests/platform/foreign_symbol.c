/* SPDX-License-Identifier: Apache-2.0 */
/* An object that calls something the simulator does not offer. */
#include <itstorm/export.h>

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

void launch_missiles(void);

void hv_boot(struct hv *hv, sim_pe *pe)
{
    (void)hv, (void)pe;
    launch_missiles();
}
