// SPDX-License-Identifier: Apache-2.0
// Trace files: reading them, errors in them, and scenarios that replay them.
#include "trace_file.h"
#include "wrong.h"
#include <sys/stat.h>
#include <tuple>

namespace itstorm {
namespace {

std::string file_of(const std::string& text)
{
    const std::string path = fresh_folder() + "/t.csv";
    write_text(path, text);
    return path;
}

struct ReadRow {
    std::uint64_t time_ps;
    std::uint32_t vector;
    std::string function;
    unsigned line;
};

bool operator==(const ReadRow& a, const ReadRow& b)
{
    return std::tie(a.time_ps, a.vector, a.function, a.line) ==
           std::tie(b.time_ps, b.vector, b.function, b.line);
}

std::vector<ReadRow> read_good(const std::string& text)
{
    TraceReader reader(file_of(text));
    std::vector<ReadRow> rows;
    TraceRow row;
    TraceReader::Found found;
    while ((found = reader.next(row)) == TraceReader::Found::Row)
        rows.push_back({ row.time_ps, row.vector, row.function, reader.line() });
    EXPECT_EQ(found, TraceReader::Found::End) << reader.problem();
    return rows;
}

TEST(TraceFile, times_have_a_unit_or_are_nanoseconds)
{
    EXPECT_EQ(read_good("12,3\n0.5us,4\n500001ps,5\n"),
              (std::vector<ReadRow>{
                  { 12'000, 3, "", 1 }, { 500'000, 4, "", 2 }, { 500'001, 5, "", 3 } }));
}

TEST(TraceFile, comments_blank_lines_blanks_and_a_header_are_passed_over)
{
    EXPECT_EQ(read_good("# recorded\n\ntime, vector\r\n 1 , 2 # here\r\n"),
              (std::vector<ReadRow>{ { 1'000, 2, "", 4 } }));
}

TEST(TraceFile, a_byte_order_mark_is_passed_over)
{
    EXPECT_EQ(read_good("\xef\xbb\xbftime,vector\n1,2\n"),
              (std::vector<ReadRow>{ { 1'000, 2, "", 2 } }));
    EXPECT_EQ(read_good("\xef\xbb\xbf"
                        "1,2"),
              (std::vector<ReadRow>{ { 1'000, 2, "", 1 } }));
}

TEST(TraceFile, functions_are_named)
{
    EXPECT_EQ(read_good("time,function,vector\n1,nic0,0\n1,disk0,1\n"),
              (std::vector<ReadRow>{ { 1'000, 0, "nic0", 2 }, { 1'000, 1, "disk0", 3 } }));
}

TEST(TraceFile, lines_are_found_wherever_the_readers_buffer_ends)
{
    std::string text;
    for (unsigned n = 0; n < 20'000; ++n) // 200 KB and more
        text += std::to_string(n) + "," + std::to_string(n % 7) + "\n";
    const auto rows = read_good(text);
    ASSERT_EQ(rows.size(), 20'000u);
    for (unsigned n = 0; n < 20'000; ++n)
        ASSERT_EQ(rows[n], (ReadRow{ n * 1'000ull, n % 7, "", n + 1 }));
}

TEST(TraceFile, a_check_finds_functions_in_order_and_their_vectors)
{
    const TraceSummary trace =
        check_trace(file_of("1,nic0,0\n1,disk0,1\n2,nic0,5\n2,nic0,4\n3,nic0,5\n4,nic0,6\n"));
    EXPECT_TRUE(trace.errors.empty());
    EXPECT_EQ(trace.functions, (std::vector<std::string>{ "nic0", "disk0" }));
    const TracePart& nic0 = trace.parts.at("nic0");
    EXPECT_EQ(nic0.vectors, 7u);
    EXPECT_EQ(nic0.higher, (decltype(nic0.higher){ { 0, 1 }, { 5, 3 }, { 6, 6 } }));
}

// ---- bad files ----

TEST(TraceFile, a_time_may_have_a_round_of_its_instant)
{
    TraceReader reader(file_of("1,0\n1 +1,0\n5us+12,0\n"));
    TraceRow row;
    for (const std::uint32_t round : { 0u, 1u, 12u }) {
        ASSERT_EQ(reader.next(row), TraceReader::Found::Row) << reader.problem();
        EXPECT_EQ(row.round, round);
    }
    EXPECT_EQ(row.time_ps, 5'000'000u);
}

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

TEST_P(BadTraceFile, is_one_error_with_its_line)
{
    const TraceSummary trace = check_trace(file_of(GetParam().text));
    ASSERT_EQ(trace.errors.sorted().size(), 1u);
    const std::string line = GetParam().line ? ":" + std::to_string(GetParam().line) + ":1" : "";
    EXPECT_THAT(trace.errors.sorted()[0].text(),
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
                    BadTrace{ "no_round", "1+,0\n", 1, "'+' is no round" },
                    BadTrace{ "bad_round", "1+-1,0\n", 1, "'+-1' is no round" },
                    BadTrace{ "huge_round", "1+1000000,0\n", 1, "'+1000000' is no round" },
                    BadTrace{ "vector", "1,-1\n", 1, "'-1' is negative" },
                    BadTrace{ "huge_vector", "1,4294967296\n", 1, "no vector 4294967296" },
                    BadTrace{ "one_column", "1\n", 1, "'time,vector' or 'time,function,vector'" },
                    BadTrace{ "four_columns", "1,a,2,3\n", 1, "'time,vector'" },
                    BadTrace{ "mixed_columns", "1,2\n1,nic0,2\n", 2, "all alike" }));

TEST(TraceFile, one_that_is_bad_throughout_has_ten_complaints)
{
    EXPECT_EQ(check_trace(file_of("1,2,3,4\n2,3,4,5\nxxx\n")).errors.count(), 3u);
    std::string text;
    for (int n = 0; n < 1000; ++n)
        text += "x,1\n";
    EXPECT_EQ(check_trace(file_of(text)).errors.count(), 10u);
}

TEST(TraceFile, a_line_that_is_too_long_is_a_mistake_and_the_next_one_is_read)
{
    for (const std::size_t length : { 1'001, 65'536, 300'000 }) {
        TraceReader reader(file_of("1,2\n" + std::string(length, '9') + "\n3,4\n"));
        TraceRow row;
        EXPECT_EQ(reader.next(row), TraceReader::Found::Row);
        EXPECT_EQ(reader.next(row), TraceReader::Found::Mistake);
        EXPECT_EQ(reader.line(), 2u);
        EXPECT_THAT(reader.problem(), testing::HasSubstr("longer than 1000 characters"));
        EXPECT_EQ(reader.next(row), TraceReader::Found::Row);
        EXPECT_EQ(reader.line(), 3u);
        EXPECT_EQ(reader.next(row), TraceReader::Found::End);
    }
}

TEST(TraceFile, a_folder_a_fifo_a_device_or_nothing_cannot_be_read)
{
    const std::string fifo = fresh_folder() + "/fifo";
    ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
    for (const std::string& path :
         { fresh_folder(), fresh_folder() + "/none.csv", std::string("/dev/zero"), fifo }) {
        const TraceSummary trace = check_trace(path);
        ASSERT_EQ(trace.errors.count(), 1u) << path;
        EXPECT_THAT(trace.errors.sorted()[0].text(), testing::StartsWith(path + ": error: "));
    }
}

// ---- from a scenario ----

// Loads a scenario beside which the trace lies; `entry` is its line 18.
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

using Arrivals = std::vector<std::pair<std::uint64_t, std::uint32_t>>;

Arrivals arrivals(const PatternConfig& pattern)
{
    Arrivals all;
    const auto stream = pattern.trace->play();
    while (const auto next = stream->next())
        all.emplace_back(next->time_ps, next->vector);
    return all;
}

std::string only_error(const Loaded& loaded)
{
    const auto all = loaded.errors.sorted();
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? "" : all[0].text();
}

TEST(TraceInScenario, a_storm_takes_its_devices_part)
{
    const Loaded loaded = load_beside("1,nic0,3\n2,disk0,1\n4,nic0,5\n", storm);
    ASSERT_TRUE(loaded.errors.empty()) << only_error(loaded);
    const PatternConfig& pattern = loaded.variants[0].scenario.timeline[1].pattern;
    EXPECT_EQ(pattern.arrival, Arrival::Replay);
    EXPECT_EQ(arrivals(pattern), (Arrivals{ { 1'000, 3 }, { 4'000, 5 } }));
    EXPECT_EQ(arrivals(pattern), (Arrivals{ { 1'000, 3 }, { 4'000, 5 } })) << "the second time";
}

TEST(TraceInScenario, a_replay_starts_every_function_of_it)
{
    const Loaded loaded = load_beside("1,disk0,3\n2,nic0,1\n4,disk0,5\n", replay_all);
    ASSERT_TRUE(loaded.errors.empty()) << only_error(loaded);
    const TimelineEntry& entry = loaded.variants[0].scenario.timeline[1];
    EXPECT_EQ(entry.action, Action::TraceReplay);
    ASSERT_EQ(entry.replay.size(), 2u);
    EXPECT_EQ(entry.replay[0].device, 1u);
    EXPECT_EQ(arrivals(entry.replay[0].pattern), (Arrivals{ { 1'000, 3 }, { 4'000, 5 } }));
    EXPECT_EQ(entry.replay[1].device, 0u);
}

TEST(TraceInScenario, a_vector_that_the_device_does_not_have_is_refused)
{
    EXPECT_THAT(only_error(load_beside("1,0\n2,16\n", storm)),
                testing::HasSubstr("/t.csv:2:1: error: nic0 has vectors 0 to 15, not 16"));
}

TEST(TraceInScenario, an_unknown_device_is_refused)
{
    EXPECT_THAT(
        only_error(load_beside("1,nic0,0\n2,nic1,0\n", replay_all)),
        testing::HasSubstr("/t.csv:2:1: error: unknown device 'nic1'; did you mean 'nic0'?"));
}

TEST(TraceInScenario, a_trace_without_the_device_is_refused)
{
    EXPECT_THAT(only_error(load_beside("1,disk0,0\n", storm)),
                testing::HasSubstr("the trace has nothing of nic0"));
}

TEST(TraceInScenario, a_replay_of_a_trace_without_names_is_refused)
{
    EXPECT_THAT(only_error(load_beside("1,0\n", replay_all)),
                testing::HasSubstr("names no functions"));
}

TEST(TraceInScenario, a_file_that_changes_after_the_check_is_noticed)
{
    const Loaded loaded = load_beside("1,nic0,3\n4,nic0,5\n", storm);
    const PatternConfig& pattern = loaded.variants[0].scenario.timeline[1].pattern;
    for (const char* now : { "1,nic0,3\n0,nic0,5\n", "1,nic0,3\n4,nic0,6\n", "1,nic0,3\nx\n" }) {
        write_text(fresh_folder() + "/t.csv", now);
        EXPECT_THROW(arrivals(pattern), std::runtime_error) << now;
    }
}

TEST(TraceInScenario, a_missing_file_is_refused)
{
    EXPECT_THAT(only_error(load_beside("1,0\n", "  - { after: ready, do: trace.replay, trace: "
                                                "none.csv, label: storm }")),
                testing::HasSubstr("none.csv: error: cannot be read: No such file"));
}

} // namespace
} // namespace itstorm
