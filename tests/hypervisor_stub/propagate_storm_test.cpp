// SPDX-License-Identifier: Apache-2.0
// Storms that end with a command of the guest (what-ifs S1, S4, S46): whether the trap of that
// command posts host commands.
#include "storm_bench.h"

using namespace fake;

namespace {

class Strictness : public testing::TestWithParam<int> {
protected:
    Strictness()
        : b({ { "storm.detect", Inflight },
              { "storm.end", GuestEnable },
              { "vits.propagate", static_cast<std::uint64_t>(GetParam()) } })
    {
        b.fire(0, 2);
        b.answer();
        b.w.commands.clear();
    }
    StormBench b;
};

using StrictlyNone = Strictness;
using StormOnly = Strictness;

TEST_P(StrictlyNone, no_guests_trap_leads_to_a_host_command)
{
    b.set_enabled(0, true);
    EXPECT_TRUE(b.w.commands.empty());
    EXPECT_FALSE(b.enabled(0));
    EXPECT_EQ(b.w.counter(PROBE_STORM_IN_TRAP, 0), 0u);
}

TEST_P(StrictlyNone, the_timer_enables_at_once_a_plpi_that_the_guests_command_has_released)
{
    b.set_enabled(0, true);
    const std::uint64_t now = b.w.now;
    ASSERT_TRUE(b.tick());
    EXPECT_TRUE(b.enabled(0));
    EXPECT_LE(b.due(), now + 1000);
}

// INT and MOVI read the configuration byte again after an INVALL: the enable bit that they find
// must not lead to a host command either.
TEST_P(StrictlyNone, a_command_that_reads_the_configuration_byte_leads_to_no_host_command)
{
    for (const its_cmd& cmd :
         { its_cmd_int(MiniGuest::device, 0), its_cmd_movi(MiniGuest::device, 0, 1) }) {
        StormBench s({ { "storm.detect", Inflight },
                       { "storm.end", GuestEnable },
                       { "vits.invall", 1 }, // bitmap64
                       { "vits.propagate", PROPAGATE_WORD_none } },
                     4, true, 2);
        s.fire(0, 2);
        s.answer();
        ASSERT_FALSE(s.enabled(0));
        s.g.send({ its_cmd_invall(1) });
        s.w.commands.clear();
        s.g.send({ cmd });
        EXPECT_TRUE(s.w.commands.empty());
        ASSERT_TRUE(s.tick());
        EXPECT_TRUE(s.enabled(0));
    }
}

TEST_P(StrictlyNone, the_timer_enables_8_at_a_time_of_the_plpis_that_one_command_has_released)
{
    StormBench s({ { "storm.detect", Inflight },
                   { "storm.end", GuestEnable },
                   { "vits.propagate", PROPAGATE_WORD_none } },
                 40);
    for (unsigned event = 0; event < 40; event++)
        s.fire(event, 2);
    for (unsigned n = 0; n < 10; n++)
        s.answer();
    ASSERT_EQ(s.all_enabled(), 0u);
    s.g.send({ its_cmd_invall(0) });
    for (unsigned ticks = 1; ticks <= 5; ticks++) {
        ASSERT_TRUE(s.tick());
        EXPECT_EQ(s.all_enabled(), 8 * ticks);
    }
}

INSTANTIATE_TEST_SUITE_P(None, StrictlyNone, testing::Values<int>(PROPAGATE_WORD_none));

TEST_P(StormOnly, the_trap_that_ends_a_storm_posts_its_INV_and_SYNC)
{
    b.set_enabled(0, true);
    EXPECT_EQ(b.w.commands.size(), 2u);
    EXPECT_TRUE(b.enabled(0));
    EXPECT_EQ(b.w.counter(PROBE_STORM_IN_TRAP, 0), 1u);
}

INSTANTIATE_TEST_SUITE_P(StormOnly, StormOnly, testing::Values<int>(PROPAGATE_WORD_storm_only));

} // namespace
