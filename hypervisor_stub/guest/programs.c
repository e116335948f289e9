/* SPDX-License-Identifier: Apache-2.0 */
/* The exports of the guests' object. */
#include "guest/programs.h"

HV_EXPORT const uint32_t itstorm_abi_version = ITSTORM_ABI_VERSION;

const struct guest_program *guest_programs(unsigned *count)
{
    static struct guest_program programs[7];
    programs[0] = guest_linux;
    programs[1] = guest_compute;
    programs[2] = guest_flood;
    programs[3] = guest_nic;
    programs[4] = guest_nvme;
    programs[5] = guest_hostile;
    programs[6] = guest_microbench;
    *count = 7;
    return programs;
}
