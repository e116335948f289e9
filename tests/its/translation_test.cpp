// SPDX-License-Identifier: Apache-2.0
// An MSI on its way from the translation frame to a redistributor: translation, causes of drops,
// latency, throughput. TRN, CTL, BAS and MAP name conformance rows.
#include "its_bench.h"

namespace {

using namespace itstorm;
using sc_core::sc_time;

struct Translation : testing::Test {
    ItsBench bench;
    const ItsConfig& c = bench.config;

    void SetUp() override
    {
        bench.start();
        bench.map_fixture();
    }
    void expect_drop(std::uint32_t device, std::uint32_t event, Drop cause)
    {
        bench.msi(device, event);
        bench.run();
        EXPECT_TRUE(bench.redistributors.lpis.empty());
        ASSERT_EQ(bench.drops.size(), 1u);
        EXPECT_EQ(bench.drops[0].cause, cause);
        EXPECT_EQ(bench.drops[0].tag.device_id, device);
        EXPECT_EQ(bench.drops[0].tag.event_id, event);
        EXPECT_EQ(bench.dropped(cause), 1u);
        EXPECT_EQ(bench.its.msis_in_flight(), 0u);
    }
};

TEST_F(Translation, reaches_the_target_of_the_collection_with_the_lpi_of_the_event) // MAP-01
{
    bench.msi(5, 3);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].target, 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].intid, 8195u);
    EXPECT_EQ(bench.redistributors.lpis[0].serial, 1u);
    ASSERT_EQ(bench.translated.size(), 1u);
    EXPECT_EQ(bench.translated[0].tag.device_id, 5u);
    EXPECT_EQ(bench.translated[0].tag.event_id, 3u);
    EXPECT_EQ(bench.received.size(), 1u);
}

TEST_F(Translation, a_halfword_names_the_event) // TRN-05
{
    bench.msi(5, 3, {}, 1, 2);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].intid, 8195u);
}

TEST_F(Translation, uses_all_32_bits_of_the_data_as_event_id) // TRN-06
{
    expect_drop(5, 0x0001'0003, Drop::EventOutOfRange);
}

TEST_F(Translation, drops_a_device_beyond_the_table) // TRN-01
{
    expect_drop(65536, 3, Drop::DeviceOutOfRange);
}

TEST_F(Translation, drops_an_unmapped_device) // TRN-02
{
    expect_drop(9, 0, Drop::UnmappedDevice);
}

TEST_F(Translation, drops_an_unmapped_event) // TRN-03
{
    expect_drop(5, 31, Drop::UnmappedEvent);
}

TEST_F(Translation, drops_an_event_beyond_the_itt) // TRN-04
{
    expect_drop(5, 32, Drop::EventOutOfRange);
}

TEST_F(Translation, drops_an_unmapped_collection) // MAP-11
{
    expect_drop(5, 5, Drop::UnmappedCollection);
}

TEST_F(Translation, drops_a_collection_beyond_the_table)
{
    bench.set_word(itt_a + 8 * 8, 0x8000'ffff'0000'2008u);
    expect_drop(5, 8, Drop::CollectionOutOfRange);
}

TEST_F(Translation, drops_a_target_that_does_not_exist)
{
    bench.set_word(collection_table + 9 * 8, 0x8000'0000'0007'0000u);
    expect_drop(5, 5, Drop::BadTarget);
}

TEST_F(Translation, drops_when_the_target_has_lpis_off) // TRN-11
{
    bench.redistributors.lpis_off.insert(1);
    expect_drop(5, 3, Drop::LpisOff);
    EXPECT_TRUE(bench.translated.empty());
}

TEST_F(Translation, drops_when_memory_refuses_the_itt)
{
    bench.set_word(device_table + 6 * 8, 0x8040'0000'4000'0000u);
    expect_drop(6, 0, Drop::TableFault);
}

TEST_F(Translation, drops_when_disabled) // CTL-01
{
    bench.disable();
    expect_drop(5, 3, Drop::ItsDisabled);
    EXPECT_TRUE(bench.received.empty());
}

TEST_F(Translation, drops_without_a_device_table) // BAS-13
{
    bench.disable();
    bench.write(GITS_BASER0, 8, 0);
    bench.enable();
    expect_drop(5, 3, Drop::TableInvalid);
}

TEST_F(Translation, drops_without_a_collection_table) // BAS-14
{
    bench.disable();
    bench.write(GITS_BASER1, 8, 0);
    bench.enable();
    expect_drop(5, 3, Drop::TableInvalid);
}

TEST_F(Translation, tables_in_memory_survive_disable_and_enable) // CTL-07
{
    bench.disable();
    bench.write(GITS_BASER0, 8, bench.read(GITS_BASER0, 8));
    bench.write(GITS_CBASER, 8, bench.read(GITS_CBASER, 8));
    bench.write(GITS_CWRITER, 8, 0);
    bench.enable();
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
}

TEST_F(Translation, continues_while_the_ring_is_stalled) // CTL-09
{
    bench.send(its_cmd_make(0x7f));
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
}

TEST_F(Translation, follows_a_collection_to_its_new_target) // MAP-09
{
    bench.send(its_cmd_mapc(1, 2, true));
    bench.msi(5, 3);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].target, 2u);
}

TEST_F(Translation, a_collection_may_be_mapped_after_the_event) // MAP-13
{
    bench.send(its_cmd_mapc(9, 3, true));
    bench.msi(5, 5);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].target, 3u);
    EXPECT_EQ(bench.redistributors.lpis[0].intid, 8197u);
}

