// SPDX-License-Identifier: Apache-2.0
// GITS_CTLR.Enabled and Quiescent. CTL names conformance rows (docs/conformance.md).
#include "its_bench.h"

namespace {

using namespace itstorm;
using sc_core::sc_time;

constexpr std::uint64_t disabled_busy = 0, disabled_quiescent = 0x8000'0000;

struct Quiescence : testing::Test {
    ItsBench bench;
    const ItsConfig& c = bench.config;
    const sc_time ps{ 1, sc_core::SC_PS };

    void SetUp() override
    {
        bench.start();
        bench.map_fixture();
    }
};

TEST_F(Quiescence, reads_zero_while_enabled)
{
    EXPECT_EQ(bench.read(GITS_CTLR, 4), 1u);
}

TEST_F(Quiescence, an_idle_its_is_quiescent_at_once)
{
    bench.disable();
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_quiescent);
}

TEST_F(Quiescence, waits_for_the_translation_in_flight) // CTL-04
{
    bench.msi(5, 3);
    bench.run(ps);
    bench.disable();
    bench.run(bench.cycles(3 * c.table_read + c.xlate_latency) - 2 * ps);
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_busy);
    EXPECT_TRUE(bench.redistributors.lpis.empty());
    bench.run(2 * ps);
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_quiescent);
    EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
}

TEST_F(Quiescence, waits_for_the_running_command_and_starts_no_other) // CTL-05, CTL-06
{
    const std::uint32_t at = bench.creadr();
    bench.put(its_cmd_inv(5, 3));
    bench.put(its_cmd_inv(5, 4));
    bench.doorbell();
    bench.run(ps);
    bench.disable();
    bench.run(bench.cycles(c.command_fetch + c.command_decode + 3 * c.table_read +
                           c.redistributor_message) -
              2 * ps);
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_busy);
    bench.run(2 * ps);
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_quiescent);
    EXPECT_EQ(bench.creadr(), at + 32); // CREADR is at the second INV
    bench.run();
    EXPECT_EQ(bench.redistributors.messages.size(), 1u);
    bench.enable();
    bench.run();
    EXPECT_EQ(bench.redistributors.messages.size(), 2u);
}

TEST_F(Quiescence, waits_for_an_msi_without_credit)
{
    bench.redistributors.credits[1] = 0;
    bench.msi(5, 3);
    bench.run();
    bench.disable();
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_busy);
    bench.redistributors.grant(1, 1);
    bench.run();
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_quiescent);
}

TEST_F(Quiescence, enabling_is_ignored_until_the_its_is_quiescent) // CTL-08
{
    bench.msi(5, 3);
    bench.run(ps);
    bench.disable();
    bench.enable();
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_busy);
    bench.run();
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_quiescent);
    bench.enable();
    EXPECT_EQ(bench.read(GITS_CTLR, 4), 1u);
}

TEST_F(Quiescence, ring_and_table_bases_ignore_writes_until_the_its_is_quiescent)
{
    bench.msi(5, 3);
    bench.run(ps);
    bench.disable();
    const std::uint64_t devices = bench.read(GITS_BASER0, 8), cbaser = bench.read(GITS_CBASER, 8);
    bench.write(GITS_BASER0, 8, 0);
    bench.write(GITS_CBASER, 8, 0);
    EXPECT_EQ(bench.read(GITS_BASER0, 8), devices);
    EXPECT_EQ(bench.read(GITS_CBASER, 8), cbaser);
    bench.run();
    bench.write(GITS_CBASER, 8, 0);
    EXPECT_EQ(bench.read(GITS_CBASER, 8), 0u);
}

TEST_F(Quiescence, a_stalled_ring_is_quiescent)
{
    bench.send(its_cmd_make(0x7f));
    bench.disable();
    EXPECT_EQ(bench.read(GITS_CTLR, 4), disabled_quiescent);
}

} // namespace
