// SPDX-License-Identifier: Apache-2.0
// The places where an ITS states facts. Owned by Its; the blocks inside get references to the ones
// they feed.
#pragma once
#include "common/probe.h"
#include "its_facts.h"

namespace itstorm {

struct ItsProbes {
    Probe<MsiReceivedFact> msi_received;
    Probe<MsiTranslatedFact> msi_translated;
    Probe<MsiDroppedFact> msi_dropped;
    Probe<IntakeLevelFact> intake;
    Probe<LaneLevelFact> lanes;
    Probe<LookUpFact> look_up;
    Probe<RingFact> ring;
    Probe<OverrunFact> overrun;
    Probe<CommandBegunFact> command_begun;
    Probe<CommandFact> command;
    Probe<CommandRefusedFact> command_refused;
};

} // namespace itstorm
