// SPDX-License-Identifier: Apache-2.0
// A double between one ITS and the bus, for scenarios in which the hardware or the software around
// the ITS goes wrong. It passes every access on until a timeline entry fault.* tells it to break
// some, as a faulty bus, a faulty memory or a stray store would; the ITS itself is unchanged. Built
// by Soc if the scenario asks for it.
#pragma once
#include "common/event.h"
#include <cstdint>
#include <systemc>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

enum class ItsFault : std::uint8_t { Command, Doorbell, Memory, Stall };

class ItsDouble : public sc_core::sc_module {
public:
    ItsDouble(sc_core::sc_module_name name, unsigned its);

    tlm_utils::simple_target_socket<ItsDouble> from_bus, from_its;
    tlm_utils::simple_initiator_socket<ItsDouble> to_its, to_bus;

    // The next `count` commands that the ITS reads have an undefined opcode.
    void damage_commands(std::uint64_t count) { damaged_ = count; }

    // The next `count` writes to GITS_CWRITER are lost; the sender's access completes normally.
    void lose_doorbells(std::uint64_t count) { lost_ = count; }

    // For the next `ps`, memory answers the ITS with a bus error.
    void refuse_memory(std::uint64_t ps);

    // For the next `ps`, the ITS takes no new command: writes to GITS_CWRITER are kept back, and
    // the last one reaches the ITS at the end. The ITS finishes the commands that it knew of.
    void stall(std::uint64_t ps);

    // Write zeros over an entry of the device table, of a device's ITT or of the collection table,
    // as a stray store would. The caches of the ITS keep the entry. False: there is no valid entry.
    bool overwrite_device(std::uint32_t device);
    bool overwrite_event(std::uint32_t device, std::uint32_t event);
    bool overwrite_collection(std::uint32_t icid);

    // How many accesses were broken: commands damaged, doorbells lost, accesses to memory refused,
    // doorbells kept back by a stall.
    std::uint64_t hits(ItsFault kind) const { return hits_[static_cast<unsigned>(kind)]; }

private:
    void registers(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void memory(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void keep_doorbell(tlm::tlm_generic_payload& trans);
    void end_stall();
    void hit(ItsFault kind) { ++hits_[static_cast<unsigned>(kind)]; }
    std::uint64_t entry_address(std::uint64_t baser_offset, std::uint32_t entry); // 0: none
    std::uint64_t word_at(std::uint64_t address); // 0: none, or it cannot be read
    bool overwrite(std::uint64_t address);

    std::uint64_t hits_[4] = {};
    std::uint64_t damaged_ = 0, lost_ = 0, refused_until_ps_ = 0, stalled_until_ps_ = 0;
    std::uint64_t kept_ = 0;  // the doorbell that waits for the end of the stall
    unsigned kept_bytes_ = 0; // of that doorbell; 0: none waits
    sim::Event stall_ends_;
};

} // namespace itstorm
