// SPDX-License-Identifier: Apache-2.0
// Rows of flight recordings: see flight_kinds.h.
#include "flight_kinds.h"
#include <algorithm>

namespace itstorm {

namespace {

// clang-format off
FlightRow::Arg none() { return {}; }
FlightRow::Arg num(const char* name) { return { name, FlightArg::Number }; }
FlightRow::Arg hex(const char* name) { return { name, FlightArg::Hex }; }
FlightRow::Arg ps(const char* name) { return { name, FlightArg::Ps }; }
FlightRow::Arg op(const char* name) { return { name, FlightArg::Opcode }; }
FlightRow::Arg state(const char* name) { return { name, FlightArg::State }; }
FlightRow::Arg domain(const char* name) { return { name, FlightArg::Domain }; }
FlightRow::Arg drop(const char* name) { return { name, FlightArg::Drop }; }
FlightRow::Arg exit(const char* name) { return { name, FlightArg::Exit }; }
FlightRow::Arg lock(const char* name) { return { name, FlightArg::Lock }; }
FlightRow::Arg label(const char* name) { return { name, FlightArg::Label }; }
// clang-format on

} // namespace

const std::vector<FlightRow>& flight_rows()
{
    static const std::vector<FlightRow> rows = {
#define X(kind, block, event, ...) { FlightBlock::block, event, { __VA_ARGS__ } },
        FLIGHT_KINDS(X)
#undef X
    };
    return rows;
}

const char* flight_block(FlightBlock block)
{
    switch (block) {
    case FlightBlock::Run: return "run";
    case FlightBlock::Function: return "dev";
    case FlightBlock::Its: return "its";
    case FlightBlock::Redistributor: return "gicr";
    case FlightBlock::Pe: return "pe";
    case FlightBlock::Domain: return "dom";
    case FlightBlock::Lock: return "lock";
    case FlightBlock::Label: return "label";
    case FlightBlock::Count: break;
    }
    return "";
}

std::string flight_event(const FlightRow& row)
{
    std::string event = std::string(flight_block(row.block)) + "." + row.event;
    std::replace(event.begin(), event.end(), '.', '_');
    return event;
}

} // namespace itstorm
