/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No command has a counterpart, with one exception: a command that ends a storm, such as an INV by
 * which the guest enables its vLPI, enables the pLPI again in the guest's trap (what-ifs S1, S46),
 * by INV and SYNC, which are waited for.
 */
#include "policy/propagate/propagate.h"

const struct propagate_policy propagate_storm_only = {
    .summary = "only INV and SYNC with which a guest's command ends a storm",
};
