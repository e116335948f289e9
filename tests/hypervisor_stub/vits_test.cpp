// SPDX-License-Identifier: Apache-2.0
// The virtual ITS: the effect of each mapping command on the guest's interrupts and on the host.
#include "hv_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr std::uint64_t itt = MiniGuest::itt;

TEST(Vits, guest_mapping_commands_cause_no_host_command)
{
    Bench b;
    b.g.boot_its();
    b.g.enable_lpis();
    b.g.assign();
    b.w.commands.clear();
    const std::uint64_t posted = b.w.hypervisor->its[0].posted;
    EXPECT_EQ(b.g.send({ its_cmd_mapc(0, 0, true), its_cmd_mapd(device, 2, itt, true),
                         its_cmd_mapti(device, 0, vlpi0, 0), its_cmd_inv(device, 0),
                         its_cmd_invall(0), its_cmd_sync(0), its_cmd_mapd(device, 2, itt, false) }),
              0u);
    EXPECT_TRUE(b.w.commands.empty());
    EXPECT_EQ(b.w.hypervisor->its[0].posted, posted);
}

TEST(Vits, mapti_binds_the_plpi_of_its_event)
{
    Bench b;
    b.g.bring_up(2);
    EXPECT_EQ(b.plpi(1).vlpi, vlpi0 + 1);
    EXPECT_EQ(b.vlpi(1).lpi, &b.plpi(1));
}

TEST(Vits, mapti_of_an_event_beyond_the_devices_vectors_binds_no_plpi)
{
    Bench b;
    b.g.bring_up(0);
    EXPECT_EQ(b.g.send({ its_cmd_mapti(device, 200, vlpi0, 0) }), 0u);
    EXPECT_EQ(b.vlpi(0).lpi, nullptr);
}

TEST(Vits, mapti_of_another_domains_device_binds_none_of_its_plpis)
{
    Config config;
    config.domains = { { 1, { 4 } }, { 1, { 4 } } };
    Bench b(config);
    b.g.bring_up(0);
    assign_device(b.w.self(), &b.w.hypervisor->domains.devices[1]);
    EXPECT_EQ(b.g.send({ its_cmd_mapd(device + 1, 2, itt + 0x1000, true),
                         its_cmd_mapti(device + 1, 0, vlpi0, 0) }),
              0u);
    EXPECT_EQ(b.vlpi(0).lpi, nullptr);
    EXPECT_EQ(b.plpi(0, 1).vlpi, 0u);
}

TEST(Vits, an_event_that_is_mapped_to_another_vlpi_unmaps_the_first)
{
    Bench b;
    b.g.bring_up(1);
    EXPECT_EQ(b.g.send({ its_cmd_mapti(device, 0, vlpi0 + 5, 0) }), 0u);
    EXPECT_FALSE(b.vlpi(0).mapped);
    EXPECT_EQ(b.vlpi(0).lpi, nullptr);
    EXPECT_EQ(b.plpi(0).vlpi, vlpi0 + 5);
}

TEST(Vits, a_forged_entry_does_not_unmap_the_vlpi_that_it_names)
{
    Bench b;
    b.g.bring_up(2);
    // An event with a pLPI and one without claim the vLPI of event 1.
    for (std::uint32_t event : { 3u, 10u }) {
        b.w.poke(itt + 8 * event, bit(63) | (vlpi0 + 1));
        EXPECT_EQ(b.g.send({ its_cmd_mapti(device, event, vlpi0 + event, 0) }), 0u);
    }
    EXPECT_TRUE(b.vlpi(1).mapped);
    EXPECT_EQ(b.plpi(1).vlpi, vlpi0 + 1);
}

TEST(Vits, unmapping_a_device_unmaps_its_events)
{
    Bench b;
    b.g.bring_up(3);
    b.receive(2);
    b.g.send({ its_cmd_mapd(device, 8, itt, false) });
    for (unsigned n = 0; n < 3; n++) {
        EXPECT_FALSE(b.vlpi(n).mapped) << n;
        EXPECT_EQ(b.plpi(n).vlpi, 0u) << n;
    }
    EXPECT_EQ(b.cpu().vgic->waiting, 0u);
}

TEST(Vits, mapping_a_device_again_unmaps_its_old_events)
{
    Bench b;
    b.g.bring_up(1);
    b.g.send({ its_cmd_mapd(device, 8, itt + 0x10000, true) });
    EXPECT_FALSE(b.vlpi(0).mapped);
}

TEST(Vits, moving_a_collection_moves_its_waiting_vlpis)
{
    Config config;
    config.domains = { { 2, { 4 } } };
    Bench b(config);
    b.g.bring_up(2);
    b.receive(0);
    b.receive(1);
    b.g.send({ its_cmd_mapc(0, 1, true) });
    EXPECT_EQ(b.cpu(0).vgic->waiting, 0u);
    EXPECT_EQ(b.cpu(1).vgic->waiting, 2u);
}

TEST(Vits, a_vlpi_of_an_unmapped_collection_is_discarded)
{
    Bench b;
    b.g.bring_up(1);
    b.g.send({ its_cmd_mapc(0, 0, false) });
    b.w.marks.clear();
    b.receive(0);
    EXPECT_EQ(b.w.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(b.cpu().vgic->waiting, 0u);
}

} // namespace
