/* SPDX-License-Identifier: MIT */
/* A virtual ITS as another hypervisor has it; see virtual_its.c. */
#pragma once
#include "env.h"

/* One for the guest, at `gpa`. 0, or a negative number. */
int virtual_its_init(struct guest *g, uint64_t gpa);
