// SPDX-License-Identifier: Apache-2.0
// hv_needs states limits before there is a machine; creation, boot and assignment take exactly as
// much.
#include "fake_sim.h"
#include <gmock/gmock.h>
#include <itstorm/hypercall.h>

extern "C" {
#include "dispatch/assign.h"
#include "policy/propagate/propagate.h"
}

namespace fake {

namespace {

using Values = std::map<std::string, std::uint64_t>;

// With other values of some knobs than those that the world was made with.
std::vector<hv_need> needs_of(World& world, Values others = {})
{
    unsigned knob_count = 0;
    const hv_knob* rows = hv_knobs(&knob_count);
    std::vector<std::uint64_t> knobs;
    for (unsigned row = 0; row < knob_count; row++) {
        const auto other = others.find(rows[row].name);
        knobs.push_back(other != others.end() ? other->second : sim_knob(row));
    }
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

// ---- values that cannot work ----

enum : std::uint64_t { Bitmap64 = 1, RoundRobin = 1, Guest = 1, Byte = 1, Stays = 1 };
enum : std::uint64_t { Decoupled = 0, Coupled = 1, FollowGuest = 1, Ints = 4 };

struct Refused {
    const char* name;
    Values knobs;
    std::vector<const char*> keys; // that must change
};

void PrintTo(const Refused& refused, std::ostream* out)
{
    *out << refused.name;
}

const Refused all_refused[] = {
    { "a_pass_that_an_invall_may_wait_in",
      { { "vits.schedule", RoundRobin }, { "vits.invall_rate", 1000 } },
      { "hypervisor.vits.schedule" } },
    { "no_pass_begins",
      { { "vits.schedule", RoundRobin }, { "vits.batch_triggers", Ints } },
      { "hypervisor.vits.batch_triggers" } },
    { "bytes_in_a_table_of_bits",
      { { "vgic.pending_store", Guest }, { "vgic.pending_format", Byte } },
      { "hypervisor.vgic.pending_store" } },
    { "what_stays_is_not_found",
      { { "vgic.moved", Stays }, { "vits.invall", Bitmap64 } },
      { "hypervisor.vgic.moved" } },
    { "nobody_enables",
      { { "assign.enable", FollowGuest }, { "vits.enable_coupling", Decoupled } },
      { "hypervisor.assign.enable" } },
    { "enable_bits_are_not_read",
      { { "vits.propagate", PROPAGATE_WORD_inv },
        { "vits.enable_coupling", Coupled },
        { "vits.invall", Bitmap64 } },
      { "hypervisor.vits.invall" } },
    { "two_of_one_floor",
      { { "vgic.pending_store", Guest },
        { "vgic.pending_format", Byte },
        { "vgic.moved", Stays },
        { "vits.invall", Bitmap64 } },
      { "hypervisor.vgic.pending_store", "hypervisor.vgic.moved" } },
};

class HvRefuses : public testing::TestWithParam<Refused> {
protected:
    std::vector<std::string> keys(const Values& knobs)
    {
        World world(three_pes);
        std::vector<std::string> keys;
        const std::size_t always = needs_of(world).size();
        const std::vector<hv_need> needs = needs_of(world, knobs);
        // After the row of reserved_slots, which comes always.
        for (std::size_t n = 1; n < 1 + needs.size() - always; n++)
            keys.push_back(needs[n].key);
        return keys;
    }
};

TEST_P(HvRefuses, values_that_cannot_work_by_the_key_that_must_change)
{
    EXPECT_THAT(keys(GetParam().knobs), testing::ElementsAreArray(GetParam().keys));
}

TEST_P(HvRefuses, to_be_created_with_them)
{
    Config config = three_pes;
    config.knobs = GetParam().knobs;
    EXPECT_THROW(World{ config }, std::runtime_error);
}

INSTANTIATE_TEST_SUITE_P(Values, HvRefuses, testing::ValuesIn(all_refused),
                         [](const auto& row) { return row.param.name; });

TEST(HvNeeds, nothing_is_refused_by_default)
{
    World world(three_pes);
    for (const hv_need& need : needs_of(world))
        EXPECT_TRUE(std::string(need.key).find("platform.") == 0 ||
                    std::string(need.key) == "hypervisor.host.reserved_slots")
            << need.key;
}

} // namespace

} // namespace fake
