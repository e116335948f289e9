// SPDX-License-Identifier: Apache-2.0
// BAS: tables of the ITS, and the BASERs that describe them.
#include "fixture.h"
#include <cstring>

namespace itstorm {

namespace {

constexpr std::uint32_t baser0 = 0x0100, baser1 = 0x0108;
constexpr std::uint64_t valid = 1ull << 63, indirect = 1ull << 62, page_16k = 1 << 8,
                        page_64k = 2 << 8, page_reserved = 3 << 8;
constexpr std::uint64_t level_1 = spare, page_0 = spare + 0x1'0000, page_1 = spare + 0x2'0000,
                        itt_c = spare + 0x4'0000;

// F1 with another value in one BASER, and nothing mapped.
struct Tables : Fixture {
    Tables(std::uint32_t baser, std::uint64_t value, const SocConfig& config = f1_config())
        : Fixture(Bare{}, config)
    {
        boot_pes();
        boot_its();
        disable_its();
        its_write(baser, value);
        enable_its();
    }
};

// A device table of two levels in pages of 4 KiB: level 1 has a valid entry for DeviceIDs 0 to 511
// alone.
struct TwoLevels : Tables {
    TwoLevels() : Tables(baser0, valid | indirect | level_1)
    {
        poke(level_1, valid | page_0);
        map();
    }
};

// F1 with a BASER that is written with 0.
struct WithoutTable : Fixture {
    explicit WithoutTable(std::uint32_t baser)
    {
        disable_its();
        its_write(baser, 0);
        enable_its();
    }
};

SocConfig flat_only()
{
    SocConfig config = f1_config();
    its_of(config).indirect = false;
    return config;
}

} // namespace

TEST(BAS_01, type_and_entry_size_cannot_be_written)
{
    Fixture f(Fixture::Bare{}, f1_config());
    EXPECT_EQ(f.its(baser0), 0x0107'0000'0000'0000u); // devices, 8 bytes
    f.its_write(baser0, 0x0618'0000'0000'0000);
    EXPECT_EQ(f.its(baser0), 0x0107'0000'0000'0000u);
    EXPECT_EQ(f.its(baser1), 0x0407'0000'0000'0000u); // collections
    f.its_write(baser1, 0x0318'0000'0000'0000);
    EXPECT_EQ(f.its(baser1), 0x0407'0000'0000'0000u);
}

TEST(BAS_02, a_baser_without_a_type_is_zero)
{
    Fixture f(Fixture::Bare{}, f1_config());
    for (std::uint32_t offset = 0x0110; offset < 0x0140; offset += 8) {
        f.its_write(offset, ~0ull);
        EXPECT_EQ(f.its(offset), 0u) << std::hex << offset;
    }
}

TEST(BAS_03, implemented_page_sizes_stick_and_the_reserved_one_does_not)
{
    Fixture f(Fixture::Bare{}, f1_config());
    for (const std::uint32_t baser : { baser0, baser1 }) {
        for (const std::uint64_t size : { 0u, 1u, 2u }) {
            f.its_write(baser, size << 8);
            EXPECT_EQ(f.its(baser) >> 8 & 3, size);
        }
        f.its_write(baser, page_reserved);
        EXPECT_NE(f.its(baser) >> 8 & 3, 3u);
    }
}

TEST(BAS_04, the_reserved_page_size_acts_as_64_kib)
{
    Tables f(baser0, valid | device_table | page_reserved);
    f.send({ its_cmd_mapd(8191, 5, itt_b, true) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.peek(device_table + 8191 * 8), 0x8040'0001'0041'0000u);
    f.send({ its_cmd_mapd(8192, 5, itt_b, true) });
    EXPECT_EQ(f.error(), 0x010801u);
}

TEST(BAS_05, where_tables_are_flat_only_indirect_reads_zero)
{
    Fixture f(Fixture::Bare{}, flat_only());
    f.its_write(baser0, indirect);
    EXPECT_EQ(f.its(baser0) & indirect, 0u);
}

TEST(BAS_06, where_device_tables_may_have_two_levels_indirect_reads_one)
{
    Fixture f(Fixture::Bare{}, f1_config());
    f.its_write(baser0, indirect);
    EXPECT_EQ(f.its(baser0) & indirect, indirect);
    f.its_write(baser0, 0);
    EXPECT_EQ(f.its(baser0) & indirect, 0u);
}

TEST(BAS_07, with_pages_of_64_kib_field_15_to_12_is_address_51_to_48)
{
    static_assert(high_ram == 0x0003'0000'0001'0000);
    Tables f(baser0, valid | 0x0001'0000 | 3 << 12 | page_64k);
    f.map();
    std::uint64_t dte = 0;
    std::memcpy(&dte, f.high.at(high_ram + 5 * 8, 8), 8);
    EXPECT_EQ(dte, 0x8040'0001'0040'0000u);
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(BAS_08, with_pages_of_4_kib_the_field_is_address_47_to_12)
{
    Tables f(baser0, valid | (spare + 0x5000));
    f.map();
    EXPECT_EQ(f.peek(spare + 0x5000 + 5 * 8), 0x8040'0001'0040'0000u);
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(BAS_08, with_pages_of_16_kib_low_bits_are_taken_as_zero)
{
    Tables f(baser0, valid | (spare + 0x7000) | page_16k);
    f.map();
    EXPECT_EQ(f.peek(spare + 0x4000 + 5 * 8), 0x8040'0001'0040'0000u);
}

TEST(BAS_09, a_page_of_4_kib_holds_512_devices)
{
    Tables f(baser0, valid | device_table);
    f.map();
    f.send({ its_cmd_mapd(511, 5, itt_b, true) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.error(), 0u);
    f.send({ its_cmd_mapd(512, 5, itt_c, true) });
    EXPECT_TRUE(f.stalled());
    EXPECT_EQ(f.error(), 0x010801u);
    EXPECT_EQ(f.peek(device_table + 512 * 8), 0u);
}

TEST(BAS_10, a_device_under_an_invalid_level_1_entry_cannot_be_mapped)
{
    TwoLevels f;
    std::vector<std::uint64_t> written;
    f.gic.memory.accesses.attach([&](const MemoryAccessFact& fact) {
        if (fact.is_write)
            written.push_back(fact.pa);
    });
    f.send({ its_cmd_mapd(512, 5, itt_b, true) });
    EXPECT_EQ(f.error(), 0x010801u);
    EXPECT_TRUE(written.empty());
}

TEST(BAS_11, software_may_make_a_level_1_entry_valid)
{
    TwoLevels f;
    f.send({ its_cmd_mapd(512, 5, itt_b, true) });
    ASSERT_TRUE(f.stalled());
    f.poke(level_1 + 8, valid | page_1);
    f.retry();
    f.settle();
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.peek(page_1), 0x8040'0001'0041'0000u);
    f.send({ its_cmd_mapti(512, 2, 8195, 1), its_cmd_sync(1) });
    f.msi(512, 2);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(BAS_12, a_message_under_an_invalid_level_1_entry_is_dropped)
{
    TwoLevels f;
    f.msi(512, 3);
    EXPECT_TRUE(f.nothing());
    f.msi(5, 3); // one under the valid entry is not
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(BAS_13, without_a_device_table_messages_are_dropped)
{
    WithoutTable f(baser0);
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    EXPECT_FALSE(f.pending(1, 8195));
    EXPECT_EQ(f.drops.size(), 1u);
}

TEST(BAS_14, without_a_collection_table_messages_are_dropped)
{
    WithoutTable f(baser1);
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    EXPECT_FALSE(f.pending(1, 8195));
    EXPECT_EQ(f.drops.size(), 1u);
}

TEST(BAS_15, without_a_collection_table_no_collection_is_in_range)
{
    WithoutTable f(baser1);
    f.send({ its_cmd_mapc(0, 0, true) });
    EXPECT_EQ(f.error(), 0x010903u);
}

TEST(BAS_16, a_page_of_4_kib_holds_512_collections)
{
    Tables f(baser1, valid | collection_table);
    f.map();
    f.send({ its_cmd_mapc(511, 2, true) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.peek(collection_table + 511 * 8), 0x8000'0000'0002'0000u);
    f.send({ its_cmd_mapc(512, 2, true) });
    EXPECT_EQ(f.error(), 0x010903u);
    EXPECT_EQ(f.peek(collection_table + 512 * 8), 0u);
}

TEST(BAS_17, mapd_writes_the_device_entry)
{
    Fixture f;
    EXPECT_EQ(f.peek(device_table + 5 * 8), 0x8040'0001'0040'0000u); // V, Size 4, itt_a
}

TEST(BAS_18, mapti_writes_the_event_entry)
{
    Fixture f;
    EXPECT_EQ(f.peek(itt_a + 3 * 8), 0x8000'0001'0000'2003u); // V, ICID 1, INTID 8195
}

TEST(BAS_19, discard_makes_the_event_entry_invalid)
{
    Fixture f;
    f.send({ its_cmd_discard(5, 3), its_cmd_sync(1) });
    EXPECT_EQ(f.peek(itt_a + 3 * 8) >> 63, 0u);
}

// Commands and messages at the limits of every table, and beyond them.
TEST(BAS_20, no_access_is_outside_the_tables_of_software)
{
    SocConfig config = f1_config();
    its_of(config).error_mode = ErrorMode::Skip;
    Fixture f(config);
    unsigned inside = 0;
    f.gic.memory.accesses.attach([&](const MemoryAccessFact& fact) {
        struct {
            std::uint64_t base, bytes;
        } const ranges[] = { { ring_base, 0x1'0000 },
                             { device_table, 0x8'0000 },
                             { collection_table, 0x1'0000 },
                             { itt_a, 32 * 8 },
                             { itt_b, 4 * 8 },
                             { config_table, 0x1'0000 - 8192 },
                             { pending_tables, 4 * 0x1'0000 } };
        for (const auto& range : ranges)
            if (fact.pa >= range.base && fact.pa + fact.bytes <= range.base + range.bytes)
                return void(++inside);
        ADD_FAILURE() << "access to 0x" << std::hex << fact.pa;
    });

    f.send({ its_cmd_mapd(65535, 2, itt_b, true), its_cmd_mapc(8191, 3, true) });
    for (const std::uint32_t device : { 0u, 5u, 65535u, 65536u, ~0u })
        for (const std::uint32_t event : { 0u, 3u, 4u, 31u, 32u, 65535u, 65536u, ~0u }) {
            for (const std::uint16_t icid : { 0, 8191, 8192, 65535 })
                f.send({ its_cmd_mapti(device, event, 65535, icid),
                         its_cmd_movi(device, event, icid), its_cmd_mapc(icid, 0, true),
                         its_cmd_invall(icid) });
            f.send({ its_cmd_int(device, event), its_cmd_inv(device, event),
                     its_cmd_clear(device, event) });
            f.msi(device, event);
            f.send({ its_cmd_discard(device, event) });
        }
    EXPECT_GT(inside, 1000u);
    EXPECT_GT(f.gic.ledger.commands_skipped, 100u);
    EXPECT_FALSE(f.drops.empty());
}

} // namespace itstorm
