// SPDX-License-Identifier: Apache-2.0
// REG: registers of the ITS. Literals are copied from Arm IHI 0069, never the model's macros.
#include "fixture.h"

namespace itstorm {

namespace {

Fixture after_reset()
{
    return Fixture(Fixture::Bare{}, f1_config());
}

SocConfig with_umsi()
{
    SocConfig config = f1_config();
    its_of(config).umsi = true;
    return config;
}

constexpr std::uint64_t ones = ~0ull;
constexpr std::uint32_t statusr = 0x0040, umsir = 0x0048, translater = 0x10040;

} // namespace

TEST(REG_01, ctlr_resets_to_disabled_and_quiescent)
{
    Fixture f = after_reset();
    EXPECT_EQ(f.its(0x0000, 4), 0x8000'0000u);
}

TEST(REG_02, ring_and_tables_reset_to_not_valid)
{
    Fixture f = after_reset();
    EXPECT_EQ(f.its(0x0080) >> 63, 0u);
    for (unsigned n = 0; n < 8; n++)
        EXPECT_EQ(f.its(0x0100 + 8 * n) >> 63, 0u) << "BASER" << n;
}

TEST(REG_03, creadr_resets_to_zero)
{
    Fixture f = after_reset();
    EXPECT_EQ(f.its(0x0090), 0u);
}

TEST(REG_04, identification_cannot_be_written)
{
    Fixture f = after_reset();
    const std::uint64_t iidr = f.its(0x0004, 4), typer = f.its(0x0008), pidr2 = f.its(0xffe8, 4);
    f.its_write(0x0004, ones, 4);
    f.its_write(0x0008, ones);
    f.its_write(0x0008, ones, 4);
    f.its_write(0x000c, ones, 4);
    f.its_write(0xffe8, ones, 4);
    EXPECT_EQ(f.its(0x0004, 4), iidr);
    EXPECT_EQ(f.its(0x0008), typer);
    EXPECT_EQ(f.its(0xffe8, 4), pidr2);
    EXPECT_NE(iidr, 0u);
    EXPECT_NE(typer, 0u);
}

TEST(REG_05, pidr2_says_gicv3)
{
    Fixture f = after_reset();
    EXPECT_EQ(f.its(0xffe8, 4) >> 4 & 0xf, 3u);
}

TEST(REG_06, component_identification_is_that_of_a_peripheral)
{
    Fixture f = after_reset();
    EXPECT_EQ(f.its(0xfff0, 4), 0x0du);
    EXPECT_EQ(f.its(0xfff4, 4), 0xf0u);
    EXPECT_EQ(f.its(0xfff8, 4), 0x05u);
    EXPECT_EQ(f.its(0xfffc, 4), 0xb1u);
}

TEST(REG_07, typer_reads_the_same_in_halves)
{
    SocConfig config = with_umsi();
    its_of(config).icid_bits = 12; // something in the upper half
    Fixture f(Fixture::Bare{}, config);
    const std::uint64_t whole = f.its(0x0008);
    EXPECT_EQ(f.its(0x0008, 4) | f.its(0x000c, 4) << 32, whole);
    EXPECT_NE(whole >> 32, 0u);
    EXPECT_EQ(whole & 0x3ffff, 0x1ef71u); // Physical, 8-byte ITEs, 16 EventID and DeviceID bits
}

TEST(REG_08, cbaser_takes_two_halves)
{
    Fixture f = after_reset();
    f.its_write(0x0080, 0x0030'0407, 4);
    f.its_write(0x0084, 0xb8a0'0001, 4);
    EXPECT_EQ(f.its(0x0080), 0xb8a0'0001'0030'0407u);
}

TEST(REG_09, cwriter_keeps_its_offset_alone)
{
    Fixture f = after_reset();
    f.its_write(0x0088, 0xffff'ffff'fff0'005e); // ones in [63:20] and [4:1], Offset 2
    EXPECT_EQ(f.its(0x0088), 0x40u);
}

TEST(REG_10, creadr_cannot_be_written)
{
    Fixture f = after_reset();
    f.its_write(0x0090, 0x40);
    EXPECT_EQ(f.its(0x0090), 0u);
}

TEST(REG_11, retry_reads_zero)
{
    Fixture f;
    f.its_write(0x0088, f.cwriter | 1);
    EXPECT_EQ(f.its(0x0088), f.cwriter);
}

TEST(REG_12, an_unlisted_offset_reads_zero)
{
    Fixture f = after_reset();
    EXPECT_EQ(f.its(0x0060, 4), 0u); // the fixture expects that no bus error comes
    EXPECT_EQ(f.its(0x0060, 8), 0u);
}

TEST(REG_13, an_unlisted_offset_ignores_writes)
{
    Fixture f = after_reset();
    f.its_write(0x0060, ones, 4);
    f.its_write(0x0060, ones, 8);
    EXPECT_EQ(f.its(0x0060, 4), 0u);
}

TEST(REG_13, registers_of_other_builds_are_reserved)
{
    Fixture f = after_reset();
    for (const std::uint32_t offset :
         { 0x0010u, 0x0014u, 0x0018u, 0x0020u, 0x0028u }) { // MPAM, affinity, GIC-600's own
        f.its_write(offset, ones, 4);
        EXPECT_EQ(f.its(offset, 4), 0u) << std::hex << offset;
    }
}

TEST(REG_14, translater_reads_zero)
{
    Fixture f;
    EXPECT_EQ(f.its(translater, 4), 0u);
}

TEST(REG_15, reserved_bits_of_ctlr_read_zero)
{
    Fixture f = after_reset();
    f.its_write(0x0000, 0x7fff'fffe, 4); // all but Enabled and Quiescent
    EXPECT_EQ(f.its(0x0000, 4) & 0x7fff'fffe, 0u);
    EXPECT_EQ(f.its(0x0000, 4), 0x8000'0000u);
}

TEST(REG_16, there_is_no_interrupt_for_unmapped_messages)
{
    Fixture f(Fixture::Bare{}, with_umsi());
    EXPECT_EQ(f.its(0x0008) >> 45 & 1, 0u); // UMSIirq
    f.its_write(0x0000, 0x100, 4);
    EXPECT_EQ(f.its(0x0000, 4) >> 8 & 1, 0u);
}

TEST(REG_17, the_ring_is_aligned_to_64_kib)
{
    Fixture f = after_reset();
    f.its_write(0x0080, 0x8000'0001'0030'f000);
    EXPECT_EQ(f.its(0x0080), 0x8000'0001'0030'0000u);
}

TEST(REG_18, reserved_bits_of_cbaser_read_zero)
{
    Fixture f = after_reset();
    f.its_write(0x0080, 0x4710'0000'0000'0300);
    EXPECT_EQ(f.its(0x0080), 0u);
    f.its_write(0x0080, ones);
    EXPECT_EQ(f.its(0x0080) & 0x4710'0000'0000'0300, 0u);
}

TEST(REG_19, cbaser_and_basers_ignore_writes_while_enabled)
{
    Fixture f;
    const std::uint64_t cbaser = f.its(0x0080), devices = f.its(0x0100),
                        collections = f.its(0x0108);
    f.its_write(0x0080, 0);
    f.its_write(0x0100, 0);
    f.its_write(0x0108, 0, 4);
    EXPECT_EQ(f.its(0x0080), cbaser);
    EXPECT_EQ(f.its(0x0100), devices);
    EXPECT_EQ(f.its(0x0108), collections);
    EXPECT_EQ(f.creadr(), f.cwriter); // the ring is not reset
}

TEST(REG_20, a_write_to_cbaser_sets_creadr_to_zero)
{
    Fixture f;
    for (const unsigned offset : { 0x0080u, 0x0084u }) { // either half
        f.send({ its_cmd_sync(0), its_cmd_sync(0), its_cmd_sync(0), its_cmd_sync(0) });
        ASSERT_GE(f.its(0x0090), 0x80u);
        f.disable_its();
        f.its_write(offset, f.its(offset, 4), 4);
        EXPECT_EQ(f.its(0x0090), 0u) << std::hex << offset;
        f.its_write(0x0088, f.cwriter = 0);
        f.enable_its();
    }
    f.send({ its_cmd_int(5, 3) }); // the ring still works
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(REG_21, a_write_to_cbaser_ends_a_stall)
{
    Fixture f;
    f.send({ its_cmd_make(0x7f) });
    ASSERT_TRUE(f.stalled());
    f.disable_its();
    EXPECT_TRUE(f.stalled()); // disabling alone does not end it
    f.its_write(0x0080, f.its(0x0080));
    EXPECT_EQ(f.its(0x0090), 0u);
}

TEST(REG_22, without_umsi_no_message_is_reported)
{
    Fixture f;
    EXPECT_EQ(f.its(0x0008) >> 44 & 1, 0u);
    f.msi(6, 0);
    ASSERT_EQ(f.drops.size(), 1u);
    EXPECT_EQ(f.its(statusr, 4) & 0x30, 0u);
    EXPECT_EQ(f.its(umsir), 0u);
}

TEST(REG_23, with_umsi_a_message_of_an_unmapped_device_is_reported)
{
    Fixture f(with_umsi());
    EXPECT_EQ(f.its(0x0008) >> 44 & 1, 1u);
    f.its_write(statusr, 0x3f, 4);
    f.msi(6, 0);
    EXPECT_EQ(f.its(statusr, 4), 0x0d0u); // UMSI, Syndrome 3
    EXPECT_EQ(f.its(umsir), 0x0000'0006'0000'0000u);
}

TEST(REG_24, the_next_unmapped_message_sets_overflow_alone)
{
    Fixture f(with_umsi());
    f.its_write(statusr, 0x3f, 4);
    f.msi(6, 0);
    f.msi(5, 31);
    EXPECT_EQ(f.its(statusr, 4), 0x0f0u);
    EXPECT_EQ(f.its(umsir), 0x0000'0006'0000'0000u);
}

TEST(REG_25, umsi_is_cleared_by_writing_one)
{
    Fixture f(with_umsi());
    f.msi(6, 0);
    ASSERT_EQ(f.its(statusr, 4) & 0x10, 0x10u);
    f.its_write(statusr, 0, 4);
    EXPECT_EQ(f.its(statusr, 4) & 0x10, 0x10u);
    f.its_write(statusr, 0x10, 4);
    EXPECT_EQ(f.its(statusr, 4) & 0x10, 0u);
}

} // namespace itstorm
