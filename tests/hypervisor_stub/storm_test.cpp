// SPDX-License-Identifier: Apache-2.0
// Storm detection: the state machine of one pLPI, for events in any order. S names what-ifs.
#include "mini_guest.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

struct Storm : testing::Test {
    World world;
    MiniGuest guest{ world };

    explicit Storm(std::uint64_t detect = 1, std::uint64_t max_in_flight = 1)
        : world(make(detect, max_in_flight))
    {
    }
    static Config make(std::uint64_t detect, std::uint64_t max_in_flight)
    {
        Config c;
        c.knobs = { { "storm.detect", detect }, { "storm.max_in_flight", max_in_flight } };
        return c;
    }
    void SetUp() override
    {
        world.boot();
        leave();
    }
    pe* masked_pe() { return world.masked_self(); }
    lpi& plpi(unsigned n = 0) { return world.hypervisor->lpis.entries[n]; }
    void fire(unsigned n = 0) { lpi_receive(world.hypervisor, masked_pe(), INTID_LPI_FIRST + n); }
    void enter() { vgic_enter(masked_pe(), &world.dom().vcpus[0]); }
    void leave() { vgic_leave(masked_pe(), &world.dom().vcpus[0]); }
    void ack() { world.lr(0) = bits_put(world.lr(0), ICH_LR_STATE, ICH_LR_ACTIVE); }
    void guest_handles()
    {
        enter();
        world.lr(0) = bits_put(world.lr(0), ICH_LR_STATE, ICH_LR_INVALID);
        leave();
    }
    std::uint8_t config_byte(unsigned n = 0)
    {
        return world.ram[world.hypervisor->gic.prop_pa - World::ram_base + n];
    }
    std::uint64_t detections() { return world.counter(PROBE_STORM_DETECTIONS, 0); }
};

TEST_F(Storm, one_in_flight_is_no_storm)
{
    guest.bring_up(1);
    fire();
    EXPECT_EQ(detections(), 0u);
    EXPECT_EQ(plpi().in_flight.total, 1u);
    guest_handles();
    EXPECT_EQ(plpi().in_flight.total, 0u);
}