TEST_F(Translation, memory_keeps_the_events_of_an_unmapped_device) // MAP-02, MAP-07, MAP-08
{
    bench.send(its_cmd_mapd(5, 5, itt_b, true)); // empty ITT
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.dropped(Drop::UnmappedEvent), 1u);
    bench.send(its_cmd_mapd(5, 5, itt_a, false));
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.dropped(Drop::UnmappedDevice), 1u);
    bench.send(its_cmd_mapd(5, 5, itt_a, true));
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
}

TEST_F(Translation, of_a_cold_msi_takes_three_reads_and_the_look_ups)
{
    const sc_time start = sc_core::sc_time_stamp();
    bench.msi(5, 3);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.accepted[0].when, start); // the sender was not held
    EXPECT_EQ(bench.redistributors.lpis[0].when - start,
              3 * bench.cycles(c.table_read) + bench.cycles(c.xlate_latency));
}

TEST(TranslationCosts, are_sums_of_rounded_costs)
{
    ItsBench bench(uncached(), 700'000'000);
    bench.start();
    bench.map_fixture();
    const sc_time start = sc_core::sc_time_stamp();
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.at(0).when - start,
              3 * bench.cycles(bench.config.table_read) + bench.cycles(bench.config.xlate_latency));
}

TEST_F(Translation, uses_the_entry_that_memory_holds_at_the_end_of_the_read)
{
    const sc_time start = sc_core::sc_time_stamp(), read = bench.cycles(c.table_read),
                  ps(1, sc_core::SC_PS);
    bench.msi(5, 3, start);
    bench.msi(5, 4, start + bench.cycles(c.msi_accept_interval));
    bench.run(start + 2 * read - ps - sc_core::sc_time_stamp());
    bench.set_word(itt_a + 3 * 8, 0x8000'0001'0000'2020u); // just in time for the first: LPI 8224
    bench.run(ps + ps);
    bench.set_word(itt_a + 3 * 8, 0); // too late
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 2u);
    EXPECT_EQ(bench.redistributors.lpis[0].intid, 8224u);
}

TEST_F(Translation, of_many_cold_msis_is_one_per_table_read)
{
    constexpr unsigned count = 50;
    bench.msi(5, 3, {}, count);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), count);
    for (unsigned n = 1; n < count; ++n)
        EXPECT_EQ(bench.redistributors.lpis[n].when - bench.redistributors.lpis[n - 1].when,
                  bench.cycles(c.table_read))
            << n;
}

TEST(TranslationCosts, one_walker_translates_one_msi_at_a_time)
{
    ItsConfig config = uncached();
    config.walkers = 1;
    ItsBench bench(config);
    bench.start();
    bench.map_fixture();
    bench.msi(5, 3, {}, 10);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 10u);
    for (unsigned n = 1; n < 10; ++n)
        EXPECT_EQ(bench.redistributors.lpis[n].when - bench.redistributors.lpis[n - 1].when,
                  bench.cycles(3 * config.table_read + config.xlate_latency));
}

