// SPDX-License-Identifier: Apache-2.0
// When the hypervisor maps the events of a device on the physical ITS (what-ifs S13 to S18): which
// command of the guest triggers it, and when the guest can use the device.
#include "storm_bench.h"

using namespace fake;

namespace {

enum Trigger { Hypercall, Mapd };
enum Enable { AtAssignment, FollowGuest };

Config machine(unsigned vectors, assign_word map, Trigger trigger = Hypercall,
               std::map<std::string, std::uint64_t> knobs = {})
{
    Config c;
    c.pes = 2;
    c.domains = { { 2, { vectors }, { 0, 1 } } };
    c.knobs = std::move(knobs);
    c.knobs["assign.map"] = map;
    c.knobs["assign.trigger"] = trigger;
    return c;
}

// A domain whose ITS is up, and a device that is not assigned yet.
struct Assign {
    explicit Assign(const Config& config) : w(config), g(w)
    {
        w.boot();
        g.boot_its();
        for (unsigned v = 0; v < 2; v++) {
            g.enable_lpis(v);
            g.send({ its_cmd_mapc(static_cast<std::uint16_t>(v), v, true) });
        }
        w.commands.clear();
        w.counters.clear();
    }

    // The hypercall that adds the device.
    std::uint64_t add()
    {
        sim_exit exit{};
        exit.kind = SIM_EXIT_HVC;
        exit.address = HVC_MANAGE_PCI_ADD;
        exit.arg[0] = MiniGuest::device;
        return hypercall(w.self(), &w.dom().vcpus[0], &exit);
    }
    std::size_t host_commands_of(const its_cmd& cmd)
    {
        const std::size_t before = w.commands.size();
        g.send({ cmd });
        return w.commands.size() - before;
    }
    std::size_t mapd(bool valid = true)
    {
        return host_commands_of(its_cmd_mapd(MiniGuest::device, 11, MiniGuest::itt, valid));
    }
    its_cmd mapti(unsigned event)
    {
        return its_cmd_mapti(MiniGuest::device, event, INTID_LPI_FIRST + event, 0);
    }
    void enable(unsigned event)
    {
        g.set_config(INTID_LPI_FIRST + event, true);
        g.send({ its_cmd_inv(MiniGuest::device, event) });
    }
    lpi& plpi(unsigned event) { return w.hypervisor->domains.devices[0].hw.lpis[event]; }

    World w;
    MiniGuest g;
};

} // namespace

// ---- assign.map ----

// As Xen: one MAPD, then for each block of 32 events 32 MAPTIs, 32 INVs and a SYNC.
class XenBlocks : public testing::TestWithParam<std::pair<unsigned, unsigned>> {};

TEST_P(XenBlocks, of_a_mapd_lead_to_this_number_of_host_commands)
{
    const auto [events, commands] = GetParam();
    Config c = machine(events, ASSIGN_WORD_mapd, Mapd, { { "host.lpi_target", 0 } });
    c.ring_bytes = 1 << 20;
    Assign a(c);
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
    Assign a(machine(64, ASSIGN_WORD_mapd, Hypercall, { { "host.lpi_target", 0 } }));
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
    Assign a(machine(4, ASSIGN_WORD_mapd));
    a.add();
    a.mapd();
    EXPECT_EQ(a.mapd(false), 4u + 1 + 2); // DISCARDs, MAPD, a SYNC for each PE
    EXPECT_FALSE(host_event_is_mapped(&a.plpi(0)));
    a.mapd();
    EXPECT_TRUE(host_event_is_mapped(&a.plpi(3)));
}

TEST(AssignMap, a_second_mapd_of_a_mapped_device_leads_to_no_host_command)
{
    Assign a(machine(4, ASSIGN_WORD_mapd));
    a.add();
    a.mapd();
    EXPECT_EQ(a.mapd(), 0u);
}

TEST(AssignMap, mapti_maps_the_event_that_the_guest_maps_alone)
{
    Assign a(machine(4, ASSIGN_WORD_mapti));
    a.add();
    EXPECT_EQ(a.mapd(), 1u);
    EXPECT_EQ(a.host_commands_of(a.mapti(2)), 3u); // MAPTI, INV, SYNC
    EXPECT_TRUE(host_event_is_mapped(&a.plpi(2)));
    EXPECT_FALSE(host_event_is_mapped(&a.plpi(1)));
    EXPECT_EQ(a.w.counter(PROBE_VITS_HOST_MAPTI, 0), 3u);
}

TEST(AssignMap, mapti_unmaps_the_event_that_the_guest_discards)
{
    Assign a(machine(4, ASSIGN_WORD_mapti));
    a.add();
    a.mapd();
    a.g.send({ a.mapti(2) });
    EXPECT_EQ(a.host_commands_of(its_cmd_discard(MiniGuest::device, 2)), 2u); // and a SYNC
    EXPECT_FALSE(host_event_is_mapped(&a.plpi(2)));
}

