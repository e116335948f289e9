// SPDX-License-Identifier: Apache-2.0
// Which interrupts a CPU interface may hand to its PE, and when it may hand none: see its_oracle.h.
#include "its_oracle_command.h"
#include <algorithm>

namespace its_oracle {

std::vector<std::uint8_t> Oracle::bytes_in_use(std::uint32_t lpi) const
{
    const Bytes* bytes = find(bytes_, lpi);
    if (bytes == nullptr)
        return { 0 };
    return { bytes->held.begin() + static_cast<std::ptrdiff_t>(bytes->first), bytes->held.end() };
}

// An LPI is signalled only if its priority number is lower than this.
std::uint8_t Oracle::threshold(unsigned pe) const
{
    const auto& active = pe_[pe].active;
    return active.empty() ? pe_[pe].pmr : std::min(pe_[pe].pmr, active.back().second);
}

bool Oracle::may_be_silent(std::uint32_t lpi, std::uint8_t threshold) const
{
    const auto bytes = bytes_in_use(lpi);
    return std::any_of(bytes.begin(), bytes.end(), [&](std::uint8_t byte) {
        return (byte & 1) == 0 || (byte & 0xf8) >= threshold;
    });
}

// Whether the LPI must be delivered before `other`, which has this priority: with every byte that
// may be in use for it, it is enabled and has a higher priority, or the same and a lower INTID.
bool Oracle::must_precede(std::uint32_t lpi, std::uint32_t other, std::uint8_t priority) const
{
    const auto bytes = bytes_in_use(lpi);
    return std::all_of(bytes.begin(), bytes.end(), [&](std::uint8_t byte) {
        const std::uint8_t own = byte & 0xf8;
        return (byte & 1) != 0 && (own < priority || (own == priority && lpi < other));
    });
}

std::string Oracle::acknowledge(unsigned pe, std::uint32_t intid, std::uint8_t priority)
{
    std::set<std::uint32_t>& pending = possible_.front()[pe];
    if (intid == none) {
        for (const std::uint32_t lpi : pending)
            if (!may_be_silent(lpi, threshold(pe)))
                return "nothing is delivered, although LPI " + std::to_string(lpi) +
                       " is pending, enabled and above the mask";
        return "";
    }
    if (pending.erase(intid) == 0)
        return "LPI " + std::to_string(intid) + " is delivered and was not pending here";
    const auto bytes = bytes_in_use(intid);
    const auto in_use = [&](std::uint8_t b) { return (b & 1) != 0 && (b & 0xf8) == priority; };
    if (std::none_of(bytes.begin(), bytes.end(), in_use))
        return "LPI " + std::to_string(intid) + " is delivered by a byte that is out of use";
    if (priority >= threshold(pe))
        return "LPI " + std::to_string(intid) + " is delivered although it is masked";
    for (const std::uint32_t lpi : pending)
        if (must_precede(lpi, intid, priority))
            return "LPI " + std::to_string(intid) + " is delivered before the better " +
                   std::to_string(lpi);
    pe_[pe].active.emplace_back(intid, priority);
    return "";
}

void Oracle::end(unsigned pe)
{
    pe_[pe].active.pop_back();
}

std::vector<std::uint32_t> Oracle::active(unsigned pe) const
{
    std::vector<std::uint32_t> intids;
    for (const auto& [intid, priority] : pe_[pe].active)
        intids.push_back(intid);
    return intids;
}

} // namespace its_oracle
