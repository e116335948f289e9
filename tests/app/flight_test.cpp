// SPDX-License-Identifier: Apache-2.0
// Flight recordings: what is kept, and what `itstorm trace` makes of it.
#include "command_support.h"
#include "flight_file.h"
#include "observe/flight_recorder.h"
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <itstorm/types.h>

using namespace itstorm;
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

TEST(Flight, chromes_format_is_json_with_a_named_thread_for_each_instance)
{
    const auto json = nlohmann::json::parse(trace(some_events(), "", "chrome").out);
    unsigned threads = 0, instants = 0, commands = 0;
    for (const auto& event : json.at("traceEvents")) {
        threads += event.at("name") == "thread_name";
        instants += event.at("ph") == "i";
        commands += event.at("ph") == "X" && event.at("name") == "mapti";
    }
    EXPECT_EQ(threads, 6u);
    EXPECT_EQ(instants, 2u);
    EXPECT_EQ(commands, 1u);
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

TEST(Flight, what_is_no_recording_is_refused_with_its_name)
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

TEST(Flight, a_recording_that_is_cut_is_refused)
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
