// SPDX-License-Identifier: Apache-2.0
// What makes a sender wait: the accept interval, a full inbox, a redistributor without credit. TIM
// names a conformance row.
#include "its_bench.h"

namespace {

using namespace itstorm;
using sc_core::sc_time;
using sc_core::sc_time_stamp;

TEST(Intake, messages_are_accepted_an_interval_apart)
{
    ItsConfig config = uncached();
    config.msi_accept_interval = 7;
    ItsBench bench(config);
    bench.start();
    bench.map_fixture();
    bench.msi(5, 3, {}, 4);
    const sc_time start = sc_time_stamp();
    bench.run();
    ASSERT_EQ(bench.accepted.size(), 4u);
    for (unsigned n = 0; n < 4; ++n)
        EXPECT_EQ(bench.accepted[n].when - start, n * bench.cycles(config.msi_accept_interval));
}

TEST(Intake, a_full_inbox_holds_the_sender)
{
    ItsBench bench;
    const ItsConfig& c = bench.config;
    bench.start();
    bench.map_fixture();
    bench.redistributors.credits[1] = 0; // nothing is handed over
    bench.msi(5, 3, {}, 100);
    bench.run();
    EXPECT_EQ(bench.accepted.size(), c.walkers + c.msi_inbox);
    EXPECT_EQ(bench.its.msis_in_flight(), c.walkers + c.msi_inbox);
    EXPECT_EQ(bench.most_in_inbox, c.msi_inbox);
    EXPECT_EQ(bench.blocked, 1u);
    bench.redistributors.grant(1, 100);
    bench.run();
    EXPECT_EQ(bench.accepted.size(), 100u);
    EXPECT_EQ(bench.blocked, 0u);
}

// Once inbox and lanes are full (they are from the 30th message on), each hand-over lets one more
// message in: a table read apart.
TEST(Intake, a_storm_is_accepted_at_the_rate_of_translation)
{
    ItsBench bench;
    const ItsConfig& c = bench.config;
    bench.start();
    bench.map_fixture();
    bench.msi(5, 3, {}, 60);
    bench.run();
    ASSERT_EQ(bench.accepted.size(), 60u);
    for (unsigned n = 30; n < 60; ++n)
        EXPECT_EQ(bench.accepted[n].when - bench.accepted[n - 1].when, bench.cycles(c.table_read))
            << n;
}

TEST(Intake, an_unlimited_inbox_holds_no_sender)
{
    ItsConfig config = uncached();
    config.msi_inbox = 0;
    ItsBench bench(config);
    bench.start();
    bench.map_fixture();
    bench.redistributors.credits[1] = 0;
    bench.msi(5, 3, {}, 1000);
    bench.run();
    EXPECT_EQ(bench.accepted.size(), 1000u);
    EXPECT_EQ(bench.its.msis_in_flight(), 1000u);
}

TEST(Intake, senders_are_served_in_order_of_arrival)
{
    ItsConfig config = uncached();
    config.msi_accept_interval = 10;
    ItsBench bench(config);
    bench.start();
    bench.map_fixture();
    const sc_time start = sc_time_stamp(), ns(1, sc_core::SC_NS);
    for (const auto& [device, after] :
         { std::pair{ 40u, 3u }, std::pair{ 30u, 2u }, std::pair{ 20u, 1u }, std::pair{ 50u, 0u } })
        bench.msi(device, 0, start + after * ns);
    bench.run();
    std::vector<std::uint32_t> order;
    for (const auto& accepted : bench.accepted)
        order.push_back(accepted.device);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{ 50, 20, 30, 40 }));
}

TEST(Intake, waiting_senders_of_one_instant_are_served_by_device_id)
{
    ItsConfig config = uncached();
    config.msi_inbox = 1;
    config.walkers = 1;
    ItsBench bench(config);
    bench.start();
    bench.map_fixture();
    bench.redistributors.credits[1] = 0;
    bench.msi(5, 3, {}, 2); // fills the lane and the inbox
    bench.run();
    bench.accepted.clear();
    for (const std::uint32_t device : { 9u, 7u, 8u })
        bench.msi(device, 0);
    bench.run();
    EXPECT_TRUE(bench.accepted.empty());
    bench.redistributors.grant(1, 2);
    bench.run();
    std::vector<std::uint32_t> order;
    for (const auto& accepted : bench.accepted)
        order.push_back(accepted.device);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{ 7, 8, 9 }));
}