TEST(TranslationCosts, hand_overs_are_a_translation_interval_apart_when_reads_cost_nothing)
{
    ItsConfig config = uncached();
    config.table_read = 0;
    config.msi_accept_interval = 0;
    config.walkers = 64;
    config.msi_inbox = 0;
    ItsBench bench(config);
    bench.start();
    bench.map_fixture();
    bench.msi(5, 3, {}, 20);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 20u);
    for (unsigned n = 1; n < 20; ++n)
        EXPECT_EQ(bench.redistributors.lpis[n].when - bench.redistributors.lpis[n - 1].when,
                  bench.cycles(config.xlate_interval));
}

// Each kind of table has one port with one outstanding read, shared by MSIs and commands.

TEST_F(Translation, reads_one_device_entry_at_a_time)
{
    bench.msi(9, 0, {}, 5); // unmapped: dropped after one read
    std::vector<sc_time> dropped;
    bench.its.probes.msi_dropped.attach(
        [&](const MsiDroppedFact&) { dropped.push_back(sc_core::sc_time_stamp()); });
    bench.run();
    ASSERT_EQ(dropped.size(), 5u);
    for (unsigned n = 1; n < 5; ++n)
        EXPECT_EQ(dropped[n] - dropped[n - 1], bench.cycles(c.table_read));
}

// With device and collection cached, each MSI reads its ITE alone: hand-overs are one read apart.
TEST(TranslationPorts, read_one_itt_entry_at_a_time)
{
    ItsConfig config;
    config.event_cache_sets = 0;
    ItsBench bench(config);
    bench.start();
    bench.map_fixture();
    bench.msi(5, 3);
    bench.run();
    bench.redistributors.lpis.clear();
    bench.sent = 0;
    bench.msi(5, 3, {}, 4);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 4u);
    for (unsigned n = 1; n < 4; ++n)
        EXPECT_EQ(bench.redistributors.lpis[n].when - bench.redistributors.lpis[n - 1].when,
                  bench.cycles(config.table_read));
}

// The INV asks for its device entry 10 cycles after an MSI did: its read starts when the MSI's read
// is over.
TEST_F(Translation, shares_the_device_port_with_commands)
{
    const sc_time decoded = bench.cycles(c.command_fetch + c.command_decode),
                  ahead = bench.cycles(10);
    bench.msi(9, 0, sc_core::sc_time_stamp() + decoded - ahead);
    EXPECT_EQ(bench.send(its_cmd_inv(5, 4)).service, decoded + bench.cycles(c.table_read) - ahead +
                                                         3 * bench.cycles(c.table_read) +
                                                         bench.cycles(c.redistributor_message));
}

TEST_F(Translation, shares_the_collection_port_with_commands)
{
    const sc_time decoded = bench.cycles(c.command_fetch + c.command_decode),
                  read = bench.cycles(c.table_read);
    const sc_time start = sc_core::sc_time_stamp(), ahead = bench.cycles(30);
    bench.msi(5, 3, start); // reads the collection table from start + 2 reads on
    bench.run(2 * read + ahead - decoded);
    const CommandFact invall = bench.send(its_cmd_invall(1)); // asks `ahead` after it
    EXPECT_EQ(invall.service,
              decoded + (read - ahead) + read + bench.cycles(c.redistributor_message));
}

TEST_F(Translation, hands_over_each_of_1000_msis_of_ten_devices_once) // TRN-13
{
    for (unsigned device = 10; device < 20; ++device) {
        bench.set_word(device_table + device * 8, 0x8040'0000'0000'0000u | (itt_b + device * 256));
        for (unsigned event = 0; event < 10; ++event)
            bench.set_word(itt_b + device * 256 + event * 8,
                           0x8000'0000'0000'0000u | (8192 + device * 10 + event));
    }
    for (unsigned device = 10; device < 20; ++device)
        for (unsigned event = 0; event < 10; ++event)
            bench.msi(device, event, {}, 10);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1000u);
    std::set<std::uint64_t> serials;
    std::map<std::uint32_t, unsigned> per_lpi;
    for (const auto& lpi : bench.redistributors.lpis) {
        serials.insert(lpi.serial);
        ++per_lpi[lpi.intid];
    }
    EXPECT_EQ(serials.size(), 1000u);
    EXPECT_EQ(per_lpi.size(), 100u);
    for (const auto& [intid, count] : per_lpi)
        EXPECT_EQ(count, 10u) << intid;
}

} // namespace