TEST_F(Storm, S30_the_second_before_the_eoi_disables_the_plpi_by_inv_and_sync)
{
    guest.bring_up(1);
    world.commands.clear();
    fire();
    fire();
    EXPECT_EQ(detections(), 1u);
    EXPECT_TRUE(plpi().throttled);
    EXPECT_EQ(config_byte(), 0xa2); // enable bit off
    ASSERT_EQ(world.commands.size(), 2u);
    EXPECT_EQ(world.commands[0].dw[0], 0x000001000000000cull);
    EXPECT_EQ(world.commands[1].dw[0], 5u);
    EXPECT_EQ(world.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
    EXPECT_EQ(world.counter(PROBE_STORM_FALSE_DETECTIONS, 0),
              1u); // the device of the fake is honest
}

TEST_F(Storm, S32_sets_the_eoi_bit_of_the_list_register)
{
    guest.bring_up(1);
    fire();
    fire();
    enter();
    EXPECT_EQ(world.lr(0) >> 41 & 1, 1u);
}

TEST_F(Storm, S32_sets_the_eoi_bit_of_a_vlpi_that_is_listed_already)
{
    guest.bring_up(1);
    fire();
    enter();
    leave();
    EXPECT_EQ(world.lr(0) >> 41 & 1, 0u);
    fire();
    enter();
    EXPECT_EQ(world.lr(0) >> 41 & 1, 1u);
    EXPECT_EQ(world.lr(0) >> 62, 1u);
}

TEST_F(Storm, S32_makes_an_active_vlpi_pending_and_active_with_the_eoi_bit)
{
    guest.bring_up(1);
    fire();
    enter();
    ack();
    leave();
    fire();
    enter();
    EXPECT_EQ(world.lr(0) >> 41 & 1, 1u);
    EXPECT_EQ(world.lr(0) >> 62, 3u);
}

TEST_F(Storm, S39_the_eoi_enables_the_plpi_again)
{
    guest.bring_up(1);
    fire();
    fire();
    world.commands.clear();
    guest_handles();
    EXPECT_FALSE(plpi().throttled);
    EXPECT_EQ(plpi().in_flight.total, 0u);
    EXPECT_EQ(config_byte(), 0xa3);
    EXPECT_EQ(world.commands.size(), 2u);
    EXPECT_EQ(world.counter(PROBE_STORM_HOST_COMMANDS, 0), 4u);
    EXPECT_GT(world.counter(PROBE_STORM_THROTTLED_TIME, 0), 0u);
    EXPECT_EQ(world.lr(0), 0u); // no cause of the maintenance interrupt is left
}

TEST_F(Storm, after_its_end_the_eoi_bit_is_clear_again)
{
    guest.bring_up(1);
    fire();
    fire();
    guest_handles();
    fire();
    enter();
    EXPECT_EQ(world.lr(0) >> 62, 1u);
    EXPECT_EQ(world.lr(0) >> 41 & 1, 0u);
}

TEST_F(Storm, S33_a_storm_is_one_vlpi)
{
    guest.bring_up(1);
    for (int n = 0; n < 10; n++)
        fire();
    EXPECT_EQ(world.marked(SIM_STEP_QUEUED), 1u);
    EXPECT_EQ(world.marked(SIM_STEP_MERGED), 9u);
    EXPECT_EQ(detections(), 1u);
    guest_handles();
    EXPECT_EQ(world.marked(SIM_STEP_RETIRED), 1u);
}

TEST_F(Storm, late_arrivals_of_a_disabled_plpi_send_no_more_commands)
{
    guest.bring_up(1);
    fire();
    fire();
    const auto before = world.commands.size();
    fire();
    fire();
    EXPECT_EQ(world.commands.size(), before);
    EXPECT_EQ(plpi().in_flight.total, 4u);
}

TEST_F(Storm, the_other_events_of_the_device_stay_enabled)
{
    guest.bring_up(3);
    fire(1);
    fire(1);
    EXPECT_EQ(config_byte(0), 0xa3);
    EXPECT_EQ(config_byte(1), 0xa2);
    EXPECT_EQ(config_byte(2), 0xa3);
}

TEST_F(Storm, a_running_guest_is_kicked_so_that_its_list_register_gets_the_eoi_bit)
{
    guest.bring_up(1);
    fire();
    enter();
    fire(); // comes again while the vCPU is in its guest
    const unsigned before = world.pes[0].sgis_sent;
    fire(); // MERGED already, but the first storm has kicked
    EXPECT_GE(before, 1u);
    EXPECT_EQ(world.pes[0].sgis_sent, before);
    leave();
    enter();
    EXPECT_EQ(world.lr(0) >> 41 & 1, 1u);
}

TEST_F(Storm, an_arrival_that_races_with_a_rebinding_is_not_counted_as_the_new_events_storm)
{
    guest.bring_up(2);
    for (int n = 0; n < 3; n++) // pLPI 1 was looked up before its vLPI went to event 0
        vgic_inject_lpi(masked_pe(), &world.dom(), 8192, &plpi(1));
    EXPECT_EQ(detections(), 0u);
    EXPECT_EQ(plpi(1).in_flight.total, 0u);
}

TEST_F(Storm, unmapping_a_storming_event_leaves_it_disabled_until_it_is_mapped_again)
{
    guest.bring_up(1);
    fire();
    fire();
    guest.send({ its_cmd_mapd(MiniGuest::device, 8, MiniGuest::itt, false) });
    EXPECT_EQ(config_byte(), 0xa2);
    guest.send({ its_cmd_mapd(MiniGuest::device, 8, MiniGuest::itt, true),
                 its_cmd_mapti(MiniGuest::device, 0, 8192, 0) });
    EXPECT_EQ(config_byte(), 0xa3);
    EXPECT_FALSE(plpi().throttled);
}

TEST_F(Storm, a_storm_of_a_disabled_vlpi_ends_with_its_eoi_after_the_guest_enables_it)
{
    guest.bring_up(1, false);
    fire();
    fire();
    EXPECT_TRUE(plpi().throttled);
    guest.set_config(8192, true);
    guest.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_TRUE(plpi().throttled);
    guest_handles();
    EXPECT_FALSE(plpi().throttled);
    EXPECT_EQ(config_byte(), 0xa3);
}

TEST_F(Storm, a_storm_of_early_plpis_is_throttled_until_mapti)
{
    guest.boot_its();
    guest.enable_lpis();
    guest.assign();
    for (int n = 0; n < 5; n++)
        fire();
    EXPECT_EQ(world.marked(SIM_STEP_DISCARDED), 5u);
    EXPECT_EQ(detections(), 1u);
    EXPECT_EQ(config_byte(), 0xa2);
    guest.send({ its_cmd_mapc(0, 0, true), its_cmd_mapd(MiniGuest::device, 3, MiniGuest::itt, true),
                 its_cmd_mapti(MiniGuest::device, 0, 8192, 0) });
    EXPECT_FALSE(plpi().throttled);
    EXPECT_EQ(config_byte(), 0xa3);
}

TEST_F(Storm, remapping_a_storming_event_enables_its_plpi)
{
    guest.bring_up(1);
    fire();
    fire();
    guest.send({ its_cmd_mapti(MiniGuest::device, 0, 9000, 0) });
    EXPECT_FALSE(plpi().throttled);
    EXPECT_EQ(config_byte(), 0xa3);
    EXPECT_EQ(plpi().in_flight.total, 0u);
}

TEST_F(Storm, a_storm_into_an_unmapped_collection_ends_when_it_is_mapped)
{
    guest.bring_up(1);
    guest.send({ its_cmd_mapc(0, 0, false) });
    fire();
    fire();
    EXPECT_TRUE(plpi().throttled);
    guest.send({ its_cmd_mapc(0, 0, true) });
    EXPECT_FALSE(plpi().throttled);
    EXPECT_EQ(config_byte(), 0xa3);
}

TEST_F(Storm, critical_commands_are_measured_apart_from_bulk)
{
    guest.bring_up(1);
    fire();
    fire();
    EXPECT_EQ(world.counters.count({ PROBE_CMDQ_WAIT_CRITICAL, SIM_NO_DOMAIN }), 1u);
}

TEST_F(Storm, the_commands_wait_for_their_completion)
{
    guest.bring_up(1);
    world.its_holds = true;
    world.its_steps_per_delay = 1;
    fire();
    world.commands.clear();
    fire();
    EXPECT_EQ(world.commands.size(), 2u); // executed before it returned
}

struct Lenient : Storm {
    Lenient() : Storm(1, 3) {}
};

TEST_F(Lenient, max_in_flight_arrivals_are_no_storm_and_one_more_is)
{
    guest.bring_up(1);
    fire();
    fire();
    fire();
    EXPECT_EQ(detections(), 0u);
    fire();
    EXPECT_EQ(detections(), 1u);
}

struct NoDetection : Storm {
    NoDetection() : Storm(0) {}
};

TEST_F(NoDetection, nothing_is_ever_disabled)
{
    guest.bring_up(1);
    world.commands.clear();
    for (int n = 0; n < 100; n++)
        fire();
    guest_handles();
    EXPECT_TRUE(world.commands.empty());
    EXPECT_EQ(detections(), 0u);
    EXPECT_EQ(world.counter(PROBE_STORM_HOST_COMMANDS, 0), 0u);
    EXPECT_EQ(config_byte(), 0xa3);
}

TEST_F(Storm, any_order_of_events_ends_enabled_once_the_guest_is_done)
{
    guest.bring_up(4);
    std::uint32_t seed = 1;
    for (int step = 0; step < 3000; step++) {
        seed = seed * 1664525u + 1013904223u;
        switch (seed >> 28) {
        case 0:
        case 1: ack(); break;
        case 2:
        case 3: enter(); break;
        case 4:
        case 5:
            for (unsigned n = 0; n < 4; n++)
                world.lr(n) =
                    bits_put(world.lr(n), ICH_LR_STATE, bits_get(world.lr(n), ICH_LR_STATE) & ~2u);
            leave();
            break;
        default: fire(seed >> 20 & 3);
        }
    }
    for (int n = 0; n < 20; n++) {
        enter();
        for (unsigned lr = 0; lr < 4; lr++)
            world.lr(lr) = bits_put(world.lr(lr), ICH_LR_STATE, ICH_LR_INVALID);
        leave();
    }
    for (unsigned n = 0; n < 4; n++) {
        EXPECT_EQ(plpi(n).in_flight.total, 0u);
        EXPECT_FALSE(plpi(n).throttled);
        EXPECT_EQ(config_byte(n), 0xa3);
    }
}

} // namespace
