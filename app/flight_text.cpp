// SPDX-License-Identifier: Apache-2.0
// Records as text: see flight_text.h.
#include "flight_text.h"
#include "common/ledger.h"
#include "glob.h"
#include "observe/names.h"
#include "text_layout.h"
#include <sstream>

namespace itstorm {

namespace {

const std::vector<std::string>& names_of(const FlightNames& names, FlightBlock block)
{
    return names[static_cast<std::size_t>(block)];
}

std::string name_or_number(const std::vector<std::string>& names, std::uint64_t index)
{
    return index < names.size() ? names[index] : std::to_string(index);
}

std::string value_text(const FlightNames& names, FlightArg kind, std::uint64_t value)
{
    switch (kind) {
    case FlightArg::Hex: return hex_text(value);
    case FlightArg::Ps: return std::to_string(value) + "ps";
    case FlightArg::Opcode: return opcode_name(static_cast<unsigned>(value));
    case FlightArg::State: return pe_state_name(static_cast<PeState>(value));
    case FlightArg::Domain:
        return domain_name(names_of(names, FlightBlock::Domain), static_cast<std::uint16_t>(value));
    case FlightArg::Drop: return drop_name(static_cast<Drop>(value));
    case FlightArg::Exit: return name_or_number(exit_names(), value);
    case FlightArg::Lock: return name_or_number(names_of(names, FlightBlock::Lock), value);
    case FlightArg::Label: return name_or_number(names_of(names, FlightBlock::Label), value);
    case FlightArg::Number:
    case FlightArg::None: break;
    }
    return std::to_string(value);
}

bool matches_one(const std::string& glob, const FlightNames& names, const FlightRecord& record)
{
    return matches_glob(glob, flight_path(names, record)) ||
           matches_glob(glob, flight_event(flight_row(record)));
}

} // namespace

const FlightRow& flight_row(const FlightRecord& record)
{
    return flight_rows()[static_cast<std::size_t>(record.kind)];
}

std::string flight_instance(const FlightNames& names, const FlightRecord& record)
{
    const auto& instances = names_of(names, flight_row(record).block);
    return record.instance < instances.size() ? instances[record.instance] : "host";
}

std::string flight_path(const FlightNames& names, const FlightRecord& record)
{
    return flight_instance(names, record) + "." + flight_row(record).event;
}

std::vector<std::pair<std::string, std::string>> flight_args(const FlightNames& names,
                                                             const FlightRecord& record)
{
    const std::uint64_t values[] = { record.a, record.b, record.c };
    std::vector<std::pair<std::string, std::string>> args;
    for (unsigned n = 0; n < 3; ++n) {
        const auto& arg = flight_row(record).args[n];
        if (arg.kind != FlightArg::None)
            args.emplace_back(arg.name, value_text(names, arg.kind, values[n]));
    }
    return args;
}

std::string flight_line(const FlightNames& names, const FlightRecord& record)
{
    std::string line = std::to_string(record.ps) + "ps " + flight_event(flight_row(record)) + " " +
                       flight_instance(names, record);
    for (const auto& [name, value] : flight_args(names, record))
        line += " " + name + "=" + value;
    return line;
}

bool flight_matches(const std::string& globs, const FlightNames& names, const FlightRecord& record)
{
    if (globs.empty())
        return true;
    std::istringstream parts(globs);
    for (std::string glob; std::getline(parts, glob, ',');)
        if (matches_one(glob, names, record))
            return true;
    return false;
}

} // namespace itstorm
