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

TEST(HvBoot, EveryPeMapsItsCollectionAfterItsLpisAreEnabled)
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

TEST(HvBoot, TheRingHasTheSizeTheScenarioAsksFor)
{
    World world(with({ 4 }, {}, 0x3000));
    world.boot();
    EXPECT_EQ(world.registers[World::gits + GITS_CBASER] & 0xff, 2u);
    EXPECT_EQ(world.registers[World::gits + GITS_CBASER] >> 63, 1u);
}

TEST(HvBoot, EveryVcpuRuns)
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

TEST(HvAssign, MapsAllEventsWithOneMapdAndAMaptiAndInvEachAndASync)
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

TEST(HvAssign, ThePropertyBytesAreEnabledFirst)
{
    World world(with({ 3 }));
    world.boot();
    MiniGuest(world).assign();
    const std::uint64_t table = world.hypervisor->gic.prop_pa - World::ram_base;
    for (unsigned n = 0; n < 3; n++)
        EXPECT_EQ(world.ram[table + n], 0xa3);
    EXPECT_EQ(world.ram[table + 3], 0);
}

TEST(HvAssign, ASecondTimeCostsNothing)
{
    World world(with({ 3 }));
    world.boot();
    MiniGuest guest(world);
    guest.assign();
    const auto before = world.commands.size();
    EXPECT_EQ(guest.assign(), HVC_OK);
    EXPECT_EQ(world.commands.size(), before);
}

TEST(HvAssign, DevicesGetDisjointPlpis)
{
    World world(with({ 3, 2 }));
    world.boot();
    MiniGuest guest(world);
    guest.assign(0x100);
    guest.assign(0x101);
    EXPECT_EQ(world.hypervisor->lpis.count, 5u);
    EXPECT_EQ(world.hypervisor->domains.devices[1].hw.lpis[1].intid, 8192u + 4u);
}

TEST(HvAssign, MorePlpisThanInterruptIdsAreRefused)
{
    World world(with({ 3 }));
    world.boot();
    MiniGuest guest(world);
    world.hypervisor->lpis.capacity = 2;
    EXPECT_EQ(guest.assign(), HVC_NO_SPACE);
    EXPECT_EQ(world.count(ITS_OP_MAPD), 0u);
    world.hypervisor->lpis.capacity = 3;
}

TEST(HvAssign, ADeviceOfMoreVectorsThanLpisIsRefusedWithoutACommand)
{
    World world(with({ 60000 })); // 16 INTID bits: 57344 LPIs
    world.boot();
    EXPECT_EQ(MiniGuest(world).assign(), HVC_NO_SPACE);
    EXPECT_EQ(world.count(ITS_OP_MAPD), 0u);
}

TEST(HvAssign, ADeviceThatIsBeingMappedIsBusy)
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

TEST(HvAssign, EventsGoToThePeOfTheirVcpu)
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

TEST(HvAssign, LpiTargetBootSendsAllToTheFirstPe)
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

TEST(HvRing, BurstSetsCommandsPerDoorbell) // 1 + 2 * 32 + 1 = 66 commands
{
    EXPECT_EQ(doorbells_of_assignment(1), 66u);
    EXPECT_EQ(doorbells_of_assignment(8), 9u);
    EXPECT_EQ(doorbells_of_assignment(66), 1u);
    EXPECT_EQ(doorbells_of_assignment(1000), 1u);
}

TEST(HvRing, CreadrEachReadsItBeforeEveryCommand)
{
    World world(with({ 32 }, { { "host.creadr", HOST_CREADR_EACH } }));
    world.boot();
    world.creadr_reads = 0;
    MiniGuest(world).assign();
    EXPECT_EQ(world.creadr_reads, 67u); // and once for the drain
}

TEST(HvRing, CreadrCachedReadsItOnlyForTheDrain)
{
    World world(with({ 32 }));
    world.boot();
    world.creadr_reads = 0;
    MiniGuest(world).assign();
    EXPECT_EQ(world.creadr_reads, 1u);
}

TEST(HvRing, AFullRingIsSpunUponUntilThereIsRoom)
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

TEST(HvRing, ABulkUserOfAFullRingWaitsUnmaskedAndWithoutItsLock)
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

TEST(HvRing, SomebodyElseMayPostWhileABulkUserWaitsForRoom)
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

TEST(HvRing, AnItsThatStallsIsAPanic)
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

TEST(HvRing, ABurstLargerThanTheRingIsAnnouncedBeforeWaiting)
{
    World world(with({ 100 }, { { "host.burst", 32767 } }, 0x1000));
    world.boot();
    world.its_steps_per_delay = 5;
    world.its_holds = true;
    EXPECT_EQ(MiniGuest(world).assign(), HVC_OK);
}

TEST(HvRing, CommandsArriveInOrderAcrossTheWrap)
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

TEST(HvLpi, EoirIsWrittenBeforeTheNextAcknowledgeAndDirNever)
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

TEST(HvLpi, PpisAndSgisAreDeactivated)
{
    World world;
    world.boot();
    world.raise(0, INTID_MAINTENANCE);
    sim_irq_restore(world.self()->sim, false);
    EXPECT_EQ(world.pes[0].eois, (std::vector<std::uint32_t>{ 25 }));
    EXPECT_EQ(world.pes[0].deactivated, (std::vector<std::uint32_t>{ 25 }));
}

TEST(HvLpi, S17_AnEarlyPlpiIsDiscarded)
{
    World world;
    world.boot();
    MiniGuest(world).assign();
    lpi_receive(world.hypervisor, world.masked_self(), 8192);
    ASSERT_EQ(world.marks.size(), 1u);
    EXPECT_EQ(world.marks[0].step, SIM_STEP_DISCARDED);
    EXPECT_EQ(world.marks[0].plpi, 8192u);
}

TEST(HvLpi, AnUnknownPlpiIsDiscarded)
{
    World world;
    world.boot();
    lpi_receive(world.hypervisor, world.masked_self(), 8192);
    lpi_receive(world.hypervisor, world.masked_self(), 0xffffff);
    EXPECT_EQ(world.marked(SIM_STEP_DISCARDED), 2u);
}

TEST(HvLpi, ThePathToAWaitingVlpiTakesOneLock)
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
