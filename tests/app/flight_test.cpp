// SPDX-License-Identifier: Apache-2.0
// Flight recordings: which facts are kept, and how `itstorm trace` prints and converts them.
#include "command_support.h"
#include "flight_file.h"
#include "observe/flight_recorder.h"
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <itstorm/types.h>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

const FlightNames names{ { { "run" },
                           { "nic0" },
                           { "its0" },
                           { "gicr0" },
                           { "pe0" },
                           { "dom1" },
                           { "lock.its cmdq" },
                           { "storm" } } };

std::string written(const FlightRecorder& recorder)
{
    const std::string path = fresh_folder() + "/flight.bin";
    std::ofstream file(path, std::ios::binary);
    recorder.write(file, names);
    return path;
}

constexpr unsigned mapti = 0x0a;

// At time zero a command and a state, at 5 ns an arrival.
std::string some_events()
{
    FlightRecorder recorder;
    recorder.on(
        MarkFact{ 0, SIM_STEP_RECEIVED, 0, 8192, 8200, sc_core::sc_time(5, sc_core::SC_NS) });
    recorder.executed(0, CommandFact{ mapti, sc_core::SC_ZERO_TIME, 0 });
    recorder.on(PeStateFact{ 0, PeState::Guest, 0 });
    return written(recorder);
}

Ran trace(const std::string& file, const std::string& glob = "", const std::string& format = "text")
{
    Options options = command(Options::Command::Trace);
    options.file = file;
    options.glob = glob;
    options.trace.format = format;
    return run(options);
}

TEST(Flight, events_are_lines_in_order_of_time_with_named_arguments)
{
    EXPECT_EQ(trace(some_events()).out, "0ps its_cmd_executed its0 opcode=mapti service=0ps\n"
                                        "0ps pe_state pe0 state=guest domain=dom1\n"
                                        "5000ps dom_vlpi_received dom1 pe=0 vlpi=8192 plpi=8200\n");
}

TEST(Flight, a_glob_chooses_by_path_or_by_name_of_the_event)
{
    const std::string file = some_events();
    for (const char* glob : { "its0.cmd.*", "its_cmd_*" })
        EXPECT_EQ(trace(file, glob).out, "0ps its_cmd_executed its0 opcode=mapti service=0ps\n");
}

TEST(Flight, a_window_of_time_has_both_ends)
{
    Options options = command(Options::Command::Trace);
    options.file = some_events();
    options.trace.from = "1ns";
    options.trace.until = "5ns";
    EXPECT_THAT(run(options).out, StartsWith("5000ps dom_vlpi_received"));
    options.trace.until = "4ns";
    EXPECT_EQ(run(options).out, "");
    options.trace.until = "soon";
    EXPECT_EQ(run(options).status, status_invalid);
}

TEST(Flight, csv_has_a_row_for_each_event)
{
    EXPECT_THAT(
        trace(some_events(), "pe0.*", "csv").out,
        testing::Eq("time_ps,event,instance,a,b,c\n0,pe_state,pe0,state=guest,domain=dom1,\n"));
}

// All events of the phase, after converting `file` to Chrome's format.
std::vector<nlohmann::json> chrome(const std::string& file, const std::string& phase)
{
    std::vector<nlohmann::json> found;
    const auto whole = nlohmann::json::parse(trace(file, "", "chrome").out);
    for (const auto& event : whole.at("traceEvents"))
        if (event.at("ph") == phase)
            found.push_back(event);
    return found;
}

TEST(Flight, chromes_format_has_a_named_thread_for_each_instance)
{
    unsigned threads = 0;
    for (const auto& event : chrome(some_events(), "M"))
        threads += event.at("name") == "thread_name";
    EXPECT_EQ(threads, 7u); // locks included
}

TEST(Flight, chromes_format_has_slices_for_what_lasts)
{
    FlightRecorder recorder;
    const auto ns = [](double n) { return sc_core::sc_time(n, sc_core::SC_NS); };
    recorder.on(PeStateFact{ 0, PeState::Guest, 0 });
    recorder.executed(0, CommandFact{ mapti, sc_core::SC_ZERO_TIME, 0 });
    recorder.on(LockFact{ 0, 0, ns(1), ns(3), ns(8), false }); // dropped at 8 ns, held for 3 ns
    const std::string file = written(recorder);

    const auto begun = chrome(file, "B"), ended = chrome(file, "E"), whole = chrome(file, "X");
    ASSERT_EQ(begun.size(), 1u);
    EXPECT_EQ(begun[0].at("name"), "guest dom1");
    ASSERT_EQ(ended.size(), 1u); // slices still open end with the recording
    EXPECT_EQ(ended[0].at("ts"), 0.008);
    ASSERT_EQ(whole.size(), 2u);
    EXPECT_EQ(whole[0].at("name"), "mapti");
    EXPECT_EQ(whole[1].at("name"), "pe0"); // on the thread of its lock
    EXPECT_EQ(whole[1].at("ts"), 0.005);
    EXPECT_EQ(whole[1].at("dur"), 0.003);
}

