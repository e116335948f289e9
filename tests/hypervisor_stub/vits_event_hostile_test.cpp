// SPDX-License-Identifier: Apache-2.0
// INT, CLEAR, DISCARD, MOVI and INV of a guest that forges, erases and moves the tables that these
// commands read.
#include "hostile_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr std::uint64_t itt = MiniGuest::itt;

its_cmd event_command(unsigned opcode, std::uint32_t event)
{
    return opcode == ITS_OP_MOVI ? its_cmd_movi(device, event, 0)
                                 : its_cmd_event(opcode, device, event);
}

class EventCommand : public VitsHostile, public testing::WithParamInterface<unsigned> {
protected:
    its_err run(std::uint32_t event)
    {
        const its_cmd cmd = event_command(GetParam(), event);
        vits& its = *w.dom().vits;
        switch (GetParam()) {
        case ITS_OP_MOVI: return vits_do_movi(w.self(), &its, &cmd);
        case ITS_OP_INT: return vits_do_int(w.self(), &its, &cmd);
        case ITS_OP_CLEAR: return vits_do_clear(w.self(), &its, &cmd);
        case ITS_OP_INV: return vits_do_inv(w.self(), &its, &cmd);
        default: return vits_do_discard(w.self(), &its, &cmd);
        }
    }
    unsigned entry_invalid() { return code(GetParam() == ITS_OP_MOVI ? 0x09 : 0x10); }
    unsigned unmapped() { return code(0x07); }

private:
    unsigned code(unsigned error) // in which CLEAR is 5
    {
        return 0x010000u | (GetParam() == ITS_OP_CLEAR ? 5u : GetParam()) << 8 | error;
    }
};

std::string name_of(const testing::TestParamInfo<unsigned>& row)
{
    switch (row.param) {
    case ITS_OP_MOVI: return "movi";
    case ITS_OP_INT: return "int";
    case ITS_OP_CLEAR: return "clear";
    case ITS_OP_INV: return "inv";
    default: return "discard";
    }
}

INSTANTIATE_TEST_SUITE_P(Table, EventCommand,
                         testing::Values(ITS_OP_MOVI, ITS_OP_INT, ITS_OP_CLEAR, ITS_OP_DISCARD,
                                         ITS_OP_INV),
                         name_of);

TEST_P(EventCommand, with_any_table_outside_ram_is_a_fault)
{
    for (std::uint64_t place : not_ram) {
        set_baser(0, place | bit(63) | 127);
        EXPECT_EQ(run(0), ITS_TABLE_FAULT) << "devices at " << std::hex << place;
        set_baser(0, MiniGuest::devices | bit(63) | 127);
        set_baser(1, place | bit(63));
        EXPECT_EQ(run(0), ITS_TABLE_FAULT) << "collections at " << std::hex << place;
        set_baser(1, MiniGuest::collections | bit(63));
        w.poke(MiniGuest::devices + 8 * device, device_entry(place));
        EXPECT_EQ(run(0), ITS_TABLE_FAULT) << "events at " << std::hex << place;
        w.poke(MiniGuest::devices + 8 * device, device_entry(itt));
    }
    EXPECT_TRUE(vlpi(0).mapped);
}

TEST_P(EventCommand, with_a_collection_that_names_no_vcpu_is_a_fault)
{
    w.poke(MiniGuest::collections, bit(63) | 1000 << 16);
    EXPECT_EQ(run(0), ITS_TABLE_FAULT);
}

TEST_P(EventCommand, with_an_entry_of_a_collection_beyond_the_table_is_refused)
{
    w.poke(itt, event_entry(512, vlpi0));
    EXPECT_EQ(run(0), entry_invalid());
}

TEST_P(EventCommand, with_an_entry_that_names_the_vlpi_of_another_event_is_refused)
{
    receive(1);
    w.marks.clear();
    w.poke(itt, event_entry(0, vlpi0 + 1)); // event 0 claims the vLPI of event 1
    EXPECT_EQ(run(0), entry_invalid());
    EXPECT_TRUE(vlpi(1).mapped);
    EXPECT_TRUE(vlpi(1).pending);
    EXPECT_EQ(plpi(1).vlpi, vlpi0 + 1);
    EXPECT_TRUE(w.marks.empty());
}

TEST_P(EventCommand, with_an_entry_that_the_guest_has_erased_is_refused_and_the_vlpi_stays_bound)
{
    w.poke(itt, 0);
    EXPECT_EQ(run(0), unmapped());
    EXPECT_EQ(plpi(0).vlpi, vlpi0);
    g.send({ its_cmd_mapd(device, 8, itt, false) });
    EXPECT_EQ(plpi(0).vlpi, 0u);
}

TEST_P(EventCommand, with_an_entry_from_before_the_device_was_mapped_again_is_refused)
{
    g.send({ its_cmd_mapd(device, 8, itt, true) });
    EXPECT_EQ(run(0), entry_invalid());
}

TEST_F(VitsHostile, int_with_a_collection_that_only_the_guests_table_knows_is_discarded)
{
    g.send({ its_cmd_mapti(device, 0, vlpi0, 7) });
    w.poke(MiniGuest::collections + 8 * 7, bit(63)); // no MAPC
    w.marks.clear();
    EXPECT_EQ(g.send({ its_cmd_int(device, 0) }), 0u);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(VitsHostile, movi_out_of_a_collection_that_only_the_guests_table_knows_gives_a_target)
{
    g.send({ its_cmd_mapti(device, 0, vlpi0, 7) });
    w.poke(MiniGuest::collections + 8 * 7, bit(63));
    EXPECT_EQ(g.send({ its_cmd_movi(device, 0, 0) }), 0u);
    receive(0);
    EXPECT_EQ(cpu().vgic->waiting, 1u);
}

TEST_F(VitsHostile, a_device_table_that_changes_between_commands_is_read_by_each_command)
{
    w.poke(itt + 0x10000, w.peek(itt));
    w.poke(MiniGuest::devices + 8 * device, device_entry(itt + 0x10000));
    EXPECT_EQ(g.send({ its_cmd_discard(device, 0) }), 0u);
    EXPECT_EQ(w.peek(itt + 0x10000) >> 63, 0u);
    EXPECT_EQ(w.peek(itt) >> 63, 1u) << "DISCARD follows the forged device entry";
    w.poke(MiniGuest::devices + 8 * device, device_entry(itt));
    EXPECT_EQ(g.send({ its_cmd_int(device, 0) }), 1u)
        << "the old entry names a vLPI that is not mapped";
}

} // namespace
