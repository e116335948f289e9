// SPDX-License-Identifier: Apache-2.0
// Formats of flight recordings: see flight_formats.h.
#include "flight_formats.h"
#include "flight_text.h"
#include <nlohmann/json.hpp>
#include <ostream>

namespace itstorm {

namespace {

// A process for each kind of block, a thread for each instance.
nlohmann::json chrome_event(const FlightFile& flight, const FlightRecord& record)
{
    constexpr double ps_per_us = 1e6;
    const FlightRow& row = flight_row(record);
    const bool lasts = record.kind == FlightKind::CmdExecuted && record.b <= record.ps;
    const std::uint64_t begin = lasts ? record.ps - record.b : record.ps;
    nlohmann::json event = { { "name", row.event },
                             { "ph", lasts ? "X" : "i" },
                             { "ts", static_cast<double>(begin) / ps_per_us },
                             { "pid", static_cast<unsigned>(row.block) },
                             { "tid", record.instance } };
    for (const auto& [name, value] : flight_args(flight.names, record))
        event["args"][name] = value;
    if (lasts) {
        event["name"] = event["args"]["opcode"];
        event["dur"] = static_cast<double>(record.b) / ps_per_us;
    } else
        event["s"] = "t";
    return event;
}

nlohmann::json chrome_name(const char* what, unsigned process, unsigned thread,
                           const std::string& name)
{
    return { { "name", what },
             { "ph", "M" },
             { "pid", process },
             { "tid", thread },
             { "args", { { "name", name } } } };
}

} // namespace

void write_flight_text(const FlightFile& flight, std::ostream& out)
{
    for (const FlightRecord& record : flight.records)
        out << flight_line(flight.names, record) << '\n';
}

void write_flight_csv(const FlightFile& flight, std::ostream& out)
{
    out << "time_ps,event,instance,a,b,c\n";
    for (const FlightRecord& record : flight.records) {
        out << record.ps << ',' << flight_event(flight_row(record)) << ','
            << flight_instance(flight.names, record);
        const auto args = flight_args(flight.names, record);
        for (std::size_t n = 0; n < 3; ++n)
            out << ',' << (n < args.size() ? args[n].first + "=" + args[n].second : "");
        out << '\n';
    }
}

void write_flight_chrome(const FlightFile& flight, std::ostream& out)
{
    out << "{\"traceEvents\":[\n";
    for (unsigned block = 0; block <= static_cast<unsigned>(FlightBlock::Domain); ++block) {
        out << chrome_name("process_name", block, 0, flight_block(static_cast<FlightBlock>(block)))
            << ",\n";
        for (unsigned n = 0; n < flight.names[block].size(); ++n)
            out << chrome_name("thread_name", block, n, flight.names[block][n]) << ",\n";
    }
    for (const FlightRecord& record : flight.records)
        out << chrome_event(flight, record) << ",\n";
    out << "{\"name\":\"end\",\"ph\":\"M\",\"pid\":0,\"args\":{}}\n]}\n";
}

} // namespace itstorm
