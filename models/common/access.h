// SPDX-License-Identifier: Apache-2.0
// The small end of TLM-2.0: read or write a few bytes through an initiator socket, without waiting.
// False: bus error.
#pragma once
#include "kernel_thread.h"
#include <cstdint>
#include <systemc>
#include <tlm>

namespace itstorm {

// With a payload of the caller's: building one costs more than the access.
template <class Socket>
bool bus_access(Socket& socket, tlm::tlm_generic_payload& trans, tlm::tlm_command command,
                std::uint64_t address, void* data, unsigned bytes)
{
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    trans.set_command(command);
    trans.set_address(address);
    trans.set_data_ptr(static_cast<unsigned char*>(data));
    trans.set_data_length(bytes);
    trans.set_streaming_width(bytes);
    trans.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
    const sim::Crossing crossing; // it may be somebody else's, who waits
    socket->b_transport(trans, delay);
    return trans.is_response_ok();
}

template <class Socket>
bool bus_access(Socket& socket, tlm::tlm_command command, std::uint64_t address, void* data,
                unsigned bytes)
{
    tlm::tlm_generic_payload trans;
    return bus_access(socket, trans, command, address, data, bytes);
}

template <class Socket>
bool bus_read(Socket& socket, std::uint64_t address, void* data, unsigned bytes)
{
    return bus_access(socket, tlm::TLM_READ_COMMAND, address, data, bytes);
}

template <class Socket>
bool bus_write(Socket& socket, std::uint64_t address, const void* data, unsigned bytes)
{
    return bus_access(socket, tlm::TLM_WRITE_COMMAND, address, const_cast<void*>(data), bytes);
}

} // namespace itstorm
