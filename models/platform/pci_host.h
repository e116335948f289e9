// SPDX-License-Identifier: Apache-2.0
// The configuration space of all functions, behind one window on the bus (ECAM). At a place without
// a function, reads return all ones and writes are lost: the root complex completes them (PCI
// Express Base Specification, "Completion Status").
//
// Choice: root ports have no configuration space in this window; each function has a port and a
// link of its own, and the bus number that the scenario gives it.
#pragma once
#include <cstdint>
#include <map>
#include <systemc>
#include <tlm_utils/multi_passthrough_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

class PciHost : public sc_core::sc_module {
public:
    explicit PciHost(sc_core::sc_module_name name);

    tlm_utils::simple_target_socket<PciHost> ecam; // arch/pci_config.h
    tlm_utils::multi_passthrough_initiator_socket<PciHost, 32, tlm::tlm_base_protocol_types, 0,
                                                  sc_core::SC_ZERO_OR_MORE_BOUND>
        functions;

    // Binds the configuration space of a function. Called before elaboration ends.
    template <class Socket>
    void add(Socket& configuration, std::uint16_t bdf)
    {
        ports_.emplace(bdf, static_cast<unsigned>(ports_.size()));
        functions.bind(configuration);
    }

private:
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);

    std::map<std::uint16_t, unsigned> ports_; // by bus << 8 | device << 3 | function
};

} // namespace itstorm
