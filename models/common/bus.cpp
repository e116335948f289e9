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
    initiators.register_get_direct_mem_ptr(this, &Bus::direct);
    targets.register_invalidate_direct_mem_ptr(this, &Bus::offer_ends);
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

// What the target offers, at the addresses at which its initiators see it.
bool Bus::direct(int, tlm::tlm_generic_payload& trans, tlm::tlm_dmi& offer)
{
    const std::uint64_t address = trans.get_address();
    const Range* range = find(address, trans.get_data_length());
    if (range == nullptr)
        return false;
    trans.set_address(address - range->base);
    const bool is_offered = targets[range->port]->get_direct_mem_ptr(trans, offer);
    trans.set_address(address);
    const std::uint64_t last = range->bytes - 1;
    offer.set_start_address(range->base + std::min<std::uint64_t>(offer.get_start_address(), last));
    offer.set_end_address(range->base + std::min<std::uint64_t>(offer.get_end_address(), last));
    return is_offered;
}

void Bus::offer_ends(int port, sc_dt::uint64 first, sc_dt::uint64 last)
{
    const auto range = std::find_if(ranges_.begin(), ranges_.end(), [port](const Range& r) {
        return r.port == static_cast<unsigned>(port);
    });
    const std::uint64_t end = range->bytes - 1;
    for (unsigned n = 0; n < initiators.size(); n++)
        initiators[static_cast<int>(n)]->invalidate_direct_mem_ptr(
            range->base + std::min<std::uint64_t>(first, end),
            range->base + std::min<std::uint64_t>(last, end));
}

} // namespace itstorm
