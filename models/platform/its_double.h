// SPDX-License-Identifier: Apache-2.0
// A double at the sockets of one ITS, between it and the bus, for scenarios in which the hardware
// or the software beside it goes wrong. Passes everything on until it is told to break something;
// what it breaks is what a bus, a memory or a careless store would have broken: the ITS has no part
// in it. Built by Soc if the scenario asks for it.
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

    // The next `count` commands that the ITS reads have an opcode that there is not.
    void damage_commands(std::uint64_t count) { damaged_ = count; }

    // The next `count` writes to GITS_CWRITER do not arrive. Their sender does not learn of it.
    void lose_doorbells(std::uint64_t count) { lost_ = count; }

    // From now on, for so long, memory answers the ITS with an error.
    void refuse_memory(std::uint64_t ps);

    // From now on, for so long, the ITS takes no new command: of what is written to GITS_CWRITER it
    // learns the last when the time is over. What it has in its ring before that, it finishes.
    void stall(std::uint64_t ps);

    // Zeros over an entry of a table, as a stray store would write them: of the device table, of a
    // device's ITT, of the collection table. What the ITS has in its cache stays there. False:
    // there is no valid entry.
    bool overwrite_device(std::uint32_t device);
    bool overwrite_event(std::uint32_t device, std::uint32_t event);
    bool overwrite_collection(std::uint32_t icid);

    // How often something came by that was broken: commands damaged, doorbells lost, accesses to
    // memory refused, doorbells kept back by a stall.
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
    unsigned kept_bytes_ = 0; // of it; 0: there is none
    sim::Event stall_ends_;
};

} // namespace itstorm