TEST(Intake, a_sender_that_waits_while_the_its_is_disabled_is_dropped)
{
    ItsBench bench;
    bench.start();
    bench.map_fixture();
    const unsigned room = bench.config.walkers + bench.config.msi_inbox;
    bench.redistributors.credits[1] = 0;
    bench.msi(5, 3, {}, room + 1);
    bench.run();
    ASSERT_EQ(bench.blocked, 1u);
    bench.disable();
    bench.redistributors.grant(1, room);
    bench.run();
    EXPECT_EQ(bench.dropped(Drop::ItsDisabled), 1u);
    EXPECT_EQ(bench.redistributors.lpis.size(), room);
    EXPECT_EQ(bench.read(GITS_CTLR, 4), 0x8000'0000u);
}

TEST(Intake, an_msi_waits_for_the_delay_of_its_transaction)
{
    ItsBench bench;
    bench.start();
    bench.map_fixture();
    const sc_time start = sc_time_stamp();
    sc_core::sc_spawn([&] {
        std::uint32_t event = 3;
        MsiExtension extension;
        extension.tag = { 5, 0, 1 };
        tlm::tlm_generic_payload trans;
        sc_time delay = bench.cycles(25);
        trans.set_command(tlm::TLM_WRITE_COMMAND);
        trans.set_address(its_base + GITS_TRANSLATER);
        trans.set_data_ptr(reinterpret_cast<unsigned char*>(&event));
        trans.set_data_length(4);
        trans.set_extension(&extension);
        ++bench.sent;
        bench.function->b_transport(trans, delay);
        EXPECT_EQ(delay, sc_core::SC_ZERO_TIME);
        EXPECT_EQ(sc_time_stamp() - start, bench.cycles(25));
        trans.clear_extension(&extension);
    });
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
}

struct Credits : testing::Test {
    ItsBench bench;

    void SetUp() override
    {
        bench.start();
        bench.map_fixture();
        bench.redistributors.credits[1] = 0;
    }
};

TEST_F(Credits, an_msi_without_credit_is_handed_over_when_there_is_room)
{
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.its.msis_in_flight(), 1u);
    EXPECT_TRUE(bench.redistributors.lpis.empty());
    bench.run(sc_time(5, sc_core::SC_US));
    const sc_time granted = sc_time_stamp();
    bench.redistributors.grant(1, 1);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].when, granted);
}

TEST_F(Credits, two_credits_at_once_serve_two_lanes)
{
    bench.msi(5, 3, {}, 3);
    bench.run();
    bench.redistributors.grant(1, 2);
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.size(), 2u);
    EXPECT_EQ(bench.its.msis_in_flight(), 1u);
}

TEST_F(Credits, lanes_of_one_target_are_served_in_order)
{
    bench.msi(5, 3, {}, 12);
    bench.run();
    for (unsigned n = 0; n < 12; ++n) {
        bench.redistributors.grant(1, 1);
        bench.run();
    }
    ASSERT_EQ(bench.redistributors.lpis.size(), 12u);
    for (unsigned n = 0; n < 12; ++n)
        EXPECT_EQ(bench.redistributors.lpis[n].serial, n + 1);
}

TEST_F(Credits, a_target_without_credit_holds_its_lanes_only)
{
    bench.msi(5, 3);
    bench.msi(5, 4, sc_time_stamp() + sc_time(50, sc_core::SC_NS));
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].intid, 8196u);
}

TEST_F(Credits, an_int_waits_for_room_and_holds_the_ring)
{
    bench.put(its_cmd_int(5, 3));
    bench.doorbell();
    bench.run();
    EXPECT_NE(bench.creadr(), bench.cwriter);
    EXPECT_EQ(bench.ledger.set_by_int, 0u); // not yet
    bench.redistributors.grant(1, 1);
    bench.run();
    EXPECT_EQ(bench.creadr(), bench.cwriter);
    EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.ledger.set_by_int, 1u);
}

TEST_F(Credits, an_int_takes_its_turn_behind_msis_for_its_target)
{
    bench.msi(5, 3);
    bench.run();
    bench.put(its_cmd_int(5, 3));
    bench.doorbell();
    bench.run();
    bench.msi(5, 3);
    bench.run();
    for (unsigned n = 0; n < 3; ++n) {
        bench.redistributors.grant(1, 1);
        bench.run();
    }
    ASSERT_EQ(bench.redistributors.lpis.size(), 3u);
    EXPECT_EQ(bench.redistributors.lpis[0].serial, 1u);
    EXPECT_EQ(bench.redistributors.lpis[1].serial, 0u); // the INT
    EXPECT_EQ(bench.redistributors.lpis[2].serial, 2u);
}

TEST_F(Credits, granted_one_at_a_time_lose_no_msi) // TIM-10
{
    bench.msi(5, 3, {}, 1000);
    sc_core::sc_spawn([this] {
        for (unsigned n = 0; n < 1000; ++n) {
            sc_core::wait(sc_time(150, sc_core::SC_NS));
            bench.redistributors.grant(1, 1);
        }
    });
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.size(), 1000u);
}

} // namespace
