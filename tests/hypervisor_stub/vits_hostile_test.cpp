// SPDX-License-Identifier: Apache-2.0
// The virtual ITS and a hostile guest: tables and rings at any address, forged entries, registers
// written in parts.
#include "hostile_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr std::uint64_t itt = MiniGuest::itt, pages_64k = 2 << 8;

TEST_F(VitsHostile, without_a_device_table_every_device_is_out_of_range)
{
    set_baser(0, 0);
    EXPECT_EQ(inv(0), ITS_INV_DEVICE_OOR);
    EXPECT_EQ(mapti(0, vlpi0), ITS_MAPTI_DEVICE_OOR);
}

TEST_F(VitsHostile, a_device_table_outside_ram_is_a_fault_of_each_command)
{
    for (std::uint64_t place : not_ram) {
        set_baser(0, place | bit(63) | 127);
        EXPECT_EQ(inv(0), ITS_TABLE_FAULT) << std::hex << place;
        EXPECT_EQ(mapti(0, vlpi0), ITS_TABLE_FAULT) << std::hex << place;
        EXPECT_EQ(g.send({ its_cmd_mapd(device, 2, itt, true) }), 1u) << std::hex << place;
    }
}

TEST_F(VitsHostile, a_device_table_above_48_bits_is_a_fault)
{
    // With 64 KiB pages, field bits [15:12] are address bits [51:48].
    set_baser(0, bit(63) | pages_64k | 0xf000 | 7);
    EXPECT_EQ(inv(0), ITS_TABLE_FAULT);
}

TEST_F(VitsHostile, a_device_table_that_ends_outside_ram_serves_the_devices_inside)
{
    set_baser(0, (ram_end - 0x1000) | bit(63) | 1); // 512 devices in RAM, 512 behind it
    EXPECT_EQ(g.send({ its_cmd_mapd(511, 2, itt, true) }), 0u);
    EXPECT_EQ(g.send({ its_cmd_mapd(512, 2, itt, true) }), 1u);
}

TEST_F(VitsHostile, a_collection_table_outside_ram_is_a_fault_of_each_command)
{
    for (std::uint64_t place : not_ram) {
        set_baser(1, place | bit(63));
        EXPECT_EQ(mapti(1, vlpi0 + 1), ITS_TABLE_FAULT) << std::hex << place;
        EXPECT_EQ(g.send({ its_cmd_mapc(0, 0, true), its_cmd_invall(0) }), 2u) << std::hex << place;
    }
}

TEST_F(VitsHostile, an_itt_outside_ram_is_a_fault_when_it_is_used)
{
    for (std::uint64_t place : not_ram) {
        EXPECT_EQ(g.send({ its_cmd_mapd(device, 16, place, true) }), 0u) << std::hex << place;
        EXPECT_EQ(mapti(0, vlpi0), ITS_TABLE_FAULT) << std::hex << place;
        EXPECT_EQ(inv(0), ITS_TABLE_FAULT) << std::hex << place;
    }
}

TEST_F(VitsHostile, an_itt_that_would_wrap_around_the_address_space_is_a_fault)
{
    g.send({ its_cmd_mapd(device, 16, bits_mask(51, 8), true) });
    for (std::uint32_t event : { 0u, 31u, 32u, 0xffffu })
        EXPECT_EQ(mapti(event, vlpi0), ITS_TABLE_FAULT) << event;
}

TEST_F(VitsHostile, an_itt_across_the_end_of_ram_serves_the_events_inside)
{
    g.send({ its_cmd_mapd(device, 16, ram_end - 0x100, true) });
    EXPECT_EQ(mapti(31, vlpi0), ITS_OK);
    EXPECT_EQ(mapti(32, vlpi0 + 1), ITS_TABLE_FAULT);
}

TEST_F(VitsHostile, a_forged_device_entry_of_32_event_bits_is_a_fault)
{
    w.poke(MiniGuest::devices + 8 * device, bit(63) | 31ull << 52 | itt);
    EXPECT_EQ(inv(0), ITS_TABLE_FAULT);
    EXPECT_EQ(mapti(0xffffffff, vlpi0 + 5), ITS_TABLE_FAULT);
}

