// SPDX-License-Identifier: Apache-2.0
// hv_needs states limits before there is a machine; creation, boot and assignment take exactly as
// much.
#include "fake_sim.h"
#include <gtest/gtest.h>
#include <itstorm/hypercall.h>

extern "C" {
#include "dispatch/assign.h"
}

namespace fake {

namespace {

std::vector<hv_need> needs_of(World& world)
{
    unsigned knob_count = 0;
    hv_knobs(&knob_count);
    std::vector<std::uint64_t> knobs;
    for (unsigned row = 0; row < knob_count; row++)
        knobs.push_back(sim_knob(row));
    std::vector<hv_need> needs(16);
    needs.resize(hv_needs(world.hypervisor->machine, knobs.data(), needs.data(), 16));
    return needs;
}

std::uint64_t limit(World& world, const std::string& key)
{
    for (const hv_need& need : needs_of(world))
        if (need.key == key)
            return need.limit;
    ADD_FAILURE() << "no row of " << key;
    return 0;
}

void assign_all(World& world)
{
    for (unsigned n = 0; n < world.hypervisor->machine->pci_count; n++)
        EXPECT_EQ(assign_device(world.self(), &world.hypervisor->domains.devices[n]), HVC_OK);
}

const Config three_pes{ 3, 4, 0x20000, { { 2, { 5, 300 } }, { 1, {} }, { 1, { 1 } } } };

TEST(HvNeeds, the_ram_equals_what_creation_boot_and_assignment_take)
{
    World world(three_pes);
    world.boot();
    assign_all(world);
    EXPECT_EQ(limit(world, "platform.ram"), world.hypervisor->ram.next - World::ram_base);
}

TEST(HvNeeds, reserved_slots_leave_one_to_bulk_commands_and_one_to_the_int_of_a_pass)
{
    Config config = three_pes;
    config.knobs = { { "host.usable_slots", 10 } };
    World plain(config);
    EXPECT_EQ(limit(plain, "hypervisor.host.reserved_slots"), 9u);
    config.knobs["vits.schedule"] = 1;
    World scheduled(config);
    EXPECT_EQ(limit(scheduled, "hypervisor.host.reserved_slots"), 8u);
}

TEST(HvNeeds, the_ram_of_the_completion_interrupt_is_counted)
{
    Config config = three_pes;
    config.knobs = { { "host.queue_full", 2 }, { "host.sleep_wake", 1 } };
    World world(config);
    world.boot();
    assign_all(world);
    EXPECT_EQ(limit(world, "platform.ram"), world.hypervisor->ram.next - World::ram_base);
}

TEST(HvNeeds, each_pe_has_a_collection)
{
    World world(three_pes);
    EXPECT_EQ(limit(world, "platform.its[].icid_bits"), 2u);
}

TEST(HvNeeds, each_vector_of_a_domain_has_an_lpi)
{
    World few(three_pes);
    EXPECT_EQ(limit(few, "platform.lpi_id_bits"), 14u);
}

TEST(HvNeeds, five_devices_of_2048_vectors_do_not_fit_into_14_bits)
{
    World world({ 1, 4, 0x10000, { { 1, { 2048, 2048, 2048, 2048, 2048 } } } });
    EXPECT_EQ(limit(world, "platform.lpi_id_bits"), 15u);
}

TEST(HvNeeds, no_more_rows_are_written_than_there_is_room_for)
{
    World world(three_pes);
    const std::vector<std::uint64_t> knobs(64);
    hv_need needs[2] = { { "", 0, 0, false, "" }, { "untouched", 0, 0, false, "" } };
    EXPECT_EQ(hv_needs(world.hypervisor->machine, knobs.data(), needs, 1), 1u);
    EXPECT_STREQ(needs[1].key, "untouched");
}

} // namespace

} // namespace fake
