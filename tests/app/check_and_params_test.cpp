// SPDX-License-Identifier: Apache-2.0
// `itstorm check` and `itstorm params`.
#include "command_support.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

TEST(Check, prints_fine_and_writes_nothing)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good() + two_variants);
    options.command = Options::Command::Check;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out, HasSubstr("s.yaml: fine, 2 variants"));
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Check, prints_every_error_with_its_place)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, with_line(3, "limits: { sim_tiem: 20ms, wall_time: 5 }"));
    options.command = Options::Command::Check;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err,
                AllOf(HasSubstr("s.yaml:3:11: error: "), HasSubstr("s.yaml:3:38: error: ")));
}

TEST(Params, lists_language_object_and_programs)
{
    const Ran ran = run(command(Options::Command::Params));
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out, HasSubstr("timing.table_read = 100 server, 75 embedded, 0 ideal  [GIC "
                                   "cycles, 0 to 1000000]  (derived: "));
    EXPECT_THAT(ran.out, HasSubstr("hypervisor.storm.detect = inflight  [none or inflight]"));
    EXPECT_THAT(ran.out, HasSubstr("domains[].handler = 1us"));
    EXPECT_THAT(ran.out, HasSubstr("# Order linux.quiet: stops\n"));
    EXPECT_THAT(ran.out, HasSubstr("# Order linux.burst: sends commands\n"
                                   "timeline[].args.commands = 100  [commands, 1 to 2047]\n"
                                   "    in one burst\n"
                                   "timeline[].args.pause = 5us"));
    EXPECT_THAT(ran.out, Not(HasSubstr("self_test")));
}
