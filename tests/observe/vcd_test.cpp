// SPDX-License-Identifier: Apache-2.0
// The VCD writer to the byte, and the trace of a run as GTKWave's own converter sees it.
#include "observe/vcd.h"
#include "observe/vcd_trace.h"
#include "observe_support.h"
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <itstorm/types.h>
#include <set>
#include <sstream>
#include <unistd.h>

namespace itstorm {
namespace {

struct VcdTest : testing::Test {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("itstorm_vcd_" + std::to_string(getpid()));
    const std::string path = (folder / "trace.vcd").string();

    VcdTest() { std::filesystem::create_directories(folder); }
    ~VcdTest() override { std::filesystem::remove_all(folder); }

    static std::string text(const std::string& file)
    {
        std::ifstream in(file);
        std::stringstream all;
        all << in.rdbuf();
        return all.str();
    }

    // What a command prints, on both streams, and its exit status.
    static std::pair<std::string, int> run(const std::string& command)
    {
        std::string output;
        FILE* pipe = popen((command + " 2>&1").c_str(), "r");
        std::array<char, 4096> buffer;
        while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe))
            output.append(buffer.data(), n);
        return { output, pclose(pipe) };
    }
};

TEST_F(VcdTest, the_file_is_this_to_the_byte)
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
    vcd_set_text(v, state, 200, "guest dom1");
    vcd_set(v, irq, 300, 0);
    vcd_set(v, irq, 300, 1); // back in the same moment
    vcd_set(v, used, 400, 0x1ffff);
    vcd_set(v, used, 400, 0);
    vcd_set_text(v, state, 400, "");
    EXPECT_TRUE(vcd_close(v, 1000));
    EXPECT_EQ(text(path), "$timescale 1 ps $end\n"
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

TEST_F(VcdTest, a_limit_ends_the_recording_with_a_comment)
{
    vcd* v = vcd_open(path.c_str(), 4096);
    const unsigned used = vcd_vector(v, "used", 64);
    vcd_start(v, 0);
    for (std::uint64_t n = 1; n < 10'000; ++n)
        vcd_set(v, used, n * 10, n);
    EXPECT_TRUE(vcd_close(v, 100'000));
    EXPECT_LT(std::filesystem::file_size(path), 4096u + 200);
    EXPECT_NE(text(path).find("$comment size limit reached"), std::string::npos);
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
    EXPECT_THROW(VcdTrace((folder / "no" / "trace.vcd").string(), {}), std::runtime_error);
}

void record_a_run(const std::string& path)
{
    VcdTrace trace(path, { { "its0" }, 2, { "nic0" }, { "dom1", "dom2" } });
    trace.on(PeStateFact{ 0, PeState::El2, SIM_NO_DOMAIN });
    trace.ring(0, RingFact{ 0, 32, 1, 2048, false });
    trace.start();
    pass_ps(1000);
    trace.on(PatternFact{ 0, true });
    trace.on(LinkLevelFact{ 0, 17 });
    trace.ring(0, RingFact{ 32, 0xfffe0, 2047, 32768, true });
    trace.intake(0, IntakeLevelFact{ 8 });
    trace.on(LpiLevelFact{ 1, 57344 });
    trace.on(IrqLineFact{ 1, true });
    trace.on(VirqLineFact{ 1, true });
    trace.on(ListRegistersFact{ 1, 4 });
    pass_ps(500);
    trace.on(PeStateFact{ 0, PeState::Guest, 1 });
    trace.on(PeStateFact{ 1, PeState::Irq, SIM_NO_DOMAIN });
    trace.on(GuestReadyFact{ 0, 0 });
    trace.on(MarkFact{ 1, SIM_STEP_RECEIVED, 0, 8192, 8192, {} });
    trace.on(MarkFact{ 1, SIM_STEP_INJECTED, 0, 8192, 8192, {} });
    trace.on(MarkFact{ 1, SIM_STEP_RETIRED, 0, 8192, 8192, {} });
    trace.on(MarkFact{ 1, SIM_STEP_DISCARDED, SIM_NO_DOMAIN, 0, 8192, {} });
    pass_ps(500);
    EXPECT_EQ(trace.finish(), "");
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
         { "soc.its0.cmdq_used[15:0]", "soc.its0.creadr[19:0]", "soc.its0.cwriter[19:0]",
           "soc.gicr1.lpi_pending[23:0]", "soc.gicr1.irq", "soc.pe0.state" })
        EXPECT_NE(save.find(std::string(signal) + "\n"), std::string::npos) << signal;
}

TEST_F(VcdTest, a_dump_carries_simulated_times_and_no_date)
{
    record_a_run(path);
    const std::string dump = text(path);
    EXPECT_EQ(dump.find("$date"), std::string::npos);
    EXPECT_LT(dump.find("\n#0\n"), dump.find("\n#1000\n"));
    EXPECT_LT(dump.find("\n#1500\n"), dump.find("\n#2000\n"));
}

} // namespace
} // namespace itstorm
