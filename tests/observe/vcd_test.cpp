// SPDX-License-Identifier: Apache-2.0
// The bytes of the VCD writer, and the trace of a run as GTKWave's converters read it.
#include "observe/vcd.h"
#include "observe/vcd_trace.h"
#include "observe_support.h"
#include "vcd_support.h"
#include <bitset>
#include <itstorm/types.h>
#include <set>

namespace itstorm {
namespace {

struct VcdTest : VcdFile {};

TEST_F(VcdTest, a_small_dump_has_exactly_these_bytes)
{
    vcd* v = vcd_open(path.c_str(), 0);
    ASSERT_NE(v, nullptr);
    vcd_scope(v, "soc");
    vcd_scope(v, "pe0");
    const unsigned used = vcd_vector(v, "used", 16);
    const unsigned irq = vcd_wire(v, "irq");
    vcd_end_scope(v);
    const unsigned state = vcd_text(v, "state");
    vcd_end_scope(v);
    vcd_set(v, used, 10, 3); // before the start: a first value
    vcd_start(v, 100);
    vcd_set(v, used, 150, 3); // no change
    vcd_set(v, used, 200, 5);
    vcd_set(v, irq, 200, 1);
    vcd_set(v, state, 200, vcd_word(v, "guest dom1"));
    vcd_set(v, irq, 300, 0);
    vcd_set(v, irq, 300, 1); // back in the same moment
    vcd_set(v, used, 400, 0x1ffff);
    vcd_set(v, used, 400, 0);
    vcd_set(v, state, 400, vcd_word(v, ""));
    EXPECT_TRUE(vcd_close(v, 1000));
    EXPECT_EQ(text(path), "$date - $end\n$timescale 1 ps $end\n"
                          "$scope module soc $end\n"
                          "$scope module pe0 $end\n"
                          "$var reg 16 ! used [15:0] $end\n"
                          "$var wire 1 \" irq $end\n"
                          "$upscope $end\n"
                          "$var string 1 # state $end\n"
                          "$upscope $end\n"
                          "$enddefinitions $end\n"
                          "#100\n"
                          "$dumpvars\n"
                          "b11 !\n"
                          "0\"\n"
                          "s- #\n"
                          "$end\n"
                          "#200\n"
                          "b101 !\n"
                          "1\"\n"
                          "sguest_dom1 #\n"
                          "#400\n"
                          "b0 !\n"
                          "s- #\n"
                          "#1000\n");
}

TEST_F(VcdTest, a_start_in_the_middle_of_a_moment_shows_its_end)
{
    vcd* v = vcd_open(path.c_str(), 0);
    const unsigned used = vcd_vector(v, "used", 16);
    vcd_set(v, used, 100, 1);
    vcd_start(v, 100);
    vcd_set(v, used, 100, 2);
    EXPECT_TRUE(vcd_close(v, 200));
    EXPECT_NE(text(path).find("#100\n$dumpvars\nb10 !\n$end\n#200\n"), std::string::npos);
}

TEST_F(VcdTest, nothing_is_recorded_after_the_stop)
{
    vcd* v = vcd_open(path.c_str(), 0);
    const unsigned irq = vcd_wire(v, "irq");
    vcd_start(v, 0);
    vcd_set(v, irq, 10, 1);
    vcd_stop(v, 20);
    vcd_set(v, irq, 30, 0);
    EXPECT_TRUE(vcd_close(v, 100));
    EXPECT_NE(text(path).find("#10\n1!\n#20\n"), std::string::npos);
    EXPECT_EQ(text(path).find("#30"), std::string::npos);
}

TEST_F(VcdTest, a_million_changes_stay_within_the_limit_and_the_newest_are_kept)
{
    constexpr std::uint64_t limit = 1 << 20, changes = 1'000'000;
    vcd* v = vcd_open(path.c_str(), limit);
    const unsigned used = vcd_vector(v, "used", 64);
    vcd_start(v, 0);
    for (std::uint64_t n = 1; n <= changes; ++n)
        vcd_set(v, used, n * 10, n);
    EXPECT_TRUE(vcd_close(v, changes * 10));
    const std::string before = (folder / "trace.before.vcd").string();
    EXPECT_LE(std::filesystem::file_size(path) + std::filesystem::file_size(before), limit);
    EXPECT_GT(std::filesystem::file_size(before), limit / 2 - 1000);
    const auto first = [&](const std::string& file) {
        const std::string all = text(file);
        return std::stoull(all.substr(all.find("\n#") + 2));
    };
    const std::string old = text(before);
    EXPECT_EQ(std::stoull(old.substr(old.rfind("\n#") + 2)), first(path)); // they follow each other
    EXPECT_NE(text(path).find("\n#10000000\n"), std::string::npos);
    EXPECT_EQ(text(path).rfind("$date - $end\n$timescale 1 ps $end\n", 0), 0u);
}

TEST_F(VcdTest, a_long_header_is_in_the_file_that_follows_too)
{
    constexpr unsigned wires = 20'000;
    vcd* v = vcd_open(path.c_str(), 4 << 20);
    for (unsigned n = 0; n < wires; ++n)
        vcd_wire(v, ("wire" + std::to_string(n)).c_str());
    vcd_start(v, 0);
    for (std::uint64_t n = 1; n <= 200'000; ++n)
        vcd_set(v, 0, n * 10, n % 2);
    EXPECT_TRUE(vcd_close(v, 2'000'010));
    EXPECT_TRUE(std::filesystem::exists(folder / "trace.before.vcd"));
    EXPECT_NE(text(path).find(" wire19999 $end\n$enddefinitions $end\n#"), std::string::npos);
}

TEST_F(VcdTest, many_variables_have_different_identifiers)
{
    vcd* v = vcd_open(path.c_str(), 0);
    for (unsigned n = 0; n < 20'000; ++n)
        vcd_wire(v, ("w" + std::to_string(n)).c_str());
    vcd_start(v, 0);
    vcd_close(v, 1);
    std::set<std::string> ids;
    std::istringstream lines(text(path));
    for (std::string word; lines >> word;)
        if (word == "wire") {
            lines >> word >> word;
            ids.insert(word);
        }
    EXPECT_EQ(ids.size(), 20'000u);
}

TEST_F(VcdTest, a_file_that_cannot_be_created_is_an_error)
{
    EXPECT_EQ(vcd_open((folder / "no" / "such" / "folder.vcd").c_str(), 0), nullptr);
    EXPECT_THROW(VcdTrace((folder / "no" / "trace.vcd").string(), {}, {}), std::runtime_error);
}

void record_a_run(const std::string& path, const std::string& set = "all", bool numbers = false)
{
    const VcdShape shape{
        { "its0" }, 2, { "nic0" }, { "dom1", "dom2" }, { { 3, "vits_queue", true } }
    };
    VcdTrace trace(path, shape, { vcd_signals(shape, set), numbers },
                   [](unsigned lock) { return "lock" + std::to_string(lock); });
    trace.on(PeStateFact{ 0, PeState::El2, SIM_NO_DOMAIN });
    trace.ring(0, RingFact{ 0, 32, 1, 2048, false });
    trace.start();
    pass_ps(1000);
    trace.on(PatternFact{ 0, true });
    trace.on(LinkLevelFact{ 0, 17 });
    trace.ring(0, RingFact{ 32, 0xfffe0, 2047, 32768, true });
    trace.intake(0, IntakeLevelFact{ 8 });
    trace.lanes(0, LaneLevelFact{ 2 });
    trace.command_begins(0, CommandBegunFact{ 10 });
    trace.on(LockTakenFact{ 0, 4, {} });
    trace.on(LockTakenFact{ 0, 5, {} });
    trace.on(HvProbeFact{ 3, 1, 6, {} });
    trace.look_up(0, LookUpFact{ TableKind::Device, true });
    trace.label("storm");
    trace.on(LpiLevelFact{ 1, 57344 });
    trace.on(IrqLineFact{ 1, true });
    trace.on(VirqLineFact{ 1, true });
    trace.on(ListRegistersFact{ 1, 4 });
    pass_ps(500);
    trace.on(PeStateFact{ 0, PeState::Guest, 1 });
    trace.on(PeStateFact{ 1, PeState::Irq, SIM_NO_DOMAIN });
    trace.on(GuestReadyFact{ 0, 0 });
    trace.on(LockFact{ 0, 5, {}, {}, {}, false });
    trace.on(MarkFact{ 1, SIM_STEP_RECEIVED, 0, 8192, 8192, {} });
    trace.on(MarkFact{ 1, SIM_STEP_INJECTED, 0, 8192, 8192, {} });
    trace.on(MarkFact{ 1, SIM_STEP_RETIRED, 0, 8192, 8192, {} });
    trace.on(MarkFact{ 1, SIM_STEP_DISCARDED, SIM_NO_DOMAIN, 0, 8192, {} });
    pass_ps(500);
    EXPECT_EQ(trace.finish(), "");
}

// Time stamps of a dump, in the order of the file.
std::vector<std::uint64_t> stamps(const std::string& dump)
{
    std::vector<std::uint64_t> found;
    std::istringstream lines(dump);
    for (std::string line; std::getline(lines, line);)
        if (line[0] == '#')
            found.push_back(std::stoull(line.substr(1)));
    return found;
}

TEST_F(VcdTest, timestamps_only_increase)
{
    record_a_run(path);
    const auto found = stamps(text(path));
    ASSERT_GT(found.size(), 2u);
    for (std::size_t n = 1; n < found.size(); ++n)
        EXPECT_LT(found[n - 1], found[n]);
}

TEST_F(VcdTest, only_chosen_signals_are_in_the_dump_and_its_save_file)
{
    record_a_run(path, "queue");
    for (const std::string& file : { text(path), text((folder / "trace.gtkw").string()) }) {
        EXPECT_NE(file.find("occupancy"), std::string::npos);
        EXPECT_EQ(file.find("credits_used"), std::string::npos);
        EXPECT_EQ(file.find("gicr0"), std::string::npos);
    }
}

TEST_F(VcdTest, with_numbers_every_text_has_a_numeric_signal_beside_it)
{
    record_a_run(path, "all", true);
    const std::string dump = text(path);
    for (const char* twin : { "state_number", "domain_number", "command_number", "label_number" })
        EXPECT_NE(dump.find(twin), std::string::npos) << twin;
}

// The other readers of VCD that GTKWave brings.
TEST_F(VcdTest, other_converters_take_a_trace_without_complaint)
{
    record_a_run(path);
    for (const std::string tool : { "vcd2lxt", "vcd2lxt2", "vcd2vzt" }) {
        if (run("command -v " + tool).second != 0)
            GTEST_SKIP() << tool << " is not installed";
        const auto [output, status] = run(tool + " '" + path + "' '" + path + "." + tool + "'");
        EXPECT_EQ(status, 0) << output;
        EXPECT_GT(std::filesystem::file_size(path + "." + tool), 100u) << output;
    }
}

// Rows of sigrok's CSV whose first column is 1. Its reader of Debian 12 (libsigrok 0.5.2) takes
// signals of one bit only, a sample for each picosecond.
unsigned samples_high(const std::string& csv)
{
    unsigned high = 0;
    std::istringstream rows(csv);
    for (std::string row; std::getline(rows, row);)
        high += row == "1" || row.rfind("1,", 0) == 0;
    return high;
}

TEST_F(VcdTest, sigrok_sees_a_line_for_as_long_as_it_is_high)
{
    if (run("command -v sigrok-cli").second != 0)
        GTEST_SKIP() << "sigrok-cli is not installed";
    record_a_run(path, "lines");
    const auto [csv, status] = run("sigrok-cli -I vcd -O csv -i '" + path + "'");
    EXPECT_EQ(status, 0) << csv;
    EXPECT_EQ(csv.find("Unsupported"), std::string::npos) << csv;
    EXPECT_EQ(samples_high(csv), 1000u); // nic0.storm, the first: from 1000 ps to the end
}

TEST_F(VcdTest, the_lock_signal_of_a_pe_is_the_lock_that_it_took_last)
{
    record_a_run(path, "cpu");
    const std::string dump = text(path);
    const std::size_t taken = dump.find("slock5 "), dropped = dump.find("slock4 ");
    EXPECT_LT(taken, dropped);
    EXPECT_NE(dropped, std::string::npos);
}

TEST_F(VcdTest, levels_of_the_hypervisor_are_signals)
{
    record_a_run(path, "queue");
    const std::string dump = text(path);
    const std::size_t var = dump.find("vits_queue [31:0]", dump.find("module dom2"));
    ASSERT_NE(var, std::string::npos);
    const std::size_t begin = dump.rfind(' ', var - 2) + 1;
    const std::string id = dump.substr(begin, var - 1 - begin);
    EXPECT_NE(dump.find("b110 " + id + "\n"), std::string::npos);
}

TEST_F(VcdTest, gtk_waves_converter_takes_a_trace_without_complaint)
{
    record_a_run(path);
    const std::string fst = (folder / "trace.fst").string();
    EXPECT_EQ(run("vcd2fst '" + path + "' '" + fst + "'"), std::make_pair(std::string(), 0));
    const auto [back, status] = run("fst2vcd '" + fst + "'");
    EXPECT_EQ(status, 0);
    for (const char* shown :
         { "sguest ", "sirq ", "sdom2 ", "creadr", "lpi_pending", "b00000000111" })
        EXPECT_NE(back.find(shown), std::string::npos) << shown;
}

TEST_F(VcdTest, the_save_file_groups_signals_that_the_dump_has)
{
    record_a_run(path);
    const std::string save = text((folder / "trace.gtkw").string()), dump = text(path);
    EXPECT_EQ(save.rfind("[dumpfile] \"trace.vcd\"\n", 0), 0u);
    for (const char* group : { "nic0", "its0", "gicr0", "gicr1", "pe0", "pe1", "dom1", "dom2" }) {
        EXPECT_NE(save.find(std::string("@800200\n-") + group + "\n"), std::string::npos) << group;
        EXPECT_NE(save.find(std::string("@1000200\n-") + group + "\n"), std::string::npos) << group;
        EXPECT_NE(dump.find(std::string("$scope module ") + group + " $end\n"), std::string::npos)
            << group;
    }
    for (const char* signal :
         { "soc.its0.occupancy[15:0]", "soc.its0.creadr[19:0]", "soc.its0.cwriter[19:0]",
           "soc.gicr1.lpi_pending[23:0]", "soc.gicr1.irq", "soc.pe0.state" })
        EXPECT_NE(save.find(std::string(signal) + "\n"), std::string::npos) << signal;
}

TEST_F(VcdTest, the_save_file_shows_a_pe_beside_its_redistributor)
{
    record_a_run(path);
    const std::string save = text((folder / "trace.gtkw").string());
    std::size_t last = 0;
    for (const char* group : { "its0", "gicr0", "pe0", "gicr1", "pe1", "dom1" }) {
        const std::size_t at = save.find(std::string("@800200\n-") + group + "\n");
        EXPECT_LT(last, at) << group;
        last = at;
    }
}

TEST_F(VcdTest, the_save_file_names_a_marker_for_each_label_and_shows_all_of_the_dump)
{
    record_a_run(path); // 2000 ps
    const std::string save = text((folder / "trace.gtkw").string());
    EXPECT_NE(save.find("[timestart] 0\n"), std::string::npos);
    EXPECT_NE(save.find("\n*-8.828281 -1 1000 -1 "), std::string::npos); // log2(2000 * 200 / 880)
    EXPECT_NE(save.find("\n[markername] Astorm\n"), std::string::npos);
}

TEST_F(VcdTest, a_word_has_one_number_whatever_its_blanks)
{
    vcd* v = vcd_open(path.c_str(), 0);
    EXPECT_EQ(vcd_word(v, "guest dom1"), vcd_word(v, "guest_dom1"));
    EXPECT_NE(vcd_word(v, "guest_dom2"), vcd_word(v, "guest_dom1"));
    EXPECT_EQ(vcd_word(v, ""), vcd_word(v, "-"));
    EXPECT_TRUE(vcd_close(v, 0));
}

TEST_F(VcdTest, stamps_and_values_have_all_their_digits)
{
    vcd* v = vcd_open(path.c_str(), 0);
    const unsigned wide = vcd_vector(v, "wide", 64);
    vcd_start(v, 9);
    std::string expected;
    for (std::uint64_t now = 10; now < 1'000'000'000'000'000'000; now *= 10)
        for (const std::uint64_t then : { now, now + 7, now + now - 1 }) {
            vcd_set(v, wide, then, then);
            const std::string bits = std::bitset<64>(then).to_string();
            expected += "#" + std::to_string(then) + "\nb" + bits.substr(bits.find('1')) + " !\n";
        }
    EXPECT_TRUE(vcd_close(v, 2'000'000'000'000'000'000));
    EXPECT_NE(text(path).find(expected + "#2000000000000000000\n"), std::string::npos);
}

TEST_F(VcdTest, a_dump_carries_simulated_times_and_no_date)
{
    record_a_run(path);
    const std::string dump = text(path);
    EXPECT_EQ(dump.rfind("$date - $end\n"), 0u); // the only one, and it says nothing
    EXPECT_EQ(dump.rfind("$date"), 0u);
    EXPECT_LT(dump.find("\n#0\n"), dump.find("\n#1000\n"));
    EXPECT_LT(dump.find("\n#1500\n"), dump.find("\n#2000\n"));
}

} // namespace
} // namespace itstorm
