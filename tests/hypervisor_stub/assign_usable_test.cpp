// SPDX-License-Identifier: Apache-2.0
// What triggers the assignment of a device, when its pLPIs are enabled, when the guest can use it,
// and the log of its commands (what-ifs S14 to S17).
#include "assign_bench.h"

using namespace fake;

namespace {

// ---- assign.trigger ----

TEST(AssignTrigger, by_mapd_the_hypercall_assigns_nothing_and_the_mapd_does)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_upfront, Mapd));
    EXPECT_EQ(a.add(), HVC_OK);
    EXPECT_EQ(a.w.hypervisor->domains.devices[0].state, DEVICE_UNMAPPED);
    EXPECT_EQ(a.mapd(), 1u + 4 * 2 + 2);
    EXPECT_EQ(a.w.hypervisor->domains.devices[0].state, DEVICE_MAPPED);
}

TEST(AssignTrigger, by_mapd_a_device_that_was_removed_is_assigned_by_the_next_mapd)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd, Mapd));
    a.add();
    a.mapd();
    ASSERT_EQ(remove_device(a.w.self(), &a.w.hypervisor->domains.devices[0]), HVC_OK);
    a.add();
    EXPECT_GT(a.mapd(), 0u);
    EXPECT_TRUE(host_event_is_mapped(&a.plpi(0)));
}

TEST(AssignTrigger, by_the_hypercall_a_mapd_before_it_maps_nothing)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd));
    EXPECT_EQ(a.mapd(), 0u);
    a.add();
    EXPECT_GT(a.mapd(), 0u);
}

TEST(AssignTrigger, a_device_that_is_being_removed_is_mapped_after_the_removal)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd));
    a.add();
    device& d = a.w.hypervisor->domains.devices[0];
    d.state = DEVICE_MAPPING;
    EXPECT_EQ(a.mapd(), 0u);
    EXPECT_NE(a.g.read(GITS_CREADR), a.g.cwriter);
    d.state = DEVICE_MAPPED;
    EXPECT_EQ(a.g.read(GITS_CREADR), a.g.cwriter);
    EXPECT_TRUE(host_event_is_mapped(&a.plpi(0)));
}

TEST(AssignTrigger, another_domains_device_is_not_assigned_by_a_mapd)
{
    Config c = assign_machine(4, ASSIGN_WORD_mapd, Mapd);
    c.domains.push_back({ 1, { 4 }, { 1 } });
    AssignBench a(c);
    a.g.send({ its_cmd_mapd(0x101, 4, MiniGuest::itt, true) });
    EXPECT_TRUE(a.w.commands.empty());
}

// ---- assign.enable ----

TEST(AssignEnable, at_assignment_enables_a_plpi_before_its_guest_sends_a_command)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_upfront));
    a.add();
    EXPECT_TRUE(a.w.is_enabled(a.plpi(1)));
}

TEST(AssignEnable, follow_guest_enables_a_plpi_when_its_guest_enables_the_vlpi)
{
    AssignBench a(assign_machine(
        4, ASSIGN_WORD_upfront, Hypercall,
        { { "assign.enable", FollowGuest }, { "vits.propagate", PROPAGATE_WORD_inv } }));
    a.add();
    a.mapd();
    a.g.send({ a.mapti(1) });
    EXPECT_FALSE(a.w.is_enabled(a.plpi(1)));
    a.enable(1);
    EXPECT_TRUE(a.w.is_enabled(a.plpi(1)));
    EXPECT_FALSE(a.w.is_enabled(a.plpi(2)));
}

// ---- early pLPIs (what-ifs S15, S17), and the time until a device is usable ----

TEST(AssignEarly, a_plpi_whose_event_has_no_vlpi_is_discarded_and_counted)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_upfront));
    a.add();
    lpi_receive(a.w.hypervisor, a.w.masked_self(), a.plpi(1).intid);
    EXPECT_EQ(a.w.counter(PROBE_LPI_EARLY, 0), 1u);
    a.mapd();
    a.g.send({ a.mapti(1) });
    a.enable(1);
    EXPECT_EQ(vgic_vlpi(&a.w.dom(), INTID_LPI_FIRST + 1)->pending, false);
}

class Usable : public testing::TestWithParam<assign_word> {};

