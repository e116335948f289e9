// SPDX-License-Identifier: Apache-2.0
// MemoryPort: see memory_port.h.
#include "memory_port.h"
#include "access.h"
#include <cstring>

namespace itstorm {

bool MemoryPort::read(std::uint64_t address, void* data, unsigned bytes)
{
    const unsigned char* at = direct(address, bytes);
    if (at == nullptr)
        return transport(tlm::TLM_READ_COMMAND, address, data, bytes);
    std::memcpy(data, at, bytes);
    return true;
}

bool MemoryPort::write(std::uint64_t address, const void* data, unsigned bytes)
{
    unsigned char* at = direct(address, bytes);
    if (at == nullptr)
        return transport(tlm::TLM_WRITE_COMMAND, address, const_cast<void*>(data), bytes);
    std::memcpy(at, data, bytes);
    return true;
}

bool MemoryPort::transport(tlm::tlm_command command, std::uint64_t address, void* data,
                           unsigned bytes)
{
    const auto before = sc_core::sc_delta_count();
    payload_.set_dmi_allowed(false);
    const bool answered = bus_access(socket_, payload_, command, address, data, bytes);
    if (sc_core::sc_delta_count() != before)
        SC_REPORT_ERROR(socket_.name(),
                        "memory has waited in b_transport; what an access takes is table_read, "
                        "table_write, command_fetch and property_read of the configuration");
    if (answered && payload_.is_dmi_allowed()) {
        offer_.init();
        has_offer_ =
            socket_->get_direct_mem_ptr(payload_, offer_) && offer_.is_read_write_allowed();
    }
    return answered;
}

} // namespace itstorm
