// SPDX-License-Identifier: Apache-2.0
// The progress of a run: the end that its timeline predicts, and the line on the terminal.
#include "app_support.h"
#include "expected_end.h"
#include "progress_line.h"
#include "sweep/progress.h"
#include <gtest/gtest.h>

using namespace itstorm;

namespace {

constexpr std::uint64_t ms = 1'000'000'000;

// A timeline: `ready` when a condition holds, `storm` 1 ms later, `calm` 2 ms after that.
Scenario with_stop(const std::string& entry)
{
    return scenario_of(
        with_line(19, "  - { after: storm, delay: 2ms, do: storm.stop, device: nic0, "
                      "label: calm }\n" +
                          entry));
}

} // namespace

TEST(ExpectedEnd, is_unknown_while_an_entry_waits_for_a_condition)
{
    EXPECT_FALSE(expected_end_ps(scenario_of(good()), {}).has_value());
}

TEST(ExpectedEnd, is_the_last_entry_once_its_label_is_known)
{
    EXPECT_EQ(expected_end_ps(scenario_of(good()), { { "ready", 5 * ms } }), 8 * ms);
}

TEST(ExpectedEnd, is_the_stop_if_there_is_one)
{
    EXPECT_EQ(expected_end_ps(with_stop("  - { after: storm, delay: 500us, do: stop }"),
                              { { "ready", 5 * ms } }),
              6 * ms + ms / 2);
}

TEST(ExpectedEnd, is_not_later_than_the_limit)
{
    EXPECT_EQ(expected_end_ps(scenario_of(good()), { { "ready", 19 * ms } }), 20 * ms);
}

TEST(Progress, names_the_run_its_share_and_the_time_left)
{
    EXPECT_EQ(progress_text("storm (2 of 8)", 3 * ms, 12 * ms, 4),
              "storm (2 of 8): 3.000 ms simulated, 4.0 s, 25 %, 12 s left");
}

TEST(Progress, says_nothing_of_an_end_that_it_does_not_know)
{
    EXPECT_EQ(progress_text("base", 3 * ms, std::nullopt, 4), "base: 3.000 ms simulated, 4.0 s");
}

TEST(SweepProgress, says_how_well_the_pool_was_filled)
{
    EXPECT_EQ(load_text(19.8, 19.0, 10, 2),
              "on average 1.98 of 2 runs under way, 1.90 processors busy");
}
