// SPDX-License-Identifier: Apache-2.0
// A flight recording in Chrome's trace format: see flight_formats.h. A process for each kind of
// block, a thread for each instance. What lasts is a slice: states of PEs, storms, commands in
// execution, locks while they are held. A ring's occupancy is a counter. The rest are instants.
#include "flight_formats.h"
#include "flight_text.h"
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <tuple>

namespace itstorm {

namespace {

using nlohmann::json;

// Microseconds, with all picoseconds: a double would round them.
std::string us_text(std::uint64_t ps)
{
    constexpr std::uint64_t ps_per_us = 1'000'000;
    const std::string fraction = std::to_string(ps_per_us + ps % ps_per_us);
    return std::to_string(ps / ps_per_us) + "." + fraction.substr(1);
}

class ChromeWriter {
public:
    ChromeWriter(const FlightFile& flight, std::ostream& out) : flight_(flight), out_(out) {}

    void write()
    {
        out_ << "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n";
        for (unsigned n = 0; n <= static_cast<unsigned>(FlightBlock::Lock); ++n)
            name_threads(static_cast<FlightBlock>(n));
        for (const FlightRecord& record : flight_.records)
            add(record);
        while (!open_.empty())
            end(*open_.begin(), flight_.records.back().ps);
        out_ << "{\"name\":\"end\",\"ph\":\"M\",\"pid\":0,\"args\":{}}\n]}\n";
    }

private:
    struct Thread {
        FlightBlock block;
        unsigned instance;
        bool operator<(const Thread& other) const
        {
            return std::tie(block, instance) < std::tie(other.block, other.instance);
        }
    };

    void put(const json& event) { out_ << event.dump() << ",\n"; }

    json event_of(const Thread& thread, const char* phase, const std::string& name)
    {
        return { { "ph", phase },
                 { "pid", static_cast<unsigned>(thread.block) },
                 { "tid", thread.instance },
                 { "name", name } };
    }

    // `times`: "ts", perhaps "dur", which json has no numbers for.
    void put(const json& event, const std::string& times)
    {
        const std::string text = event.dump();
        out_ << text.substr(0, text.size() - 1) << ',' << times << "},\n";
    }

    void put(const json& event, std::uint64_t ps) { put(event, "\"ts\":" + us_text(ps)); }

    void name_threads(FlightBlock block)
    {
        json process = event_of({ block, 0 }, "M", "process_name");
        process["args"]["name"] = flight_block(block);
        put(process);
        unsigned instance = 0;
        for (const std::string& name : flight_.names[static_cast<std::size_t>(block)]) {
            json thread = event_of({ block, instance++ }, "M", "thread_name");
            thread["args"]["name"] = name;
            put(thread);
        }
    }

    void add(const FlightRecord& record)
    {
        const Thread thread{ flight_row(record).block, record.instance };
        const auto args = flight_args(flight_.names, record);
        switch (record.kind) {
        case FlightKind::StateChanged: // also the end of the state before
            end(thread, record.ps);
            return begin(thread, record.ps,
                         args[0].second + (args[1].second == "host" ? "" : " " + args[1].second));
        case FlightKind::StormBegins: return begin(thread, record.ps, "storm");
        case FlightKind::StormEnds: return end(thread, record.ps);
        case FlightKind::CmdExecuted: return slice(thread, record.ps, record.b, args[0].second);
        case FlightKind::LockDropped:
            return slice({ FlightBlock::Lock, record.a }, record.ps, record.c,
                         flight_instance(flight_.names, record));
        case FlightKind::RingChanged: return count(thread, record);
        default: return instant(thread, record);
        }
    }

    void begin(const Thread& thread, std::uint64_t ps, const std::string& name)
    {
        put(event_of(thread, "B", name), ps);
        open_.insert(thread);
    }

    // What began before the recording is not shown.
    void end(Thread thread, std::uint64_t ps)
    {
        if (open_.erase(thread) != 0)
            put(event_of(thread, "E", ""), ps);
    }

    void slice(const Thread& thread, std::uint64_t end_ps, std::uint64_t length_ps,
               const std::string& name)
    {
        const std::uint64_t begin_ps = end_ps - std::min(end_ps, length_ps);
        put(event_of(thread, "X", name),
            "\"ts\":" + us_text(begin_ps) + ",\"dur\":" + us_text(end_ps - begin_ps));
    }

    void count(const Thread& thread, const FlightRecord& record)
    {
        json event = event_of(thread, "C", flight_instance(flight_.names, record) + " occupancy");
        event["args"]["commands"] = record.a;
        put(event, record.ps);
    }

    void instant(const Thread& thread, const FlightRecord& record)
    {
        json event = event_of(thread, "i", flight_row(record).event);
        event["s"] = "t"; // as high as its thread
        for (const auto& [name, value] : flight_args(flight_.names, record))
            event["args"][name] = value;
        put(event, record.ps);
    }

    const FlightFile& flight_;
    std::ostream& out_;
    std::set<Thread> open_; // those with a slice that has begun
};

} // namespace

void write_flight_chrome(const FlightFile& flight, std::ostream& out)
{
    ChromeWriter(flight, out).write();
}

} // namespace itstorm
