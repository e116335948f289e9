/* SPDX-License-Identifier: Apache-2.0 */
/* An object with knobs for run time and nothing that sets them. */
#define ALONE
#include "run_time_unknown.c"