TEST_F(VitsHostile, a_forged_collection_entry_that_names_no_vcpu_is_a_fault)
{
    for (std::uint64_t target : { 1ull, 1000ull, 0xfffffffffull }) {
        w.poke(MiniGuest::collections, bit(63) | target << 16);
        EXPECT_EQ(mapti(1, vlpi0 + 1), ITS_TABLE_FAULT) << target;
        EXPECT_EQ(g.send({ its_cmd_invall(0) }), 1u) << target;
    }
}

TEST_F(VitsHostile, a_configuration_table_outside_ram_is_a_fault_of_inv)
{
    for (std::uint64_t place : not_ram) {
        w.dom().vgic->propbaser = place | 15;
        EXPECT_EQ(inv(0), ITS_TABLE_FAULT) << std::hex << place;
        EXPECT_EQ(g.send({ its_cmd_invall(0) }), 1u) << std::hex << place;
    }
}

TEST_F(VitsHostile, a_vlpi_beyond_the_configuration_table_is_a_fault_of_inv)
{
    w.dom().vgic->propbaser = MiniGuest::config | 13; // 14 bits: vLPIs below 16384
    EXPECT_EQ(mapti(1, 20000), ITS_OK);
    EXPECT_EQ(inv(1), ITS_TABLE_FAULT);
}

TEST_F(VitsHostile, every_slot_of_a_ring_outside_ram_is_an_error)
{
    for (std::uint64_t place : not_ram) {
        set_ring(place | bit(63));
        const std::uint64_t before = errors();
        g.write(GITS_CWRITER, 5 * 32);
        EXPECT_EQ(errors() - before, 5u) << std::hex << place;
        EXPECT_EQ(g.read(GITS_CREADR), 5u * 32) << std::hex << place;
    }
}

TEST_F(VitsHostile, of_a_ring_across_the_end_of_ram_only_the_slots_outside_are_errors)
{
    for (std::uint64_t at = 0; at < 0x10000; at += 32)
        w.poke(ram_end - 0x10000 + at, its_cmd_sync(0).dw[0]);
    set_ring((ram_end - 0x10000) | bit(63) | 31);
    const std::uint64_t before = errors();
    g.write(GITS_CWRITER, 0x10000 + 3 * 32);
    EXPECT_EQ(errors() - before, 3u);
}

TEST_F(VitsHostile, the_largest_ring_ends_after_32767_commands)
{
    set_ring((ram_end - 0x10000) | bit(63) | 255);
    const std::uint64_t syncs = w.counter(PROBE_VITS_SYNC, 0), before = errors();
    g.write(GITS_CWRITER, 0xfffe0);
    EXPECT_EQ(errors() - before + w.counter(PROBE_VITS_SYNC, 0) - syncs, 32767u);
    EXPECT_EQ(w.counter(PROBE_VITS_QUEUE, 0), 0u);
}

TEST_F(VitsHostile, commands_wrap_at_the_end_of_the_ring)
{
    std::vector<its_cmd> many(100, its_cmd_sync(0));
    const std::uint64_t before = w.counter(PROBE_VITS_SYNC, 0);
    for (int round = 0; round < 3; round++)
        EXPECT_EQ(g.send(many), 0u);
    EXPECT_EQ(w.counter(PROBE_VITS_SYNC, 0) - before, 300u);
}

TEST_F(VitsHostile, a_cwriter_beyond_the_ring_is_ignored)
{
    const std::uint64_t cwriter = g.read(GITS_CWRITER), before = errors();
    for (std::uint64_t value : { 0x1000ull, 0x2000ull, 0xfffe0ull, ~0ull }) {
        g.write(GITS_CWRITER, value);
        EXPECT_EQ(g.read(GITS_CWRITER), cwriter) << std::hex << value;
        EXPECT_EQ(g.read(GITS_CREADR), cwriter) << std::hex << value;
    }
    EXPECT_EQ(errors(), before);
}