TEST(Flight, chromes_format_has_every_picosecond)
{
    FlightRecorder recorder;
    recorder.on(LockFact{ 0, 0, {}, {}, sc_core::sc_time::from_value(3'049'990'633'999), false });
    EXPECT_THAT(trace(written(recorder), "", "chrome").out, HasSubstr("\"ts\":3049990.633999,"));
}

TEST(Flight, chromes_format_counts_the_commands_in_a_ring)
{
    FlightRecorder recorder;
    recorder.ring(0, RingFact{ 0, 64, 2, 64, false });
    const auto counted = chrome(written(recorder), "C");
    ASSERT_EQ(counted.size(), 1u);
    EXPECT_EQ(counted[0].at("args").at("commands"), 2);
}

TEST(Flight, the_last_64_Ki_events_are_kept)
{
    FlightRecorder recorder;
    for (unsigned n = 0; n < FlightRecorder::capacity + 10; ++n)
        recorder.on(AcknowledgedFact{ 0, n });
    const FlightFile file = read_flight(written(recorder));
    ASSERT_EQ(file.records.size(), FlightRecorder::capacity);
    EXPECT_EQ(file.records.front().a, 10u);
    EXPECT_EQ(file.records.back().a, FlightRecorder::capacity + 9);
}

TEST(Flight, a_watcher_gets_every_event_in_order)
{
    FlightRecorder recorder;
    recorder.on(AcknowledgedFact{ 0, 0 }); // nobody watches yet
    unsigned next = 1;
    recorder.watch([&](const FlightRecord& record) { EXPECT_EQ(record.a, next++); });
    const unsigned events = FlightRecorder::capacity + 10;
    for (unsigned n = 1; n < events; ++n)
        recorder.on(AcknowledgedFact{ 0, n });
    EXPECT_EQ(next, events);
    EXPECT_EQ(read_flight(written(recorder)).records.front().a, 10u);
}

TEST(Flight, a_file_that_is_no_recording_is_refused_with_its_name)
{
    const std::string path = fresh_folder() + "/flight.bin";
    EXPECT_EQ(trace(path).status, status_invalid);
    for (const char* text : { "", "itstorm", "itstorm flight 1\nother_event \n\n" }) {
        std::ofstream(path, std::ios::binary) << text;
        const Ran refused = trace(path);
        EXPECT_EQ(refused.status, status_invalid) << text;
        EXPECT_THAT(refused.err, HasSubstr(path));
    }
}

TEST(Flight, a_run_that_passed_has_no_recording_and_trace_says_how_to_see_its_events)
{
    const std::string folder = fresh_folder();
    std::ofstream(folder + "/result.json") << "{}";
    for (const std::string& named : { folder, folder + "/flight.bin" }) {
        const Ran ran = trace(named);
        EXPECT_EQ(ran.status, status_invalid);
        EXPECT_THAT(ran.err, AllOf(StartsWith(folder + ": "), HasSubstr("passes leaves none"),
                                   HasSubstr("--trace 'GLOB'"), HasSubstr("--vcd")));
    }
}

TEST(Flight, trace_of_a_folder_that_no_run_wrote_names_the_file_that_is_not_there)
{
    const std::string folder = fresh_folder();
    EXPECT_THAT(trace(folder).err, StartsWith(folder + "/flight.bin: cannot be read"));
}

TEST(Flight, a_recording_that_is_cut_short_is_refused)
{
    const std::string path = some_events();
    std::ifstream in(path, std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(in), {});
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        std::ofstream(path, std::ios::binary) << whole.substr(0, bytes);
        const std::size_t rest = whole.size() - bytes;
        if (rest % sizeof(FlightRecord) != 0 || rest > 3 * sizeof(FlightRecord)) {
            EXPECT_EQ(trace(path).status, status_invalid) << bytes;
        }
    }
}

} // namespace
