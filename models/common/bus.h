// SPDX-License-Identifier: Apache-2.0
// Address decoder: any number of initiators, any number of targets, TLM-2.0 b_transport. No
// latency, no arbitration: costs belong to the ends (a PE's access, a link, a table port). Passes
// DMI on. Nobody
// at the address: TLM_ADDRESS_ERROR_RESPONSE.
#pragma once
#include <string>
#include <systemc>
#include <tlm>
#include <tlm_utils/multi_passthrough_initiator_socket.h>
#include <tlm_utils/multi_passthrough_target_socket.h>
#include <vector>

namespace itstorm {

class Bus : public sc_core::sc_module {
public:
    explicit Bus(sc_core::sc_module_name name);

    tlm_utils::multi_passthrough_target_socket<Bus> initiators;
    tlm_utils::multi_passthrough_initiator_socket<Bus> targets;

    // Binds `target` at [base, base + bytes); it sees offsets. Before elaboration ends; overlap is
    // an error naming both.
    template <class Socket>
    void map(Socket& target, std::uint64_t base, std::uint64_t bytes)
    {
        add_range(target.name(), base, bytes);
        targets.bind(target);
    }

private:
    struct Range {
        std::uint64_t base, bytes;
        unsigned port;
        std::string name; // of the target, for messages
    };

    void add_range(const char* name, std::uint64_t base, std::uint64_t bytes);
    const Range* find(std::uint64_t address, std::uint64_t bytes) const;
    void b_transport(int from, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    bool direct(int from, tlm::tlm_generic_payload& trans, tlm::tlm_dmi& offer);
    void offer_ends(int port, sc_dt::uint64 first, sc_dt::uint64 last);

    std::vector<Range> ranges_; // sorted by base
};

} // namespace itstorm
