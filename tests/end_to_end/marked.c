/* SPDX-License-Identifier: Apache-2.0 */
/*
 * examples/minimal_hypervisor, with its interrupts marked as a span and nothing else changed; run
 * by own_spans.sh beside the example itself.
 */
#include <itstorm/export.h>
#include <itstorm/import.h>

static void unmarked_irq(struct hv *hv, sim_pe *pe);
#define hv_irq unmarked_irq
#include "../../examples/minimal_hypervisor/minimal.c"
#undef hv_irq

void hv_irq(struct hv *hv, sim_pe *pe)
{
    sim_span(pe, SIM_SPAN_HOST_IRQ, true);
    unmarked_irq(hv, pe);
    sim_span(pe, SIM_SPAN_HOST_IRQ, false);
}
