// SPDX-License-Identifier: Apache-2.0
// What a bus access to the ITS means: a register of the control frame, or a message to
// GITS_TRANSLATER. Registers answer at once; a message waits in the sender's task until the
// intake takes it. Offsets are from the ITS base, both frames.
#pragma once
#include "its_regs.h"

namespace itstorm {

class ItsFrames {
public:
    ItsFrames(ItsRegs& regs, Intake& intake, Drops& drops);

    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);

private:
    tlm::tlm_response_status software(tlm::tlm_generic_payload& trans);
    tlm::tlm_response_status message(const tlm::tlm_generic_payload& trans, const MsiTag& sender);
    void receive(const MsiTag& msi);

    ItsRegs& regs_;
    Intake& intake_;
    Drops& drops_;
};

} // namespace itstorm
