// SPDX-License-Identifier: Apache-2.0
// A block's way to memory, whose accesses take no time: the block has waited as long as its
// configuration says. By TLM-2.0 transactions; straight to the bytes where memory offers that
// (DMI), whatever latency it states, until it takes the offer back.
#pragma once
#include <cstdint>
#include <systemc>
#include <tlm>

namespace itstorm {

class MemoryPort {
public:
    explicit MemoryPort(tlm::tlm_initiator_socket<>& socket) : socket_(socket) {}

    // False: bus error.
    bool read(std::uint64_t address, void* data, unsigned bytes);
    bool write(std::uint64_t address, const void* data, unsigned bytes);

    void offer_ends() { has_offer_ = false; } // the memory's invalidate_direct_mem_ptr

private:
    unsigned char* direct(std::uint64_t address, unsigned bytes) const
    {
        const bool is_inside = has_offer_ && address >= offer_.get_start_address() &&
                               address <= offer_.get_end_address() &&
                               bytes - 1 <= offer_.get_end_address() - address;
        return is_inside ? offer_.get_dmi_ptr() + (address - offer_.get_start_address()) : nullptr;
    }
    bool transport(tlm::tlm_command command, std::uint64_t address, void* data, unsigned bytes);

    tlm::tlm_initiator_socket<>& socket_;
    tlm::tlm_generic_payload payload_;
    tlm::tlm_dmi offer_;
    bool has_offer_ = false;
};

} // namespace itstorm
