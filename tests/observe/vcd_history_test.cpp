// SPDX-License-Identifier: Apache-2.0
// A waveform that begins before its start, with the history that was held back.
#include "observe/vcd.h"
#include "observe/vcd_history.h"
#include "vcd_support.h"

namespace itstorm {
namespace {

struct VcdHistoryTest : VcdFile {
    vcd* dump = vcd_open(path.c_str(), 0);
    const unsigned used = vcd_vector(dump, "used", 32);
    const unsigned state = vcd_text(dump, "state");

    // Everything behind the header.
    std::string values()
    {
        vcd_close(dump, 10'000);
        const std::string all = text(path), end = "$enddefinitions $end\n";
        return all.substr(all.find(end) + end.size());
    }
};

TEST_F(VcdHistoryTest, a_dump_begins_its_history_before_its_start)
{
    VcdHistory history(300);
    history.set(dump, used, 100, 1);
    history.set(dump, used, 600, 2);
    history.set(dump, state, 800, vcd_word(dump, "guest"));
    history.set(dump, used, 900, 3);
    EXPECT_EQ(history.start(dump, 1000), 700u);
    history.set(dump, used, 1100, 4);
    EXPECT_EQ(values(), "#700\n$dumpvars\nb10 !\ns- \"\n$end\n"
                        "#800\nsguest \"\n"
                        "#900\nb11 !\n"
                        "#1100\nb100 !\n"
                        "#10000\n");
}

TEST_F(VcdHistoryTest, no_history_reaches_before_time_zero)
{
    VcdHistory history(5000);
    history.set(dump, used, 100, 1);
    EXPECT_EQ(history.start(dump, 1000), 0u);
    EXPECT_EQ(values(), "#0\n$dumpvars\nb0 !\ns- \"\n$end\n#100\nb1 !\n#10000\n");
}

TEST_F(VcdHistoryTest, without_a_length_a_dump_begins_at_its_start)
{
    VcdHistory history(0);
    history.set(dump, used, 100, 1);
    EXPECT_EQ(history.start(dump, 1000), 1000u);
    EXPECT_EQ(values(), "#1000\n$dumpvars\nb1 !\ns- \"\n$end\n#10000\n");
}

TEST_F(VcdHistoryTest, a_history_with_too_many_changes_is_shorter)
{
    VcdHistory history(10'000'000);
    for (std::uint64_t n = 1; n <= VcdHistory::most_changes + 5; ++n)
        history.set(dump, used, n, n);
    EXPECT_EQ(history.start(dump, VcdHistory::most_changes + 10), 5u);
    const std::string all = values();
    EXPECT_EQ(all.rfind("#5\n$dumpvars\nb101 !\n", 0), 0u);
    EXPECT_NE(all.find("#6\nb110 !\n"), std::string::npos);
}

} // namespace
} // namespace itstorm
