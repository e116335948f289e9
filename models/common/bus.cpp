// SPDX-License-Identifier: Apache-2.0
// Bus: see bus.h.
#include "bus.h"
#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace itstorm {
namespace {

std::string hex(std::uint64_t address)
{
    char text[20];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
    return text;
}

} // namespace

Bus::Bus(sc_core::sc_module_name name)
    : sc_module(name), initiators("initiators"), targets("targets")
{
    initiators.register_b_transport(this, &Bus::b_transport);
}

void Bus::add_range(const char* target, std::uint64_t base, std::uint64_t bytes)
{
    const Range range{ base, bytes, static_cast<unsigned>(ranges_.size()), target };
    const auto at =
        std::upper_bound(ranges_.begin(), ranges_.end(), base,
                         [](std::uint64_t address, const Range& r) { return address < r.base; });
    const Range* overlaps = nullptr;
    if (at != ranges_.end() && bytes > at->base - base)
        overlaps = &*at;
    if (at != ranges_.begin() && base - std::prev(at)->base < std::prev(at)->bytes)
        overlaps = &*std::prev(at);
    if (overlaps != nullptr)
        throw std::runtime_error(std::string(name()) + ": " + target + " and " + overlaps->name +
                                 " share addresses from " + hex(std::max(base, overlaps->base)));
    ranges_.insert(at, range);
}

const Bus::Range* Bus::find(std::uint64_t address, std::uint64_t bytes) const
{
    auto at = std::upper_bound(ranges_.begin(), ranges_.end(), address,
                               [](std::uint64_t a, const Range& r) { return a < r.base; });
    if (at == ranges_.begin())
        return nullptr;
    --at;
    return bytes <= at->bytes && address - at->base <= at->bytes - bytes ? &*at : nullptr;
}

void Bus::b_transport(int, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    const std::uint64_t address = trans.get_address();
    const Range* range = find(address, trans.get_data_length());
    if (range == nullptr) {
        trans.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
        return;
    }
    trans.set_address(address - range->base);
    targets[range->port]->b_transport(trans, delay);
    trans.set_address(address);
}

} // namespace itstorm