TEST(AssignMap, mapti_and_propagation_of_all_map_each_event_once)
{
    Assign a(
        machine(4, ASSIGN_WORD_mapti, Hypercall, { { "vits.propagate", PROPAGATE_WORD_all } }));
    a.add();
    EXPECT_EQ(a.mapd(), 1u);
    a.g.set_config(INTID_LPI_FIRST + 2, true);
    EXPECT_EQ(a.host_commands_of(a.mapti(2)), 3u);
    EXPECT_EQ(a.host_commands_of(its_cmd_discard(MiniGuest::device, 2)), 2u);
}

TEST(AssignMap, upfront_maps_at_the_assignment_and_commands_of_the_guest_lead_to_no_host_command)
{
    Assign a(machine(4, ASSIGN_WORD_upfront));
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
    Assign a(machine(64, ASSIGN_WORD_mapd, Hypercall,
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
    Assign a(machine(64, ASSIGN_WORD_mapd, Hypercall,
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
    Assign a(machine(4, ASSIGN_WORD_mapd, Hypercall, { { "vits.schedule", 1 } }));
    a.add();
    a.w.its_holds = true;
    a.g.send({ its_cmd_mapd(MiniGuest::device, 11, MiniGuest::itt, true) });
    EXPECT_NE(a.g.read(GITS_CREADR), a.g.cwriter);
    a.w.execute(1000);
    EXPECT_EQ(a.g.read(GITS_CREADR), a.g.cwriter);
}

TEST(AssignMap, under_a_scheduler_a_guest_whose_device_is_busy_does_not_block_the_others)
{
    Config c = machine(4, ASSIGN_WORD_mapd, Hypercall, { { "vits.schedule", 1 } });
    c.domains.push_back({ 1, {}, { 1 } });
    Assign a(c);
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

// ---- assign.trigger ----

TEST(AssignTrigger, by_mapd_the_hypercall_assigns_nothing_and_the_mapd_does)
{
    Assign a(machine(4, ASSIGN_WORD_upfront, Mapd));
    EXPECT_EQ(a.add(), HVC_OK);
    EXPECT_EQ(a.w.hypervisor->domains.devices[0].state, DEVICE_UNMAPPED);
    EXPECT_EQ(a.mapd(), 1u + 4 * 2 + 2);
    EXPECT_EQ(a.w.hypervisor->domains.devices[0].state, DEVICE_MAPPED);
}

TEST(AssignTrigger, by_mapd_a_device_that_was_removed_is_assigned_by_the_next_mapd)
{
    Assign a(machine(4, ASSIGN_WORD_mapd, Mapd));
    a.add();
    a.mapd();
    ASSERT_EQ(remove_device(a.w.self(), &a.w.hypervisor->domains.devices[0]), HVC_OK);
    a.add();
    EXPECT_GT(a.mapd(), 0u);
    EXPECT_TRUE(host_event_is_mapped(&a.plpi(0)));
}

TEST(AssignTrigger, by_the_hypercall_a_mapd_before_it_maps_nothing)
{
    Assign a(machine(4, ASSIGN_WORD_mapd));
    EXPECT_EQ(a.mapd(), 0u);
    a.add();
    EXPECT_GT(a.mapd(), 0u);
}

TEST(AssignTrigger, a_device_that_is_being_removed_is_mapped_after_the_removal)
{
    Assign a(machine(4, ASSIGN_WORD_mapd));
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
    Config c = machine(4, ASSIGN_WORD_mapd, Mapd);
    c.domains.push_back({ 1, { 4 }, { 1 } });
    Assign a(c);
    a.g.send({ its_cmd_mapd(0x101, 4, MiniGuest::itt, true) });
    EXPECT_TRUE(a.w.commands.empty());
}

// ---- assign.enable ----

TEST(AssignEnable, at_assignment_enables_a_plpi_before_its_guest_sends_a_command)
{
    Assign a(machine(4, ASSIGN_WORD_upfront));
    a.add();
    EXPECT_TRUE(a.w.is_enabled(a.plpi(1)));
}

TEST(AssignEnable, follow_guest_enables_a_plpi_when_its_guest_enables_the_vlpi)
{
    Assign a(
        machine(4, ASSIGN_WORD_upfront, Hypercall,
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
    Assign a(machine(4, ASSIGN_WORD_upfront));
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
    Assign a(machine(2, GetParam()));
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

TEST(AssignUsable, a_device_is_usable_after_an_invall_that_finds_all_events_enabled)
{
    Assign a(machine(2, ASSIGN_WORD_upfront));
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
    Assign a(machine(3, ASSIGN_WORD_upfront));
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
    Assign a(machine(2, ASSIGN_WORD_upfront));
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
    Assign a(machine(4, ASSIGN_WORD_mapd, Hypercall, { { "vits.log", 1 } }));
    a.add();
    a.w.log.clear();
    a.mapd();
    ASSERT_EQ(a.w.log.size(), 1u);
    EXPECT_NE(a.w.log[0].find("mapd"), std::string::npos);
    EXPECT_NE(a.w.log[0].find("11 host commands"), std::string::npos);
}

TEST(VitsLog, does_not_name_executed_commands_by_default)
{
    Assign a(machine(4, ASSIGN_WORD_mapd));
    a.add();
    a.w.log.clear();
    a.mapd();
    EXPECT_TRUE(a.w.log.empty());
}
