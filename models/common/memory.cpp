// SPDX-License-Identifier: Apache-2.0
// Memory: see memory.h.
#include "memory.h"
#include <cstring>
#include <stdexcept>
#include <sys/mman.h>

namespace itstorm {

Memory::Memory(sc_core::sc_module_name name, std::uint64_t base, std::uint64_t bytes)
    : sc_module(name), socket("socket"), base_(base), bytes_(bytes)
{
    void* map = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED)
        throw std::runtime_error("no address space for the platform's RAM");
    data_ = static_cast<std::uint8_t*>(map);
    socket.register_b_transport(this, &Memory::b_transport);
    socket.register_get_direct_mem_ptr(this, &Memory::direct);
}

Memory::~Memory()
{
    munmap(data_, bytes_);
}

std::uint8_t* Memory::at(std::uint64_t pa, std::uint64_t bytes) const
{
    if (pa < base_ || bytes > bytes_ || pa - base_ > bytes_ - bytes)
        return nullptr;
    return data_ + (pa - base_);
}

void Memory::b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
{
    std::uint8_t* bytes = at(base_ + trans.get_address(), trans.get_data_length());
    if (bytes == nullptr || trans.get_byte_enable_ptr() != nullptr) {
        trans.set_response_status(bytes == nullptr ? tlm::TLM_ADDRESS_ERROR_RESPONSE
                                                   : tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
        return;
    }
    if (trans.is_read())
        std::memcpy(trans.get_data_ptr(), bytes, trans.get_data_length());
    else if (trans.is_write())
        std::memcpy(bytes, trans.get_data_ptr(), trans.get_data_length());
    trans.set_dmi_allowed(!accesses.watched());
    trans.set_response_status(tlm::TLM_OK_RESPONSE);
    accesses({ base_ + trans.get_address(), trans.get_data_length(), trans.is_write() });
}

// All of it, for good, or nothing.
bool Memory::direct(tlm::tlm_generic_payload&, tlm::tlm_dmi& offer)
{
    offer.set_dmi_ptr(data_);
    offer.set_start_address(0);
    offer.set_end_address(bytes_ - 1);
    offer.allow_read_write();
    return !accesses.watched();
}

} // namespace itstorm
