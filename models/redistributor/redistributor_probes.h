// SPDX-License-Identifier: Apache-2.0
// The places where redistributors and CPU interfaces state facts: one set for all of them.
#pragma once
#include "common/probe.h"
#include "redistributor_facts.h"

namespace itstorm {

struct RedistributorProbes {
    Probe<LpiStoredFact> lpi_stored;
    Probe<LpiClearedFact> lpi_cleared;
    Probe<LpiMovedFact> lpi_moved;
    Probe<LpiLevelFact> lpi_level; // after each change
    Probe<PropertyReadFact> property_read;
    Probe<PropertyLookUpFact> property_look_up;
    Probe<LpiSpilledFact> lpi_spilled;
    Probe<LpiReloadedFact> lpi_reloaded;
    Probe<IrqLineFact> irq_line;         // after each change
    Probe<VirqLineFact> virq_line;       // after each change
    Probe<WakeRequestFact> wake_request; // after each change
    Probe<AcknowledgedFact> acknowledged;
    Probe<EndOfInterruptFact> end_of_interrupt;
    Probe<DirWrittenFact> dir_written;
    Probe<VirtualAcknowledgedFact> virtual_acknowledged;
    Probe<VirtualEndFact> virtual_end;
    Probe<MaintenanceFact> maintenance;      // after each change
    Probe<ListRegistersFact> list_registers; // after each change
};

} // namespace itstorm
