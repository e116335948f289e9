// SPDX-License-Identifier: Apache-2.0
// Runs flood.yaml, whose timeline gives orders to the guest program `flood`: the virtual ITS counts
// exactly the ordered commands.
#include "program.h"

namespace {

using nlohmann::json;

class Flood : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        result = itstorm::run_program("tests/end_to_end/flood.yaml", "flood");
    }

    static std::uint64_t commands(const std::string& domain, const std::string& kind)
    {
        const json& stats = result.at("stats");
        const std::string name = domain + ".vits.cmd." + kind;
        return stats.contains(name) ? stats.at(name).at("value").get<std::uint64_t>() : 0;
    }

    // The rate of the counter in the window; 0 if the window does not have the statistic.
    static double in_window(const std::string& window, const std::string& stat)
    {
        const json& stats = result.at("windows").at(window).at("stats");
        return stats.contains(stat) ? stats.at(stat).at("value").get<double>() : 0;
    }

    static json result;
};

json Flood::result;

// Bring-up of `plain`: one collection (INVALL), 32 events of its own without INV. Of `pair`: two
// collections, 4 vectors with MAPTI and INV.

TEST_F(Flood, a_run_has_as_many_commands_as_ordered)
{
    EXPECT_EQ(commands("plain", "invall"), 1 + 10 * 100u);
    EXPECT_EQ(commands("plain", "inv"), 3 * 2 * 33u) << "three orders that had to wait";
    EXPECT_EQ(commands("plain", "discard"), 4 * 7 / 2u);
    EXPECT_EQ(commands("plain", "mapti"), 32 + 4 * 7 / 2u) << "turns go on across bursts";
}

TEST_F(Flood, a_burst_is_announced_at_once)
{
    EXPECT_EQ(result.at("stats").at("plain.vits.queue.max").at("value"), 100);
    EXPECT_EQ(result.at("stats").at("pair.vits.queue.max").at("value"), 2047);
}

TEST_F(Flood, vcpus_of_one_ring_do_not_overwrite_each_other_s_commands)
{
    EXPECT_EQ(commands("pair", "discard"), 20 * 64 / 2u);
    EXPECT_EQ(commands("pair", "mapti"), 4 + 20 * 64 / 2u);
    EXPECT_EQ(commands("pair", "error"), 0u);
    EXPECT_EQ(commands("plain", "error"), 0u);
}

TEST_F(Flood, bursts_without_end_end_with_the_next_order)
{
    const std::uint64_t bursts_of_2047 = commands("pair", "inv") - (4 + 1);
    EXPECT_GT(bursts_of_2047, 2047u);
    EXPECT_EQ(bursts_of_2047 % 2047, 0u);
    EXPECT_GT(in_window("busy", "pair.vits.cmd.inv"), 0);
    EXPECT_EQ(in_window("quiet", "pair.vits.cmd.inv"), 0);
}

// A command at once and then one each millisecond, stopped after 3.5 ms.
TEST_F(Flood, quiet_ends_a_long_run)
{
    EXPECT_EQ(commands("pair", "invall"), 2 + 20 * 50 + 4 * 3u);
}

TEST_F(Flood, interrupts_of_the_device_are_handled_in_between)
{
    const json& stats = result.at("stats");
    EXPECT_GT(stats.at("pair.vlpi.latency.count").at("value"), 1000);
}

} // namespace
