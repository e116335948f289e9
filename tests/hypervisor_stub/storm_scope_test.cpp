// SPDX-License-Identifier: Apache-2.0
// What a storm disables (knob storm.scope): the pLPI, or its device.
#include "storm_bench.h"

using namespace fake;

namespace {

StormBench::Knobs whole_device(StormBench::Knobs more = {})
{
    more["storm.detect"] = Inflight;
    more["storm.scope"] = Device;
    return more;
}

} // namespace

TEST(StormScope, device_disables_every_plpi_of_the_device)
{
    StormBench b(whole_device());
    b.fire(1, 2);
    EXPECT_EQ(b.all_enabled(), 0u);
    EXPECT_EQ(b.detections(), 1u);
}

TEST(StormScope, lpi_leaves_the_other_plpis_enabled)
{
    StormBench b({ { "storm.detect", Inflight }, { "storm.scope", Lpi } });
    b.fire(1, 2);
    EXPECT_EQ(b.all_enabled(), 3u);
}

TEST(StormScope, fewer_vectors_than_invall_from_get_an_inv_each)
{
    StormBench b(whole_device({ { "storm.invall_from", 5 } }));
    b.fire(1, 2);
    EXPECT_EQ(b.w.count(ITS_OP_INV), 4u);
    EXPECT_EQ(b.w.count(ITS_OP_INVALL), 0u);
    EXPECT_EQ(b.w.count(ITS_OP_SYNC), 1u);
}

TEST(StormScope, invall_from_vectors_get_one_invall)
{
    StormBench b(whole_device({ { "storm.invall_from", 4 } }));
    b.fire(1, 2);
    EXPECT_EQ(b.w.count(ITS_OP_INV), 0u);
    EXPECT_EQ(b.w.count(ITS_OP_INVALL), 1u);
    EXPECT_EQ(b.w.count(ITS_OP_SYNC), 1u);
}

TEST(StormScope, each_pe_with_a_plpi_of_the_device_gets_an_invall)
{
    StormBench b(whole_device(), 4, true, 2);
    b.fire(0, 2);
    EXPECT_EQ(b.w.count(ITS_OP_INVALL), 2u);
    EXPECT_EQ(b.w.count(ITS_OP_SYNC), 2u);
    EXPECT_EQ(b.all_enabled(), 0u);
}

TEST(StormScope, the_configuration_bytes_of_a_large_device_are_all_written)
{
    StormBench b(whole_device(), 150);
    b.fire(149, 2);
    EXPECT_EQ(b.all_enabled(), 0u);
    b.answer();
    EXPECT_EQ(b.all_enabled(), 150u);
}

TEST(StormScope, the_device_is_enabled_again_by_the_eoi_of_the_vlpi_that_stormed)
{
    StormBench b(whole_device());
    b.fire(0);
    b.fire(1, 2);
    b.enter();
    b.eoi(static_cast<unsigned>(b.find(INTID_LPI_FIRST)));
    b.leave();
    EXPECT_EQ(b.all_enabled(), 0u);
    b.answer();
    EXPECT_EQ(b.all_enabled(), 4u);
}

TEST(StormScope, a_plpi_of_a_disabled_vlpi_is_disabled_alone)
{
    StormBench b(whole_device());
    b.set_enabled(1, false);
    b.fire(1, 2);
    EXPECT_FALSE(b.enabled(1));
    EXPECT_EQ(b.all_enabled(), 3u);
}

TEST(StormScope, a_plpi_of_a_disabled_vlpi_stays_disabled_when_its_device_is_enabled_again)
{
    StormBench b(whole_device());
    b.set_enabled(1, false);
    b.fire(1, 2);
    b.fire(2, 2);
    ASSERT_EQ(b.all_enabled(), 0u);
    b.answer();
    EXPECT_FALSE(b.enabled(1));
    EXPECT_EQ(b.all_enabled(), 3u);
}

TEST(StormScope, a_guest_that_disables_the_vlpi_that_stormed_gets_its_device_back)
{
    StormBench b(whole_device());
    b.fire(1, 2);
    b.set_enabled(1, false);
    EXPECT_EQ(b.all_enabled(), 4u);
}

TEST(StormScope, a_guest_that_discards_the_event_that_stormed_gets_its_device_back)
{
    StormBench b(whole_device());
    b.fire(1, 2);
    b.g.send({ its_cmd_discard(MiniGuest::device, 1) });
    EXPECT_EQ(b.all_enabled(), 4u);
}

TEST(StormScope, a_device_removed_within_the_gap_comes_back_without_its_storm)
{
    StormBench b(whole_device({ { "storm.min_gap", 1'000'000 } }));
    device& removed = b.w.hypervisor->domains.devices[0];
    b.fire(1, 2);
    ASSERT_EQ(remove_device(b.w.self(), &removed), HVC_OK);
    ASSERT_EQ(assign_device(b.w.self(), &removed), HVC_OK);
    EXPECT_EQ(b.all_enabled(), 4u);
    b.g.send({ its_cmd_mapti(MiniGuest::device, 1, INTID_LPI_FIRST + 1, 0),
               its_cmd_inv(MiniGuest::device, 1) });
    b.fire(1, 2);
    EXPECT_EQ(b.detections(), 2u);
    EXPECT_EQ(b.all_enabled(), 0u);
}

TEST(StormScope, a_second_plpi_of_a_disabled_device_is_no_second_storm)
{
    StormBench b(whole_device());
    b.fire(1, 2);
    const auto commands = b.w.commands.size();
    b.fire(2, 5);
    EXPECT_EQ(b.detections(), 1u);
    EXPECT_EQ(b.w.commands.size(), commands);
}

TEST(StormScope, an_unmapped_event_gets_its_inv_when_it_is_mapped)
{
    StormBench b(whole_device({ { "vits.propagate", PROPAGATE_WORD_all } }));
    b.g.send({ its_cmd_discard(MiniGuest::device, 3) });
    b.fire(1, 2);
    EXPECT_TRUE(b.plpi(3).stale);
    b.w.commands.clear();
    b.g.send({ its_cmd_mapti(MiniGuest::device, 3, INTID_LPI_FIRST + 3, 0) });
    EXPECT_EQ(b.w.count(ITS_OP_INV), 1u);
    EXPECT_FALSE(b.plpi(3).stale);
}
