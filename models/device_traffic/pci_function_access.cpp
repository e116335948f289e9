// SPDX-License-Identifier: Apache-2.0
// PciFunction as software reaches it: configuration space, BARs, Function Level Reset. See
// pci_function.h.
#include "arch/pci_device.h"
#include "pci_function.h"
#include <algorithm>
#include <cstring>

namespace itstorm {

namespace {

bool is_aligned(const tlm::tlm_generic_payload& trans, unsigned least, unsigned most)
{
    const unsigned bytes = trans.get_data_length();
    const bool is_power = (bytes & (bytes - 1)) == 0;
    return bytes >= least && bytes <= most && is_power && trans.get_address() % bytes == 0;
}

std::uint64_t payload(const tlm::tlm_generic_payload& trans)
{
    std::uint64_t value = 0;
    std::memcpy(&value, trans.get_data_ptr(), trans.get_data_length());
    return value;
}

void answer(tlm::tlm_generic_payload& trans, std::uint64_t value)
{
    std::memcpy(trans.get_data_ptr(), &value, trans.get_data_length());
}

// A register block of 32-bit words, accessed by one or two of them.
template <class Read, class Write>
void access_words(tlm::tlm_generic_payload& trans, Read read, Write write)
{
    const auto offset = static_cast<std::uint32_t>(trans.get_address());
    for (unsigned at = 0; at < trans.get_data_length(); at += 4) {
        std::uint32_t word = 0;
        if (trans.is_read()) {
            word = read(offset + at);
            std::memcpy(trans.get_data_ptr() + at, &word, sizeof word);
        } else {
            std::memcpy(&word, trans.get_data_ptr() + at, sizeof word);
            write(offset + at, word);
        }
    }
}

} // namespace

// ---- configuration space ----

void PciFunction::access_configuration(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
{
    if (!is_aligned(trans, 1, 4) || trans.get_address() >= PCI_ECAM_FUNCTION_BYTES)
        return trans.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
    const auto offset = static_cast<std::uint32_t>(trans.get_address());
    const unsigned bytes = trans.get_data_length();
    if (trans.is_read())
        answer(trans, interrupts_read_config(&interrupts_, offset, bytes));
    else
        configure(offset, bytes, static_cast<std::uint32_t>(payload(trans)));
    trans.set_response_status(tlm::TLM_OK_RESPONSE);
}

void PciFunction::configure(std::uint32_t offset, unsigned bytes, std::uint32_t value)
{
    if (interrupts_configure(&interrupts_, offset, bytes, value))
        reset();
    drive_line();
    pump();
}

void PciFunction::reset()
{
    if (kind_->makes_its_arrivals())
        generator_.stop();
    kind_->reset();
    std::uint64_t forgotten = interrupts_reset(&interrupts_);
    for (const Outgoing& one : outgoing_) {
        forgotten += one.request.is_message();
        if (PendingRead* read = one.request.read())
            read->completed.notify(sc_core::SC_ZERO_TIME);
    }
    outgoing_.clear();
    slot_taken_ = false;
    ledger_.book(&Ledger::cleared, forgotten);
    probes.reset(FunctionResetFact{ index_, forgotten });
}

// ---- BARs ----

// False: the access was refused, and its response is set.
bool PciFunction::begin_bar_access(tlm::tlm_generic_payload& trans) const
{
    if (!is_aligned(trans, 4, 8))
        trans.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
    else if (!config_space_memory_enabled(&interrupts_.config))
        trans.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    else
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    return trans.is_response_ok();
}

void PciFunction::access_vectors(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
{
    if (!begin_bar_access(trans))
        return;
    msix& state = interrupts_.msix;
    access_words(
        trans, [&](std::uint32_t offset) { return msix_read32(&state, offset); },
        [&](std::uint32_t offset, std::uint32_t value) { msix_write32(&state, offset, value); });
    if (trans.is_write())
        pump();
}

void PciFunction::access_registers(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
{
    if (!begin_bar_access(trans))
        return;
    const auto offset = static_cast<std::uint32_t>(trans.get_address());
    const unsigned bytes = trans.get_data_length();
    if (offset < DEVICE_KIND_REGISTERS)
        access_words(
            trans, [this](std::uint32_t at) { return read_register(at); },
            [this](std::uint32_t at, std::uint32_t value) { write_register(at, value); });
    else if (trans.is_read())
        answer(trans, kind_->read(offset - DEVICE_KIND_REGISTERS, bytes));
    else
        kind_->write(offset - DEVICE_KIND_REGISTERS, bytes, payload(trans));
}

std::uint32_t PciFunction::read_register(std::uint32_t offset) const
{
    switch (offset) {
    case DEVICE_KIND: return static_cast<std::uint32_t>(config_.kind);
    case DEVICE_VECTORS: return config_.vectors;
    case DEVICE_INTERRUPT_CAUSE: return interrupts_.cause;
    default: return 0;
    }
}

void PciFunction::write_register(std::uint32_t offset, std::uint32_t value)
{
    if (offset != DEVICE_INTERRUPT_CAUSE)
        return;
    interrupts_clear_cause(&interrupts_, kind_->causes_to_clear(value & interrupts_.cause));
    drive_line();
    pump(); // a line-rate pattern waits while all of its causes are set
}

} // namespace itstorm
