// Trace files: what is read, what is said of bad ones, and how a scenario names them.
#include "trace_file.h"
#include "wrong.h"

namespace itstorm {
namespace {

TraceFile read(const std::string& text, Diagnostics& errors)
{
    const std::string path = fresh_folder() + "/t.csv";
    write_text(path, text);
    return read_trace(path, errors);
}

TraceFile read_good(const std::string& text)
{
    Diagnostics errors;
    TraceFile trace = read(text, errors);
    EXPECT_TRUE(errors.empty()) << errors.sorted().front().text();
    return trace;
}

TEST(TraceFile, TimesHaveAUnitOrAreNanoseconds)
{
    const TraceFile trace = read_good("12,3\n0.5us,4\n500001ps,5\n");
    ASSERT_EQ(trace.rows.size(), 3u);
    EXPECT_EQ(trace.rows[0].time_ps, 12'000u);
    EXPECT_EQ(trace.rows[1].time_ps, 500'000u);
    EXPECT_EQ(trace.rows[2].time_ps, 500'001u);
    EXPECT_EQ(trace.rows[2].vector, 5u);
    EXPECT_TRUE(trace.functions.empty());
}

TEST(TraceFile, CommentsBlankLinesBlanksAndAHeaderArePassedOver)
{
    const TraceFile trace = read_good("# recorded\n\ntime, vector\r\n 1 , 2 # here\r\n");
    ASSERT_EQ(trace.rows.size(), 1u);
    EXPECT_EQ(trace.rows[0].time_ps, 1'000u);
    EXPECT_EQ(trace.rows[0].vector, 2u);
    EXPECT_EQ(trace.rows[0].line, 4u);
}

TEST(TraceFile, FunctionsAreNamedInOrderOfAppearance)
{
    const TraceFile trace = read_good("time,function,vector\n1,nic0,0\n1,disk0,1\n2,nic0,2\n");
    EXPECT_EQ(trace.functions, (std::vector<std::string>{ "nic0", "disk0" }));
    ASSERT_EQ(trace.rows.size(), 3u);
    EXPECT_EQ(trace.rows[1].function, 1u);
    EXPECT_EQ(trace.rows[2].function, 0u);
}

// ---- bad files ----

struct BadTrace {
    const char *name, *text;
    unsigned line; // 0: the file as a whole
    const char* fragment;
};

void PrintTo(const BadTrace& bad, std::ostream* out) // the test's name for CTest
{
    *out << bad.name;
}

class BadTraceFile : public testing::TestWithParam<BadTrace> {};

TEST_P(BadTraceFile, IsOneErrorWithItsLine)
{
    Diagnostics errors;
    const TraceFile trace = read(GetParam().text, errors);
    ASSERT_EQ(errors.sorted().size(), 1u);
    const std::string line = GetParam().line ? ":" + std::to_string(GetParam().line) + ":1" : "";
    EXPECT_THAT(errors.sorted()[0].text(),
                testing::AllOf(testing::StartsWith(trace.path + line + ": error: "),
                               testing::HasSubstr(GetParam().fragment)));
}

INSTANTIATE_TEST_SUITE_P(
    Traces, BadTraceFile,
    testing::Values(BadTrace{ "empty", "", 0, "is empty" },
                    BadTrace{ "only_comments", "# nothing\ntime,vector\n", 0, "is empty" },
                    BadTrace{ "unsorted", "2,0\n1,0\n", 2, "time goes back: 1" },
                    BadTrace{ "time", "1,0\nx,0\n", 2, "'x' is not a number" },
                    BadTrace{ "unit", "1kg,0\n", 1, "has the unit 'kg'" },
                    BadTrace{ "finer_than_ps", "0.0001,0\n", 1, "finer than 1 ps" },
                    BadTrace{ "vector", "1,-1\n", 1, "'-1' is not a number" },
                    BadTrace{ "huge_vector", "1,4294967296\n", 1, "no vector 4294967296" },
                    BadTrace{ "one_column", "1\n", 1, "'time,vector' or 'time,function,vector'" },
                    BadTrace{ "four_columns", "1,a,2,3\n", 1, "'time,vector'" },
                    BadTrace{ "mixed_columns", "1,2\n1,nic0,2\n", 2, "all alike" }));

TEST(TraceFile, OneThatIsBadThroughoutHasTenComplaints)
{
    Diagnostics errors;
    read(std::string(100, '\n') + "1,2,3,4\n2,3,4,5\n" + std::string(100, 'x') + "\n", errors);
    EXPECT_EQ(errors.sorted().size(), 3u);
    std::string text;
    for (int n = 0; n < 1000; ++n)
        text += "x,1\n";
    Diagnostics many;
    read(text, many);
    EXPECT_EQ(many.sorted().size(), 10u);
}

TEST(TraceFile, AFolderOrNothingCannotBeRead)
{
    for (const std::string& path : { fresh_folder(), fresh_folder() + "/none.csv" }) {
        Diagnostics errors;
        read_trace(path, errors);
        ASSERT_EQ(errors.sorted().size(), 1u);
        EXPECT_THAT(errors.sorted()[0].text(), testing::StartsWith(path + ": error: "));
    }
}

// ---- from a scenario ----

// The trace stands beside the scenario; `entry` is its line 18.
Loaded load_beside(const std::string& trace, const std::string& entry)
{
    const std::string folder = fresh_folder();
    write_text(folder + "/t.csv", trace);
    write_text(folder + "/s.yaml", with_line(18, entry));
    return load_scenario({ folder + "/s.yaml", {}, "" }, fake_tables());
}

const std::string storm =
    "  - { after: ready, do: storm.start, device: nic0, pattern: replay, trace: t.csv, "
    "label: storm }";
const std::string replay_all = "  - { after: ready, do: trace.replay, trace: t.csv, label: storm }";

std::string only_error(const Loaded& loaded)
{
    const auto all = loaded.errors.sorted();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? "" : all[0].text();
}

TEST(TraceInScenario, AStormTakesItsDevicesPart)
{
    const Loaded loaded = load_beside("1,nic0,3\n2,disk0,1\n4,nic0,5\n", storm);
    ASSERT_TRUE(loaded.errors.empty()) << only_error(loaded);
    const PatternConfig& pattern = loaded.variants[0].scenario.timeline[1].pattern;
    EXPECT_EQ(pattern.arrival, Arrival::Replay);
    ASSERT_EQ(pattern.trace->size(), 2u);
    EXPECT_EQ(pattern.trace->at(1).time_ps, 4'000u);
    EXPECT_EQ(pattern.trace->at(1).vector, 5u);
}

TEST(TraceInScenario, AReplayStartsEveryFunctionOfIt)
{
    const Loaded loaded = load_beside("1,disk0,3\n2,nic0,1\n4,disk0,5\n", replay_all);
    ASSERT_TRUE(loaded.errors.empty()) << only_error(loaded);
    const TimelineEntry& entry = loaded.variants[0].scenario.timeline[1];
    EXPECT_EQ(entry.action, Action::TraceReplay);
    ASSERT_EQ(entry.replay.size(), 2u);
    EXPECT_EQ(entry.replay[0].device, 1u);
    EXPECT_EQ(entry.replay[0].pattern.trace->size(), 2u);
    EXPECT_EQ(entry.replay[1].device, 0u);
}

TEST(TraceInScenario, AVectorThatTheDeviceDoesNotHave)
{
    EXPECT_THAT(only_error(load_beside("1,0\n2,16\n", storm)),
                testing::HasSubstr("/t.csv:2:1: error: nic0 has vectors 0 to 15, not 16"));
}

TEST(TraceInScenario, ADeviceThatIsNotThere)
{
    EXPECT_THAT(
        only_error(load_beside("1,nic0,0\n2,nic1,0\n", replay_all)),
        testing::HasSubstr("/t.csv:2:1: error: unknown device 'nic1'; did you mean 'nic0'?"));
}

TEST(TraceInScenario, ATraceWithoutTheDevice)
{
    EXPECT_THAT(only_error(load_beside("1,disk0,0\n", storm)),
                testing::HasSubstr("the trace has nothing of nic0"));
}

TEST(TraceInScenario, AReplayOfATraceWithoutNames)
{
    EXPECT_THAT(only_error(load_beside("1,0\n", replay_all)),
                testing::HasSubstr("names no functions"));
}

TEST(TraceInScenario, AMissingFile)
{
    EXPECT_THAT(only_error(load_beside("1,0\n", "  - { after: ready, do: trace.replay, trace: "
                                                "none.csv, label: storm }")),
                testing::HasSubstr("none.csv: error: cannot be read: No such file"));
}

} // namespace
} // namespace itstorm
