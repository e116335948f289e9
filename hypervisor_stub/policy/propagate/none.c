/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No command of a guest ever causes a host command, not even one that ends a storm: the hypervisor
 * enables that pLPI again when its own timer fires. The strict rule of Xen's design (what-ifs S1,
 * S4).
 */
#include "policy/propagate/propagate.h"

const struct propagate_policy propagate_none = {
    .summary = "no guest's trap leads to a host command",
    .storms_wait = true,
};
