// SPDX-License-Identifier: Apache-2.0
// A flight recording as a waveform: see flight_formats.h.
#include "flight_formats.h"
#include "flight_text.h"
#include "observe/vcd.h"
#include <map>
#include <tuple>

namespace itstorm {

namespace {

constexpr unsigned count_bits = 32, number_bits = 64;

// The variables of an event of one instance.
struct EventVariables {
    unsigned count = 0, args[3] = {};
    std::uint64_t happened = 0;
};

// By block, instance and kind: an instance is a scope.
using Key = std::tuple<FlightBlock, std::uint16_t, FlightKind>;

Key key_of(const FlightRecord& record)
{
    return { flight_row(record).block, record.instance, record.kind };
}

bool is_number(FlightArg kind)
{
    return kind == FlightArg::Number || kind == FlightArg::Hex || kind == FlightArg::Ps;
}

std::string variable_name(const FlightRow& row, const std::string& end)
{
    std::string name = row.event + std::string(".") + end;
    for (char& c : name)
        if (c == '.')
            c = '_';
    return name;
}

EventVariables declare(vcd* dump, const FlightRow& row)
{
    EventVariables variables;
    variables.count = vcd_vector(dump, variable_name(row, "count").c_str(), count_bits);
    for (unsigned n = 0; n < 3; ++n) {
        const auto& arg = row.args[n];
        const std::string name = variable_name(row, arg.name);
        if (is_number(arg.kind))
            variables.args[n] = vcd_vector(dump, name.c_str(), number_bits);
        else if (arg.kind != FlightArg::None)
            variables.args[n] = vcd_text(dump, name.c_str());
    }
    return variables;
}

std::map<Key, EventVariables> declare_all(vcd* dump, const FlightFile& flight)
{
    std::map<Key, const FlightRecord*> found;
    for (const FlightRecord& record : flight.records)
        found.emplace(key_of(record), &record);
    std::map<Key, EventVariables> variables;
    std::string scope;
    for (const auto& [key, record] : found) {
        const std::string instance = flight_instance(flight.names, *record);
        if (instance != scope && !scope.empty())
            vcd_end_scope(dump);
        if (instance != scope)
            vcd_scope(dump, instance.c_str());
        scope = instance;
        variables[key] = declare(dump, flight_row(*record));
    }
    if (!scope.empty())
        vcd_end_scope(dump);
    return variables;
}

void happen(vcd* dump, const FlightFile& flight, const FlightRecord& record,
            EventVariables& variables)
{
    const FlightRow& row = flight_row(record);
    const std::uint64_t values[] = { record.a, record.b, record.c };
    const auto texts = flight_args(flight.names, record);
    vcd_set(dump, variables.count, record.ps, ++variables.happened);
    for (unsigned n = 0, text = 0; n < 3; ++n)
        if (is_number(row.args[n].kind)) {
            vcd_set(dump, variables.args[n], record.ps, values[n]);
            ++text;
        } else if (row.args[n].kind != FlightArg::None)
            vcd_set(dump, variables.args[n], record.ps,
                    vcd_word(dump, texts[text++].second.c_str()));
}

} // namespace

bool write_flight_vcd(const FlightFile& flight, const std::string& path)
{
    vcd* dump = vcd_open(path.c_str(), 0);
    if (dump == nullptr)
        return false;
    vcd_scope(dump, "soc");
    auto variables = declare_all(dump, flight);
    vcd_end_scope(dump);
    const auto& records = flight.records;
    const std::uint64_t first_ps = records.empty() ? 0 : records.front().ps;
    vcd_start(dump, first_ps == 0 ? 0 : first_ps - 1); // before anything has happened
    for (const FlightRecord& record : records)
        happen(dump, flight, record, variables.at(key_of(record)));
    return vcd_close(dump, records.empty() ? 0 : records.back().ps);
}

} // namespace itstorm
