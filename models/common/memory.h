// SPDX-License-Identifier: Apache-2.0
// RAM: sparse (pages appear when touched), contiguous in the host so that C may hold a pointer, TLM
// target, with DMI, for everyone else. Adds no delay: the latency of a read belongs to the port
// that reads (a walk waits, then looks).
#pragma once
#include "probe.h"
#include <cstdint>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

struct MemoryAccessFact {
    std::uint64_t pa;
    unsigned bytes;
    bool is_write;
};

class Memory : public sc_core::sc_module {
public:
    Memory(sc_core::sc_module_name name, std::uint64_t base, std::uint64_t bytes);
    ~Memory() override;

    tlm_utils::simple_target_socket<Memory> socket; // addresses relative to the base

    // Through the socket: by blocks, not by C. Whoever listens does so before the first of them;
    // then nobody is offered the bytes themselves.
    Probe<MemoryAccessFact> accesses;

    // The bytes at a physical address; nullptr if [pa, pa + bytes) is not inside.
    std::uint8_t* at(std::uint64_t pa, std::uint64_t bytes) const;
    std::uint64_t base() const { return base_; }
    std::uint64_t bytes() const { return bytes_; }

private:
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    bool direct(tlm::tlm_generic_payload& trans, tlm::tlm_dmi& offer);

    std::uint64_t base_, bytes_;
    std::uint8_t* data_;
};

} // namespace itstorm
