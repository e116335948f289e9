// SPDX-License-Identifier: Apache-2.0
// When the hypervisor maps the events of a device on the physical ITS: the words of assign.map
// (what-ifs S13 and S18).
#include "assign_bench.h"

using namespace fake;

namespace {

// As Xen: one MAPD, then for each block of 32 events 32 MAPTIs, 32 INVs and a SYNC.
class XenBlocks : public testing::TestWithParam<std::pair<unsigned, unsigned>> {};

TEST_P(XenBlocks, of_a_mapd_lead_to_this_number_of_host_commands)
{
    const auto [events, commands] = GetParam();
    Config c = assign_machine(events, ASSIGN_WORD_mapd, Mapd, { { "host.lpi_target", 0 } });
    c.ring_bytes = 1 << 20;
    AssignBench a(c);
    a.add();
    EXPECT_TRUE(a.w.commands.empty());
    EXPECT_EQ(a.mapd(), commands);
    EXPECT_EQ(a.w.counter(PROBE_CMDQ_ISSUED_ASSIGN), commands);
    EXPECT_EQ(a.w.counter(PROBE_VITS_HOST_MAPD, 0), commands);
    EXPECT_EQ(a.w.count(ITS_OP_SYNC), events / 32);
}

INSTANTIATE_TEST_SUITE_P(Sizes, XenBlocks,
                         testing::Values(std::pair(32u, 66u), std::pair(256u, 521u),
                                         std::pair(2048u, 4161u)));

TEST(AssignMap, mapd_waits_for_each_block_before_the_next)
{
    AssignBench a(assign_machine(64, ASSIGN_WORD_mapd, Hypercall, { { "host.lpi_target", 0 } }));
    a.add();
    a.w.its_holds = true;
    a.w.its_steps_per_delay = 1;
    unsigned most = 0;
    a.w.on_delay = [&] {
        const auto& its = *a.w.hypervisor->its;
        most = std::max(most, its_ring_used(a.w.creadr, its.cwriter, its.ring_bytes));
    };
    a.mapd();
    EXPECT_LE(most, 66u); // the MAPD goes with the first block
    EXPECT_GE(most, 60u);
    EXPECT_EQ(a.w.commands.size(), 131u);
}

TEST(AssignMap, mapd_unmaps_every_event_with_V_0_and_maps_them_again_with_V_1)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd));
    a.add();
    a.mapd();
    EXPECT_EQ(a.mapd(false), 4u + 1 + 2); // DISCARDs, MAPD, a SYNC for each PE
    EXPECT_FALSE(host_event_is_mapped(&a.plpi(0)));
    a.mapd();
    EXPECT_TRUE(host_event_is_mapped(&a.plpi(3)));
}

TEST(AssignMap, a_second_mapd_of_a_mapped_device_leads_to_no_host_command)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd));
    a.add();
    a.mapd();
    EXPECT_EQ(a.mapd(), 0u);
}

TEST(AssignMap, mapti_maps_the_event_that_the_guest_maps_alone)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapti));
    a.add();
    EXPECT_EQ(a.mapd(), 1u);
    EXPECT_EQ(a.host_commands_of(a.mapti(2)), 3u); // MAPTI, INV, SYNC
    EXPECT_TRUE(host_event_is_mapped(&a.plpi(2)));
    EXPECT_FALSE(host_event_is_mapped(&a.plpi(1)));
    EXPECT_EQ(a.w.counter(PROBE_VITS_HOST_MAPTI, 0), 3u);
}

TEST(AssignMap, mapti_unmaps_the_event_that_the_guest_discards)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapti));
    a.add();
    a.mapd();
    a.g.send({ a.mapti(2) });
    EXPECT_EQ(a.host_commands_of(its_cmd_discard(MiniGuest::device, 2)), 2u); // and a SYNC
    EXPECT_FALSE(host_event_is_mapped(&a.plpi(2)));
}

TEST(AssignMap, mapti_and_propagation_of_all_map_each_event_once)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapti, Hypercall,
                                 { { "vits.propagate", PROPAGATE_WORD_all } }));
    a.add();
    EXPECT_EQ(a.mapd(), 1u);
    a.g.set_config(INTID_LPI_FIRST + 2, true);
    EXPECT_EQ(a.host_commands_of(a.mapti(2)), 3u);
    EXPECT_EQ(a.host_commands_of(its_cmd_discard(MiniGuest::device, 2)), 2u);
}

