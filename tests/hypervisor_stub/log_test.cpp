// SPDX-License-Identifier: Apache-2.0
// The hypervisor's formatted log, and its lines about commands that the virtual ITS refuses.
#include "hostile_bench.h"
extern "C" {
#include "kit/log.h"
#include "vits/refusal.h"
}

using namespace fake;

namespace {

TEST_F(VitsHostile, log_formats_strings_and_numbers_in_two_bases)
{
    hv_log(SIM_LOG_INFO, "%s: %u of %x, %lu, %lx, 100%%", "ring", 7u, 0xabcu, 1ul << 40, 1ul << 40);
    EXPECT_EQ(world->log.back(), "ring: 7 of abc, 1099511627776, 10000000000, 100%");
}

TEST_F(VitsHostile, log_truncates_a_line_that_is_too_long)
{
    hv_log(SIM_LOG_INFO, "%s", std::string(1000, 'x').c_str());
    EXPECT_EQ(world->log.back(), std::string(HV_LOG_LINE_BYTES - 1, 'x'));
}

TEST_F(VitsHostile, a_refused_command_is_named_in_the_log_with_its_error)
{
    world->log.clear();
    EXPECT_EQ(g.send({ its_cmd_inv(0x77, 5) }), 1u);
    ASSERT_EQ(world->log.size(), 1u);
    EXPECT_EQ(world->log[0],
              world->dom().info->name + std::string(" vits: inv refused: INV_UNMAPPED_DEVICE "
                                                    "(DeviceID 0x77, EventID 0x5, ICID 0x0)"));
}

TEST_F(VitsHostile, only_the_first_refused_commands_are_named)
{
    world->log.clear();
    for (unsigned n = 0; n < 3 * VITS_REFUSALS_LOGGED; n++)
        EXPECT_EQ(g.send({ its_cmd_inv(0x77, n) }), 1u);
    ASSERT_EQ(world->log.size(), std::size_t{ VITS_REFUSALS_LOGGED });
    EXPECT_NE(world->log.back().find("further ones are counted only"), std::string::npos);
}

} // namespace
