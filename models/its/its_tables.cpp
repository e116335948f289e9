// SPDX-License-Identifier: Apache-2.0
// ItsTables: see its_tables.h.
#include "its_tables.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include <algorithm>

namespace itstorm {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "table entries are little-endian words");

ItsTables::ItsTables(ItsMemorySocket& memory, const ItsConfig& config)
    : memory_(memory), config_(config)
{
}

ItsTables::Table ItsTables::table(std::uint64_t baser, unsigned id_bits)
{
    if (bits_get(baser, GITS_BASER_VALID) == 0)
        return {};
    const bool two_level = bits_get(baser, GITS_BASER_INDIRECT) != 0;
    return { gits_baser_address(baser), std::min(gits_baser_entries(baser), bit(id_bits)),
             two_level ? gits_baser_page_entries(baser) : 0 };
}

void ItsTables::set_devices(std::uint64_t baser)
{
    devices_ = table(baser, config_.device_bits);
}

void ItsTables::set_collections(std::uint64_t baser)
{
    collections_ = table(baser, config_.icid_bits);
}

// Choice (P-EVENTBITS): an EventID beyond the device's ITT or beyond the ITS's own width is out of
// range, not truncated.
bool ItsTables::event_in_range(const its_dte& dte, std::uint32_t event) const
{
    return event < bit(std::min<unsigned>(dte.event_bits, config_.event_bits));
}

std::optional<std::uint64_t> ItsTables::read_word(std::uint64_t address) const
{
    std::uint64_t word = 0;
    if (!memory_.read(address, &word, sizeof word))
        return std::nullopt;
    return word;
}

bool ItsTables::write_word(std::uint64_t address, std::uint64_t word)
{
    return memory_.write(address, &word, sizeof word);
}

std::optional<DevicePlace> ItsTables::device_place(std::uint32_t device) const
{
    if (!two_level())
        return DevicePlace{ true, devices_.base + std::uint64_t{ device } * ITS_DTE_BYTES };
    const std::uint64_t page_entries = devices_.page_entries;
    const auto word = read_word(devices_.base + device / page_entries * ITS_L1_BYTES);
    if (!word)
        return std::nullopt;
    const its_l1 level1 =
        its_l1_load(*word, static_cast<std::uint32_t>(page_entries * ITS_DTE_BYTES));
    return DevicePlace{ level1.valid, level1.page + device % page_entries * ITS_DTE_BYTES };
}

std::optional<its_dte> ItsTables::device(const DevicePlace& place) const
{
    const auto word = read_word(place.address);
    return word ? std::optional(its_dte_load(*word)) : std::nullopt;
}

std::optional<its_ite> ItsTables::event(const its_dte& dte, std::uint32_t event) const
{
    const auto word = read_word(dte.itt + std::uint64_t{ event } * ITS_ITE_BYTES);
    return word ? std::optional(its_ite_load(*word)) : std::nullopt;
}

std::optional<its_cte> ItsTables::collection(std::uint32_t icid) const
{
    const auto word = read_word(collections_.base + std::uint64_t{ icid } * ITS_CTE_BYTES);
    return word ? std::optional(its_cte_load(*word)) : std::nullopt;
}

bool ItsTables::store_device(const DevicePlace& place, const its_dte& dte)
{
    return write_word(place.address, its_dte_store(&dte));
}

bool ItsTables::store_event(const its_dte& dte, std::uint32_t event, const its_ite& ite)
{
    return write_word(dte.itt + std::uint64_t{ event } * ITS_ITE_BYTES, its_ite_store(&ite));
}

bool ItsTables::store_collection(std::uint32_t icid, const its_cte& cte)
{
    return write_word(collections_.base + std::uint64_t{ icid } * ITS_CTE_BYTES,
                      its_cte_store(&cte));
}

bool ItsTables::fetch(std::uint64_t address, struct its_cmd& command) const
{
    return memory_.read(address, &command, ITS_CMD_BYTES);
}

} // namespace itstorm
