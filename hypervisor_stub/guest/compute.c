/* SPDX-License-Identifier: Apache-2.0 */
/* A guest that only computes: the progress that a storm takes from it measures the storm. */
#include "guest/programs.h"

enum { CHUNK_CYCLES = 1000000 };

static void compute_boot(sim_vcpu *v, const struct sim_domain_info *domain, uint16_t index)
{
    (void)domain, (void)index;
    sim_guest_ready(v);
    for (;;)
        sim_guest_compute(v, CHUNK_CYCLES);
}

const struct guest_program guest_compute = {
    .name = "compute",
    .text = "computes without pause and takes no interrupts",
    .boot = compute_boot,
};