TEST_F(VitsHostile, a_cwriter_that_went_backwards_runs_the_whole_ring)
{
    const std::uint64_t cwriter = g.read(GITS_CWRITER);
    std::uint64_t commands = 0;
    for (unsigned row = PROBE_VITS_MAPD; row <= PROBE_VITS_SYNC; row++)
        commands -= w.counter(row, 0);
    const std::uint64_t before = errors();
    // 127 slots: old commands, and zeros, which are no command.
    g.write(GITS_CWRITER, cwriter - 32);
    for (unsigned row = PROBE_VITS_MAPD; row <= PROBE_VITS_SYNC; row++)
        commands += w.counter(row, 0);
    EXPECT_EQ(commands, (cwriter - 32) / 32);
    EXPECT_EQ(errors() - before, 127 - commands);
}

TEST_F(VitsHostile, commands_written_while_the_its_is_disabled_run_once_it_is_enabled)
{
    g.write(GITS_CTLR, 0, 4);
    const std::uint64_t creadr = g.read(GITS_CREADR), before = w.counter(PROBE_VITS_SYNC, 0);
    g.send({ its_cmd_sync(0), its_cmd_sync(0) });
    EXPECT_EQ(g.read(GITS_CREADR), creadr);
    g.write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
    EXPECT_EQ(w.counter(PROBE_VITS_SYNC, 0) - before, 2u);
    EXPECT_EQ(g.read(GITS_CREADR), g.cwriter);
}

TEST_F(VitsHostile, an_enabled_its_keeps_its_ring_and_tables)
{
    for (std::uint64_t offset : { GITS_CBASER, GITS_BASER0, GITS_BASER1 }) {
        const std::uint64_t before = g.read(offset);
        g.write(offset, ~0ull);
        EXPECT_EQ(g.read(offset), before) << std::hex << offset;
    }
}

TEST_F(VitsHostile, a_new_ring_starts_at_zero)
{
    g.write(GITS_CTLR, 0, 4);
    g.write(GITS_CBASER, MiniGuest::ring | bit(63));
    EXPECT_EQ(g.read(GITS_CREADR), 0u);
    EXPECT_EQ(g.read(GITS_CWRITER), 0u);
}

TEST_F(VitsHostile, without_a_valid_ring_nothing_runs)
{
    set_ring(MiniGuest::ring);
    const std::uint64_t before = errors();
    g.write(GITS_CWRITER, 32);
    EXPECT_EQ(g.read(GITS_CREADR), 0u);
    EXPECT_EQ(errors(), before);
}

TEST_F(VitsHostile, a_register_may_be_written_in_two_halves)
{
    g.write(GITS_CTLR, 0, 4);
    g.write(GITS_CBASER, 0x40000003, 4);
    g.write(GITS_CBASER + 4, 0x80000000, 4);
    EXPECT_EQ(g.read(GITS_CBASER), 0x8000000040000003u);
    EXPECT_EQ(g.read(GITS_CBASER + 4, 4), 0x80000000u);
}

TEST_F(VitsHostile, accesses_of_1_or_2_bytes_and_misaligned_ones_abort)
{
    std::uint64_t value = 0;
    for (bool is_write : { false, true }) {
        EXPECT_FALSE(g.access(GITS_CWRITER, value, is_write, 1));
        EXPECT_FALSE(g.access(GITS_CWRITER, value, is_write, 2));
        EXPECT_FALSE(g.access(GITS_CWRITER + 4, value, is_write, 8));
        EXPECT_FALSE(g.access(GITS_CWRITER + 2, value, is_write, 4));
    }
}

TEST_F(VitsHostile, read_only_registers_ignore_writes)
{
    for (std::uint64_t offset : { GITS_TYPER, GITS_CREADR }) {
        const std::uint64_t before = g.read(offset);
        g.write(offset, ~0ull);
        EXPECT_EQ(g.read(offset), before) << std::hex << offset;
    }
}

TEST_F(VitsHostile, type_and_entry_size_of_a_table_are_the_its_own_and_indirect_tables_do_not_exist)
{
    g.write(GITS_CTLR, 0, 4);
    g.write(GITS_BASER0, ~0ull);
    g.write(GITS_BASER1, ~0ull);
    EXPECT_EQ(g.read(GITS_BASER0) & 0x471f000000000000, 0x0107000000000000u); // type 1, 8 bytes
    EXPECT_EQ(g.read(GITS_BASER1) & 0x471f000000000000, 0x0407000000000000u); // type 4, 8 bytes
}

} // namespace
