// SPDX-License-Identifier: Apache-2.0
// The host side: boot, assignment, the command ring, reception of pLPIs.
#include "arch/icc_regs.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <csignal>
#include <gtest/gtest.h>

using namespace fake;

namespace {

Config with(std::vector<unsigned> vectors, std::map<std::string, std::uint64_t> knobs = {},
            std::uint32_t ring_bytes = 0x10000)
{
    Config c;
    c.domains = { { 1, std::move(vectors) } };
    c.knobs = std::move(knobs);
    c.ring_bytes = ring_bytes;
    return c;
}

// ---- boot ----

TEST(HvBoot, every_pe_maps_its_collection_after_its_lpis_are_enabled)
{
    Config c;
    c.pes = 3;
    World world(c);
    world.boot();
    EXPECT_EQ(world.count(ITS_OP_MAPC), 3u);
    EXPECT_EQ(world.count(ITS_OP_SYNC), 3u);
    for (unsigned n = 0; n < 3; n++)
        EXPECT_EQ(world.registers[World::gicr + n * GICR_STRIDE + GICR_CTLR], 1u);
    EXPECT_EQ(world.pes[1].sysreg[ICC_PMR_EL1], 0xf8u);
    EXPECT_EQ(world.pes[1].sysreg[ICC_CTLR_EL1], 2u); // EOImode
    EXPECT_EQ(world.pes[1].sysreg[ICC_IGRPEN1_EL1], 1u);
}

TEST(HvBoot, the_ring_has_the_size_the_scenario_asks_for)
{
    World world(with({ 4 }, {}, 0x3000));
    world.boot();
    EXPECT_EQ(world.registers[World::gits + GITS_CBASER] & 0xff, 2u);
    EXPECT_EQ(world.registers[World::gits + GITS_CBASER] >> 63, 1u);
}

TEST(HvBoot, each_pe_enters_a_guest)
{
    Config c;
    c.pes = 2;
    c.domains = { { 2, { 4 }, { 0, 1 } }, { 1, {}, { 1 } } };
    World world(c);
    world.boot();
    EXPECT_EQ(world.guests[0]->entries, 1u);
    EXPECT_EQ(world.guests[1]->entries, 1u);
}

// ---- assignment ----

TEST(HvAssign, maps_all_events_with_one_mapd_and_a_mapti_and_inv_each_and_a_sync)
{
    World world(with({ 5 }));
    world.boot();
    world.commands.clear();
    MiniGuest guest(world);
    EXPECT_EQ(guest.assign(), HVC_OK);
    EXPECT_EQ(world.count(ITS_OP_MAPD), 1u);
    EXPECT_EQ(world.count(ITS_OP_MAPTI), 5u);
    EXPECT_EQ(world.count(ITS_OP_INV), 5u);
    EXPECT_EQ(world.count(ITS_OP_SYNC), 1u);
    EXPECT_EQ(world.commands.size(), 12u);
    EXPECT_EQ(world.counter(PROBE_CMDQ_ISSUED_ASSIGN), 12u);
    EXPECT_EQ(world.commands[0].dw[0], 0x0000010000000008ull);
    EXPECT_EQ(world.commands[0].dw[1], 2u);                    // 3 EventID bits
    EXPECT_EQ(world.commands[1].dw[1], 0x0000200000000000ull); // pLPI 8192, event 0
}

TEST(HvAssign, enables_the_configuration_byte_of_every_event)
{
    World world(with({ 3 }));
    world.boot();
    MiniGuest(world).assign();
    const std::uint64_t table = world.hypervisor->gic.prop_pa - World::ram_base;
    for (unsigned n = 0; n < 3; n++)
        EXPECT_EQ(world.ram[table + n], 0xa3);
    EXPECT_EQ(world.ram[table + 3], 0);
}

TEST(HvAssign, a_second_time_posts_no_command)
{
    World world(with({ 3 }));
    world.boot();
    MiniGuest guest(world);
    guest.assign();
    const auto before = world.commands.size();
    EXPECT_EQ(guest.assign(), HVC_OK);
    EXPECT_EQ(world.commands.size(), before);
}

TEST(HvAssign, devices_get_disjoint_plpis)
{
    World world(with({ 3, 2 }));
    world.boot();
    MiniGuest guest(world);
    guest.assign(0x100);
    guest.assign(0x101);
    EXPECT_EQ(world.hypervisor->lpis.count, 5u);
    EXPECT_EQ(world.hypervisor->domains.devices[1].hw.lpis[1].intid, 8192u + 4u);
}

TEST(HvAssign, a_device_that_needs_more_plpis_than_are_free_is_refused)
{
    World world(with({ 3 }));
    world.boot();
    MiniGuest guest(world);
    world.hypervisor->lpis.capacity = 2;
    EXPECT_EQ(guest.assign(), HVC_NO_SPACE);
    EXPECT_EQ(world.count(ITS_OP_MAPD), 0u);
    world.hypervisor->lpis.capacity = 3;
}

TEST(HvAssign, a_device_of_more_vectors_than_lpis_is_refused_without_a_command)
{
    World world(with({ 60000 })); // 16 INTID bits: 57344 LPIs
    world.boot();
    EXPECT_EQ(MiniGuest(world).assign(), HVC_NO_SPACE);
    EXPECT_EQ(world.count(ITS_OP_MAPD), 0u);
}

TEST(HvAssign, a_device_that_is_being_mapped_is_busy)
{
    World world(with({ 100 }, {}, 0x1000));
    world.boot();
    world.its_holds = true;
    world.its_steps_per_delay = 10;
    std::uint64_t second = HVC_OK;
    world.on_delay = [&] {
        second = assign_device(&world.hypervisor->pe[0], &world.hypervisor->domains.devices[0]);
    };
    EXPECT_EQ(MiniGuest(world).assign(), HVC_OK);
    EXPECT_EQ(second, HVC_BUSY);
}

TEST(HvAssign, events_go_to_the_pe_of_their_vcpu)
{
    Config c;
    c.pes = 2;
    c.domains = { { 2, { 4 }, { 0, 1 } } };
    World world(c);
    world.boot();
    world.commands.clear();
    MiniGuest(world).assign();
    EXPECT_EQ(world.commands[1].dw[2] & 0xffff, 0u);
    EXPECT_EQ(world.commands[3].dw[2] & 0xffff, 1u);
    EXPECT_EQ(world.count(ITS_OP_SYNC), 2u); // one per PE concerned
}

TEST(HvAssign, lpi_target_boot_sends_all_to_the_first_pe)
{
    Config c;
    c.pes = 2;
    c.domains = { { 2, { 4 }, { 0, 1 } } };
    c.knobs = { { "host.lpi_target", HOST_LPI_TARGET_BOOT } };
    World world(c);
    world.boot();
    world.commands.clear();
    MiniGuest(world).assign();
    for (const its_cmd& cmd : world.commands)
        if ((cmd.dw[0] & 0xff) == ITS_OP_MAPTI) {
            EXPECT_EQ(cmd.dw[2] & 0xffff, 0u);
        }
    EXPECT_EQ(world.count(ITS_OP_SYNC), 1u);
}

// ---- the ring ----

unsigned doorbells_of_assignment(unsigned burst)
{
    World world(with({ 32 }, { { "host.burst", burst } }));
    world.boot();
    world.doorbells = 0;
    MiniGuest(world).assign();
    return world.doorbells;
}

TEST(HvRing, burst_sets_commands_per_doorbell) // 1 + 2 * 32 + 1 = 66 commands
{
    EXPECT_EQ(doorbells_of_assignment(1), 66u);
    EXPECT_EQ(doorbells_of_assignment(8), 9u);
    EXPECT_EQ(doorbells_of_assignment(66), 1u);
    EXPECT_EQ(doorbells_of_assignment(1000), 1u);
}

TEST(HvRing, creadr_each_reads_it_before_every_command)
{
    World world(with({ 32 }, { { "host.creadr", HOST_CREADR_EACH } }));
    world.boot();
    world.creadr_reads = 0;
    MiniGuest(world).assign();
    EXPECT_EQ(world.creadr_reads, 66u + 1u); // 66 commands, and once for the drain
}

TEST(HvRing, creadr_cached_reads_it_only_for_the_drain)
{
    World world(with({ 32 }));
    world.boot();
    world.creadr_reads = 0;
    MiniGuest(world).assign();
    EXPECT_EQ(world.creadr_reads, 1u);
}

TEST(HvRing, a_sender_spins_on_a_full_ring_until_there_is_room)
{
    World world(with({ 100 }, {}, 0x1000)); // 127 commands fit, 202 are wanted
    world.boot();
    world.commands.clear();
    world.its_holds = true;
    world.its_steps_per_delay = 3;
    EXPECT_EQ(MiniGuest(world).assign(), HVC_OK);
    EXPECT_EQ(world.commands.size(), 202u);
    EXPECT_EQ(world.count(ITS_OP_MAPTI), 100u);
    EXPECT_GT(world.counter(PROBE_CMDQ_WAIT_BULK), 10'000u); // spins of 1 us
}

TEST(HvRing, a_bulk_user_of_a_full_ring_waits_unmasked_and_without_its_lock)
{
    World world(with({ 100 }, {}, 0x1000));
    world.boot();
    world.its_holds = true;
    world.its_steps_per_delay = 3;
    unsigned looks = 0;
    world.on_delay = [&] {
        looks++;
        EXPECT_EQ(world.lock("host.cmdq").owner, nullptr);
        EXPECT_FALSE(world.test_stack.masked);
    };
    EXPECT_EQ(MiniGuest(world).assign(), HVC_OK);
    EXPECT_GT(looks, 20u);
}

TEST(HvRing, another_caller_may_post_while_a_bulk_user_waits_for_room)
{
    World world(with({ 100, 1 }, {}, 0x1000));
    world.boot();
    world.commands.clear();
    world.its_holds = true;
    world.its_steps_per_delay = 3;
    bool nested = false;
    world.on_delay = [&] {
        if (nested)
            return;
        nested = true;
        EXPECT_EQ(assign_device(&world.hypervisor->pe[0], &world.hypervisor->domains.devices[1]),
                  HVC_OK);
    };
    EXPECT_EQ(MiniGuest(world).assign(), HVC_OK);
    EXPECT_TRUE(nested);
    EXPECT_EQ(world.commands.size(), 202u + 4u);
    EXPECT_EQ(world.count(ITS_OP_MAPTI), 101u);
}

TEST(HvRing, an_its_that_stalls_is_a_panic)
{
    World world;
    world.boot();
    EXPECT_EXIT(
        {
            world.its_holds = true;
            world.creadr |= GITS_CREADR_STALLED;
            MiniGuest(world).assign();
        },
        testing::KilledBySignal(SIGABRT), "");
}

TEST(HvRing, a_burst_larger_than_the_ring_is_announced_before_waiting)
{
    World world(with({ 100 }, { { "host.burst", 32767 } }, 0x1000));
    world.boot();
    world.its_steps_per_delay = 5;
    world.its_holds = true;
    EXPECT_EQ(MiniGuest(world).assign(), HVC_OK);
}

TEST(HvRing, commands_arrive_in_order_across_the_wrap)
{
    World world(with({ 60, 60, 60 }, {}, 0x1000));
    world.boot();
    world.commands.clear();
    for (std::uint32_t n = 0; n < 3; n++)
        EXPECT_EQ(MiniGuest(world).assign(0x100 + n), HVC_OK);
    unsigned mapti = 0;
    for (const its_cmd& cmd : world.commands)
        if ((cmd.dw[0] & 0xff) == ITS_OP_MAPTI) {
            EXPECT_EQ(cmd.dw[1] >> 32, 8192u + mapti++);
        }
    EXPECT_EQ(mapti, 180u);
}

// ---- reception ----

TEST(HvLpi, eoir_is_written_before_the_next_acknowledge_and_dir_never)
{
    World world;
    world.boot();
    MiniGuest guest(world);
    guest.bring_up(1);
    vgic_leave(world.masked_self(), &world.dom().vcpus[0]);
    world.raise(0, 8192);
    world.raise(0, 8192);
    sim_irq_restore(world.self()->sim, false);
    EXPECT_EQ(world.pes[0].eois, (std::vector<std::uint32_t>{ 8192, 8192 }));
    EXPECT_TRUE(world.pes[0].deactivated.empty());
    EXPECT_EQ(world.marked(SIM_STEP_RECEIVED), 2u);
}

TEST(HvLpi, ppis_and_sgis_are_deactivated)
{
    World world;
    world.boot();
    world.raise(0, INTID_MAINTENANCE);
    sim_irq_restore(world.self()->sim, false);
    EXPECT_EQ(world.pes[0].eois, (std::vector<std::uint32_t>{ 25 }));
    EXPECT_EQ(world.pes[0].deactivated, (std::vector<std::uint32_t>{ 25 }));
}

TEST(HvLpi, S17_an_early_plpi_is_discarded)
{
    World world;
    world.boot();
    MiniGuest(world).assign();
    lpi_receive(world.hypervisor, world.masked_self(), 8192);
    ASSERT_EQ(world.marks.size(), 1u);
    EXPECT_EQ(world.marks[0].step, SIM_STEP_DISCARDED);
    EXPECT_EQ(world.marks[0].plpi, 8192u);
}

TEST(HvLpi, an_unknown_plpi_is_discarded)
{
    World world;
    world.boot();
    lpi_receive(world.hypervisor, world.masked_self(), 8192);
    lpi_receive(world.hypervisor, world.masked_self(), 0xffffff);
    EXPECT_EQ(world.marked(SIM_STEP_DISCARDED), 2u);
}

TEST(HvLpi, the_path_to_a_waiting_vlpi_takes_one_lock)
{
    World world;
    world.boot();
    MiniGuest guest(world);
    guest.bring_up(1);
    unsigned before = 0, after = 0;
    for (auto& l : world.locks)
        before += l->takes;
    lpi_receive(world.hypervisor, world.masked_self(), 8192);
    for (auto& l : world.locks)
        after += l->takes;
    EXPECT_EQ(after - before, 1u);
}

} // namespace
