/* SPDX-License-Identifier: Apache-2.0 */
/* Knobs of the programs that may be set while the machine runs: the work per interrupt and per
 * packet, which handlers read each time. */
#include <itstorm/run_time.h>

static const struct hv_run_time_knob rows[] = { { "handler" }, { "packet" } };

const struct hv_run_time_knob *guest_run_time_knobs(unsigned *count)
{
    *count = sizeof rows / sizeof *rows;
    return rows;
}
