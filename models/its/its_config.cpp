// SPDX-License-Identifier: Apache-2.0
// checked(): see its_config.h.
#include "its_config.h"
#include <stdexcept>
#include <string>

namespace itstorm {
namespace {

// A flat table: at most 256 pages of 64 KiB, entries of 8 bytes.
constexpr unsigned flat_device_bits = 21;

void refuse(const char* field, std::uint64_t value, const std::string& wanted)
{
    throw std::invalid_argument(std::string(field) + " is " + std::to_string(value) + ", not " +
                                wanted);
}

void check_width(const char* field, unsigned bits, unsigned least, unsigned most)
{
    if (bits < least || bits > most)
        refuse(field, bits, std::to_string(least) + " to " + std::to_string(most));
}

void check_sets(const char* field, std::uint32_t sets)
{
    if ((sets & (sets - 1)) != 0)
        refuse(field, sets, "0 or a power of two");
}

} // namespace

ItsConfig checked(const ItsConfig& config)
{
    check_width("device_bits", config.device_bits, 1, config.indirect ? 32 : flat_device_bits);
    check_width("event_bits", config.event_bits, 1, 32);
    check_width("icid_bits", config.icid_bits, 1, 16);
    check_width("lpi_id_bits", config.lpi_id_bits, 14, 32);
    check_sets("device_cache_sets", config.device_cache_sets);
    check_sets("event_cache_sets", config.event_cache_sets);
    check_sets("collection_cache_sets", config.collection_cache_sets);
    if (config.command_prefetch > 3)
        refuse("command_prefetch", config.command_prefetch, "0 to 3");
    // Choice: a stall must name the command in error, whose slot CREADR would have given back.
    if (config.creadr == CreadrMoves::AtFetch && config.error_mode == ErrorMode::Stall)
        throw std::invalid_argument("creadr is fetch, which needs error_mode skip");
    return config;
}

} // namespace itstorm
