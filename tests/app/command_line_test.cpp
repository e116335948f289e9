// SPDX-License-Identifier: Apache-2.0
// Command lines that repeat a run.
#include "command.h"
#include "command_line.h"
#include <gtest/gtest.h>

using namespace itstorm;

namespace {

Options with_everything()
{
    Options options;
    options.file = "s.yaml";
    options.preset = "xen";
    options.overlays = { "my overlay.yaml" };
    options.overrides = { "nic0.link={ latency: $x }" };
    options.hypervisor = "hv.so";
    options.guests = { "guests.so" };
    return options;
}

} // namespace

TEST(CommandLine, a_word_is_quoted_if_the_shell_would_see_more_in_it)
{
    EXPECT_EQ(shell_line({ "itstorm", "run", "a.yaml", "-C", "x=[0, 1]", "it's", "" }),
              "itstorm run a.yaml -C 'x=[0, 1]' 'it'\\''s' ''");
    EXPECT_EQ(shell_word("x={a}"), "'x={a}'");
    EXPECT_EQ(shell_word("$HOME"), "'$HOME'");
}

TEST(CommandLine, a_run_is_made_again_with_all_that_changes_it)
{
    EXPECT_EQ(command_of(with_everything(), "none"),
              "itstorm run s.yaml --variant none -p xen -f 'my overlay.yaml' "
              "-C 'nic0.link={ latency: $x }' --hypervisor hv.so --guests guests.so");
}

TEST(CommandLine, paths_are_written_as_the_caller_asks)
{
    const auto whole = [](const std::string& path) { return "/whole/" + path; };
    EXPECT_EQ(shell_line(scenario_options(with_everything(), "", { "seed=2" }, whole)),
              "-p xen -f '/whole/my overlay.yaml' -C 'nic0.link={ latency: $x }' -C seed=2 "
              "--hypervisor /whole/hv.so --guests /whole/guests.so");
}

TEST(CommandLine, a_run_from_standard_input_has_no_command)
{
    Options options;
    options.file = standard_input;
    EXPECT_EQ(command_of(options, "none"), "");
    EXPECT_EQ(command_of_point(standard_input, "-C x=1"), "");
}