TEST_P(Usable, a_device_is_when_all_of_its_events_are_mapped_and_enabled)
{
    AssignBench a(assign_machine(2, GetParam()));
    a.add();
    a.w.now += 1000;
    a.mapd();
    a.g.send({ a.mapti(0), a.mapti(1) });
    a.enable(0);
    EXPECT_EQ(a.w.counter(PROBE_ASSIGN_USABLE, 0), 0u);
    a.enable(1);
    EXPECT_GE(a.w.counter(PROBE_ASSIGN_USABLE, 0), 1000u);
    const std::uint64_t first = a.w.counter(PROBE_ASSIGN_USABLE, 0);
    a.enable(1);
    EXPECT_EQ(a.w.counter(PROBE_ASSIGN_USABLE, 0), first);
}

INSTANTIATE_TEST_SUITE_P(Map, Usable,
                         testing::Values(ASSIGN_WORD_upfront, ASSIGN_WORD_mapd, ASSIGN_WORD_mapti));

TEST(AssignUsable, a_device_is_usable_after_the_mapti_of_its_last_event_if_all_are_enabled)
{
    AssignBench a(assign_machine(2, ASSIGN_WORD_upfront));
    a.add();
    a.w.now += 1000;
    a.mapd();
    for (unsigned event = 0; event < 2; event++)
        a.g.set_config(INTID_LPI_FIRST + event, true);
    a.g.send({ a.mapti(0), a.mapti(1) });
    EXPECT_GE(a.w.counter(PROBE_ASSIGN_USABLE, 0), 1000u);
}

TEST(AssignUsable, a_device_is_usable_after_an_invall_that_finds_all_events_enabled)
{
    AssignBench a(assign_machine(2, ASSIGN_WORD_upfront));
    a.add();
    a.w.now += 1000;
    a.mapd();
    a.g.send({ a.mapti(0), a.mapti(1) });
    for (unsigned event = 0; event < 2; event++)
        a.g.set_config(INTID_LPI_FIRST + event, true);
    a.g.send({ its_cmd_invall(0) });
    EXPECT_GE(a.w.counter(PROBE_ASSIGN_USABLE, 0), 1000u);
}

TEST(AssignUsable, an_invall_that_finds_a_disabled_event_leaves_the_device_not_usable)
{
    AssignBench a(assign_machine(3, ASSIGN_WORD_upfront));
    a.add();
    a.mapd();
    a.g.send({ a.mapti(0), a.mapti(1), a.mapti(2) });
    for (unsigned event : { 0u, 2u })
        a.g.set_config(INTID_LPI_FIRST + event, true);
    a.g.send({ its_cmd_invall(0) });
    EXPECT_TRUE(a.plpi(0).is_ready);
    EXPECT_FALSE(a.plpi(2).is_ready);
    EXPECT_EQ(a.w.counter(PROBE_ASSIGN_USABLE, 0), 0u);
    a.w.now += 1000;
    a.enable(1);
    EXPECT_GE(a.w.counter(PROBE_ASSIGN_USABLE, 0), 1000u);
}

TEST(AssignUsable, a_device_in_use_that_is_assigned_again_is_not_awaited)
{
    AssignBench a(assign_machine(2, ASSIGN_WORD_upfront));
    a.add();
    a.mapd();
    a.g.send({ a.mapti(0), a.mapti(1) });
    a.enable(0);
    a.enable(1);
    ASSERT_EQ(a.w.dom().awaited, 0u);
    EXPECT_EQ(a.add(), HVC_OK);
    EXPECT_EQ(a.w.dom().awaited, 0u);
}

// ---- vits.log ----

TEST(VitsLog, names_every_command_with_its_host_commands_if_asked_to)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd, Hypercall, { { "vits.log", 1 } }));
    a.add();
    a.w.log.clear();
    a.mapd();
    ASSERT_EQ(a.w.log.size(), 1u);
    EXPECT_NE(a.w.log[0].find("mapd"), std::string::npos);
    EXPECT_NE(a.w.log[0].find("11 host commands"), std::string::npos);
}

TEST(VitsLog, does_not_name_executed_commands_by_default)
{
    AssignBench a(assign_machine(4, ASSIGN_WORD_mapd));
    a.add();
    a.w.log.clear();
    a.mapd();
    EXPECT_TRUE(a.w.log.empty());
}

} // namespace
