// SPDX-License-Identifier: Apache-2.0
// TRN: messages to GITS_TRANSLATER, delivered or dropped.
#include "crowd.h"

namespace itstorm {

namespace {

// Expects that the ITS has dropped one message for this cause, and that no PE was interrupted.
void expect_dropped(Fixture& f, Drop cause)
{
    EXPECT_TRUE(f.nothing());
    ASSERT_EQ(f.drops.size(), 1u);
    EXPECT_EQ(f.drops[0].cause, cause);
}

// Sets EnableLPIs again with the tables of F1; the pending table in memory is loaded.
void lpis_on_again(Fixture& f, unsigned pe, unsigned id_bits)
{
    f.gicr_write(pe, GICR_PROPBASER, config_table | bits_put(0, GICR_PROPBASER_IDBITS, id_bits - 1),
                 8);
    f.gicr_write(pe, GICR_PENDBASER, pending_tables + pe * 0x1'0000ull, 8);
    f.gicr_write(pe, GICR_CTLR, GICR_CTLR_ENABLE_LPIS);
    f.settle();
}

} // namespace

TEST(TRN_01, a_device_out_of_range_is_dropped)
{
    Fixture f;
    f.msi(65536, 0);
    expect_dropped(f, Drop::DeviceOutOfRange);
}

TEST(TRN_02, an_unmapped_device_is_dropped)
{
    Fixture f;
    f.msi(9, 0);
    expect_dropped(f, Drop::UnmappedDevice);
}

TEST(TRN_03, an_unmapped_event_is_dropped)
{
    Fixture f;
    f.msi(5, 31);
    expect_dropped(f, Drop::UnmappedEvent);
}

TEST(TRN_04, an_event_beyond_the_itt_is_dropped_and_not_truncated)
{
    Fixture f;
    f.msi(5, 32 + 3);
    expect_dropped(f, Drop::EventOutOfRange);
}

TEST(TRN_05, a_write_of_16_bits_names_an_event)
{
    Fixture f;
    f.msi(5, 3, 2);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(TRN_06, all_32_bits_name_the_event)
{
    Fixture f;
    f.msi(5, 0x0001'0003);
    expect_dropped(f, Drop::EventOutOfRange);
}

TEST(TRN_07, two_messages_before_the_acknowledge_are_one_delivery)
{
    Fixture f;
    f.post(5, 3);
    f.post(5, 3);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    EXPECT_TRUE(f.nothing());
    EXPECT_EQ(f.gic.ledger.merged_in_redistributor, 1u);
}

TEST(TRN_07, a_message_after_the_acknowledge_is_a_delivery_of_its_own)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.msi(5, 3);
    f.eoi(1, 8195);
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    EXPECT_TRUE(f.nothing());
}

TEST(TRN_08, a_message_of_a_pending_lpi_changes_nothing)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.msi(5, 3);
    EXPECT_TRUE(f.pending(1, 8195));
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
    EXPECT_FALSE(f.pending(1, 8195));
    f.eoi(1, 8195);
    EXPECT_TRUE(f.nothing());
}

TEST(TRN_09, a_running_lpi_becomes_pending_again_and_waits_for_its_end)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.msi(5, 3);
    EXPECT_TRUE(f.pending(1, 8195));
    EXPECT_TRUE(f.nothing());
    f.eoi(1, 8195);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(TRN_10, a_higher_priority_preempts_a_running_lpi)
{
    Fixture f;
    f.set_config(8200, 0xa3);
    f.send({ its_cmd_mapti(5, 6, 8200, 0), its_cmd_invall(0), its_cmd_sync(0) });
    f.msi(5, 6);
    EXPECT_TRUE(f.gets(0, 8200));
    EXPECT_FALSE(f.gic.irq(0));
    f.msi(5, 4);
    EXPECT_TRUE(f.gets(0, 8196));
    EXPECT_EQ(f.mrs(0, ICC_RPR_EL1), 0x80u);
}

TEST(TRN_11, where_lpis_are_off_a_message_is_dropped)
{
    Fixture f;
    f.gicr_write(1, GICR_CTLR, 0);
    f.msi(5, 3);
    expect_dropped(f, Drop::LpisOff);
    lpis_on_again(f, 1, 16);
    EXPECT_FALSE(f.pending(1, 8195));
    EXPECT_TRUE(f.nothing());
}

TEST(TRN_12, an_lpi_beyond_the_targets_width_is_dropped)
{
    Fixture f;
    f.send({ its_cmd_mapti(5, 6, 40000, 1), its_cmd_mapti(5, 7, 32767, 1) });
    f.set_config(40000, 0xa3);
    f.set_config(32767, 0xa3);
    f.gicr_write(1, GICR_CTLR, 0);
    lpis_on_again(f, 1, 15);
    f.msi(5, 6);
    expect_dropped(f, Drop::LpiOutOfRange);
    EXPECT_FALSE(f.pending(1, 40000));
    f.msi(5, 7); // the last one within
    EXPECT_TRUE(f.gets(1, 32767));
}

TEST(TRN_13, a_thousand_messages_are_a_thousand_deliveries)
{
    Fixture f;
    Crowd crowd(f);
    crowd.post_all();
    f.settle();
    EXPECT_EQ(crowd.take_all(), crowd.each_once());
    EXPECT_EQ(f.gic.ledger.dropped_total(), 0u);
}

// Sends a message `msi_ns` after the doorbell of a MAPD that unmaps its device and of a SYNC;
// before it if negative. True: the LPI became pending.
static bool becomes_pending(Fixture& f, int msi_ns)
{
    const auto ns = [](int n) { return sc_core::sc_time(n, sc_core::SC_NS); };
    f.send({ its_cmd_mapd(5, 5, itt_a, true) });
    if (msi_ns < 0) {
        f.post(5, 3);
        f.gic.run(ns(-msi_ns));
    }
    f.put(its_cmd_mapd(5, 5, itt_a, false));
    f.put(its_cmd_sync(1));
    f.announce();
    if (msi_ns >= 0) {
        f.gic.run(ns(msi_ns));
        f.post(5, 3);
    }
    while (!f.drained())
        f.gic.run(ns(1));
    const bool pending = f.pending(1, 8195);
    f.settle();
    EXPECT_EQ(f.pending(1, 8195), pending)
        << "after the SYNC, with the message " << msi_ns << " ns after the doorbell";
    if (pending)
        f.send({ its_cmd_mapd(5, 5, itt_a, true), its_cmd_clear(5, 3) });
    return pending;
}

TEST(TRN_14, a_message_in_flight_at_mapd_is_pending_at_the_sync_or_never)
{
    Fixture f;
    f.mask(1);
    std::set<bool> outcomes;
    for (int msi_ns = -600; msi_ns < 300; msi_ns += 7)
        outcomes.insert(becomes_pending(f, msi_ns));
    EXPECT_EQ(outcomes.size(), 2u) << "the sweep must see both outcomes";
}

} // namespace itstorm
