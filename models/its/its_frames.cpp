// SPDX-License-Identifier: Apache-2.0
// ItsFrames: see its_frames.h.
#include "its_frames.h"
#include "arch/its_regs.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <cstring>

namespace itstorm {

using tlm::tlm_generic_payload;

namespace {

std::uint64_t data_of(const tlm_generic_payload& trans)
{
    std::uint64_t value = 0;
    std::memcpy(&value, trans.get_data_ptr(),
                std::min<std::size_t>(trans.get_data_length(), sizeof value));
    return value;
}

} // namespace

ItsFrames::ItsFrames(ItsRegs& regs, Intake& intake, Drops& drops)
    : regs_(regs), intake_(intake), drops_(drops)
{
}

void ItsFrames::b_transport(tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    auto* extension = trans.get_extension<MsiExtension>();
    if (trans.get_byte_enable_ptr() != nullptr) {
        trans.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
    } else if (extension == nullptr) {
        trans.set_response_status(software(trans));
    } else {
        if (delay != sc_core::SC_ZERO_TIME)
            sim::wait(delay);
        delay = sc_core::SC_ZERO_TIME;
        trans.set_response_status(message(trans, extension->tag));
        extension->taken = trans.is_response_ok();
    }
}

// An access without DeviceID. What is not a register reads as zero and ignores writes, without a
// bus error.
tlm::tlm_response_status ItsFrames::software(tlm_generic_payload& trans)
{
    const auto offset = static_cast<std::uint32_t>(trans.get_address());
    const unsigned bytes = trans.get_data_length();
    if (trans.is_write()) {
        if (offset == GITS_TRANSLATER)
            return tlm::TLM_GENERIC_ERROR_RESPONSE; // a message without DeviceID
        regs_.write(offset, bytes, data_of(trans));
    } else if (trans.is_read()) {
        const std::uint64_t value = regs_.read(offset, bytes);
        std::memset(trans.get_data_ptr(), 0, bytes);
        std::memcpy(trans.get_data_ptr(), &value, std::min<std::size_t>(bytes, sizeof value));
    }
    return tlm::TLM_OK_RESPONSE;
}

// An access by a function. Choice: anything but a 16- or 32-bit write to GITS_TRANSLATER is a bus
// error, so that a message never vanishes without a line in the books and a function never reaches
// a register.
tlm::tlm_response_status ItsFrames::message(const tlm_generic_payload& trans, const MsiTag& sender)
{
    if (!trans.is_write() || trans.get_address() != GITS_TRANSLATER)
        return tlm::TLM_ADDRESS_ERROR_RESPONSE;
    if (trans.get_data_length() != 4 && trans.get_data_length() != 2)
        return tlm::TLM_BURST_ERROR_RESPONSE;
    receive({ sender.device_id, static_cast<std::uint32_t>(data_of(trans)), sender.serial });
    return tlm::TLM_OK_RESPONSE;
}

void ItsFrames::receive(const MsiTag& msi)
{
    if (!regs_.enabled())
        return drops_.drop(msi, Drop::ItsDisabled);
    intake_.wait_turn(msi.device_id);
    if (regs_.enabled())
        return intake_.enter(msi);
    intake_.pass_turn();
    drops_.drop(msi, Drop::ItsDisabled);
}

} // namespace itstorm