TEST(AssignMap, upfront_maps_at_the_assignment_and_commands_of_the_guest_lead_to_no_host_command)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_upfront));
    a.add();
    EXPECT_EQ(a.w.commands.size(), 1u + 4 * 2 + 2);
    EXPECT_EQ(a.mapd(), 0u);
    EXPECT_EQ(a.host_commands_of(a.mapti(2)), 0u);
    EXPECT_EQ(a.host_commands_of(its_cmd_discard(MiniGuest::device, 2)), 0u);
    EXPECT_EQ(a.mapd(false), 0u);
}

TEST(AssignMap, a_mapd_that_finds_the_ring_full_continues_at_the_guests_next_access)
{
    enum { Refuse = 4 };
    AssignBench a(assign_machine(64, ASSIGN_WORD_mapd, Hypercall,
                                 { { "host.queue_full", Refuse }, { "host.usable_slots", 16 } }));
    a.add();
    a.w.its_holds = true;
    a.w.its_steps_per_delay = 1;
    a.mapd();
    EXPECT_NE(a.g.read(GITS_CREADR), a.g.cwriter);
    for (unsigned n = 0; n < 20; n++) {
        a.w.execute(1000);
        a.g.read(GITS_CREADR);
    }
    EXPECT_EQ(a.g.read(GITS_CREADR), a.g.cwriter);
    EXPECT_EQ(a.w.count(ITS_OP_MAPTI), 64u);
    EXPECT_EQ(a.w.count(ITS_OP_SYNC), 2u * 2); // of two blocks, for two PEs
}

// Number of traps of 20 steps that a MAPD takes; 0 if it does not complete.
unsigned bounded_portions(bool maps)
{
    AssignBench a(assign_machine(64, ASSIGN_WORD_mapd, Hypercall,
                                 { { "vits.trap_bound", 1 }, { "vits.trap_steps", 20 } }));
    a.add();
    a.g.send({ its_cmd_mapd(MiniGuest::device, 11, MiniGuest::itt, true) });
    if (!maps)
        a.g.send({ its_cmd_mapd(MiniGuest::device, 11, MiniGuest::itt, false) });
    const unsigned portions = a.g.portions;
    const bool are_all = a.w.count(maps ? ITS_OP_MAPTI : ITS_OP_DISCARD) == 64;
    return are_all && a.g.read(GITS_CREADR) == a.g.cwriter ? portions : 0;
}

TEST(AssignMap, a_bounded_trap_maps_and_unmaps_a_device_in_portions)
{
    EXPECT_EQ(bounded_portions(true), 7u);  // MAPD, 64 MAPTIs and INVs, SYNCs of two blocks
    EXPECT_EQ(bounded_portions(false), 4u); // 64 DISCARDs, MAPD, SYNCs
}

TEST(AssignMap, nobody_waits_under_a_scheduler)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd, Hypercall, { { "vits.schedule", 1 } }));
    a.add();
    a.w.its_holds = true;
    a.g.send({ its_cmd_mapd(MiniGuest::device, 11, MiniGuest::itt, true) });
    EXPECT_NE(a.g.read(GITS_CREADR), a.g.cwriter);
    a.w.execute(1000);
    EXPECT_EQ(a.g.read(GITS_CREADR), a.g.cwriter);
}

TEST(AssignMap, under_a_scheduler_a_guest_whose_device_is_busy_does_not_block_the_others)
{
    Config c = assign_machine(4, ASSIGN_WORD_mapd, Hypercall, { { "vits.schedule", 1 } });
    c.domains.push_back({ 1, {}, { 1 } });
    AssignBench a(c);
    MiniGuest other(a.w, 1);
    other.boot_its();
    a.add();
    a.w.hypervisor->domains.devices[0].state = DEVICE_MAPPING; // as during a removal
    a.mapd();
    other.send({ its_cmd_sync(0) });
    EXPECT_NE(a.w.dom().vits->creadr, a.g.cwriter);
    EXPECT_EQ(other.dom().vits->creadr, other.cwriter);
    a.w.hypervisor->domains.devices[0].state = DEVICE_MAPPED;
    a.g.read(GITS_CREADR); // starts a pass that executes the MAPD
    EXPECT_EQ(a.g.read(GITS_CREADR), a.g.cwriter);
}

} // namespace
