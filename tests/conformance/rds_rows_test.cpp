// SPDX-License-Identifier: Apache-2.0
// RDS: the RD_base frame and the LPIs of a redistributor. Rows on private interrupts and sleep are
// in rds_private_rows_test.cpp.
#include "fixture.h"

namespace itstorm {

namespace {

using sc_core::sc_time;

constexpr std::uint64_t rwp = 0x8;

std::uint64_t pending_byte(unsigned pe, std::uint32_t intid)
{
    return pending_tables + pe * 0x10000ull + intid / 8;
}

void wait_for_rwp(Fixture& f, unsigned pe)
{
    f.settle();
    EXPECT_EQ(f.gicr(pe, 0x0000) & rwp, 0u);
}

// Disables LPIs at PE 1 and sets bit 8195 of its pending table.
void prepare_table(Fixture& f)
{
    f.gicr_write(1, 0x0000, 0);
    wait_for_rwp(f, 1);
    f.poke(pending_byte(1, 8195), 1u << 8195 % 8, 1);
}

void enable_with(Fixture& f, bool pending_is_zero)
{
    f.gicr_write(1, 0x0078, (pending_tables + 0x10000ull) | (pending_is_zero ? 1ull << 62 : 0), 8);
    f.gicr_write(1, 0x0000, 1);
    f.settle();
}

void set_id_bits(Fixture& f, unsigned pe, std::uint64_t field)
{
    f.gicr_write(pe, 0x0000, 0);
    wait_for_rwp(f, pe);
    f.gicr_write(pe, 0x0070, config_table | field, 8);
    f.gicr_write(pe, 0x0000, 1);
    f.settle();
}

// Maps (5, 7) to `lpi` at PE 1, with this configuration byte.
void map_seventh(Fixture& f, std::uint32_t lpi, std::uint8_t config)
{
    f.set_config(lpi, config);
    f.send({ its_cmd_mapti(5, 7, lpi, 1), its_cmd_inv(5, 7), its_cmd_sync(1) });
}

// Runs until SYNCR reads 0.
void poll_syncr(Fixture& f, unsigned pe)
{
    for (unsigned n = 0; n < 100'000 && f.gicr(pe, 0x00c0) != 0; n++)
        f.gic.run(sc_time(1, sc_core::SC_NS));
    EXPECT_EQ(f.gicr(pe, 0x00c0), 0u);
}

void expect_priority(Fixture& f, std::uint64_t priority)
{
    EXPECT_TRUE(f.gets(1, 8195));
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), priority);
}

} // namespace

TEST(RDS_01, after_reset_lpis_are_off_and_the_pe_sleeps)
{
    Fixture f(Fixture::Bare{}, f1_config());
    for (unsigned pe = 0; pe < 4; pe++) {
        EXPECT_EQ(f.gicr(pe, 0x0000) & 1, 0u);
        EXPECT_EQ(f.gicr(pe, 0x0014), 0x6u);
        EXPECT_EQ(f.gicr(pe, 0x00c0), 0u);
    }
}

TEST(RDS_02, typer_names_each_processor_and_its_affinity)
{
    Fixture f;
    for (std::uint64_t pe = 0; pe < 4; pe++) {
        const std::uint64_t typer = f.gicr(static_cast<unsigned>(pe), 0x0008, 8);
        EXPECT_EQ(typer >> 8 & 0xffff, pe);
        EXPECT_EQ(typer >> 32, pe); // MPIDR 0.0.0.n
    }
}

TEST(RDS_03, last_is_set_in_the_last_one_only)
{
    Fixture f;
    for (unsigned pe = 0; pe < 4; pe++)
        EXPECT_EQ(f.gicr(pe, 0x0008, 8) >> 4 & 1, pe == 3 ? 1u : 0u);
}

TEST(RDS_04, typer_and_iidr_ignore_writes)
{
    Fixture f;
    const std::uint64_t typer = f.gicr(1, 0x0008, 8), iidr = f.gicr(1, 0x0004);
    f.gicr_write(1, 0x0008, ~typer, 8);
    f.gicr_write(1, 0x0004, ~iidr & 0xffffffff);
    EXPECT_EQ(f.gicr(1, 0x0008, 8), typer);
    EXPECT_EQ(f.gicr(1, 0x0004), iidr);
}

TEST(RDS_05, ptz_reads_as_zero)
{
    Fixture f;
    f.gicr_write(1, 0x0000, 0);
    wait_for_rwp(f, 1);
    f.gicr_write(1, 0x0078, 1ull << 62 | pending_tables, 8);
    EXPECT_EQ(f.gicr(1, 0x0078, 8), pending_tables);
}

TEST(RDS_06, the_table_registers_are_frozen_while_lpis_are_enabled)
{
    Fixture f;
    const std::uint64_t prop = f.gicr(1, 0x0070, 8), pend = f.gicr(1, 0x0078, 8);
    f.gicr_write(1, 0x0070, spare, 8);
    f.gicr_write(1, 0x0078, spare, 8);
    EXPECT_EQ(f.gicr(1, 0x0070, 8), prop);
    EXPECT_EQ(f.gicr(1, 0x0078, 8), pend);
}

TEST(RDS_07, a_bit_in_the_pending_table_is_loaded_when_lpis_are_enabled)
{
    Fixture f;
    prepare_table(f);
    enable_with(f, false);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(RDS_08, with_ptz_the_table_is_trusted_to_be_zero)
{
    Fixture f;
    prepare_table(f);
    enable_with(f, true);
    EXPECT_TRUE(f.nothing());
}

TEST(RDS_09, disabling_writes_the_pending_bit_back_while_rwp_reads_one)
{
    Fixture f;
    f.msi(5, 3);
    f.gicr_write(1, 0x0000, 0);
    EXPECT_EQ(f.gicr(1, 0x0000) & rwp, rwp);
    EXPECT_EQ(f.peek(pending_byte(1, 8195), 1), 0u);
    wait_for_rwp(f, 1);
    EXPECT_FALSE(f.gic.irq(1));
    EXPECT_EQ(f.peek(pending_byte(1, 8195), 1), 1u << 3);
}

TEST(RDS_10, enabling_again_with_ptz_zero_delivers_the_lpi)
{
    Fixture f;
    f.msi(5, 3);
    f.gicr_write(1, 0x0000, 0);
    wait_for_rwp(f, 1);
    enable_with(f, false);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(RDS_11, a_message_while_lpis_are_off_is_lost)
{
    Fixture f;
    f.gicr_write(1, 0x0000, 0);
    wait_for_rwp(f, 1);
    f.msi(5, 3);
    enable_with(f, false);
    EXPECT_TRUE(f.nothing());
}

TEST(RDS_12, thirteen_intid_bits_are_too_few_for_any_lpi)
{
    Fixture f;
    set_id_bits(f, 1, 12);
    map_seventh(f, 8192, 0xa3);
    f.msi(5, 3);
    f.msi(5, 7);
    EXPECT_TRUE(f.nothing());
}

TEST(RDS_13, more_intid_bits_than_the_distributors_act_as_those)
{
    Fixture f;
    set_id_bits(f, 1, 31);
    map_seventh(f, 65535, 0xa3);
    f.msi(5, 7);
    EXPECT_TRUE(f.gets(1, 65535));
}

TEST(RDS_14, the_last_lpi_is_delivered)
{
    Fixture f;
    map_seventh(f, 65535, 0xa3);
    f.msi(5, 7);
    EXPECT_TRUE(f.gets(1, 65535));
}

TEST(RDS_15, after_invlpir_the_new_configuration_is_used)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.set_config(8195, 0x43);
    f.gicr_write(1, 0x00a0, 8195, 8);
    poll_syncr(f, 1);
    f.unmask(1);
    f.settle();
    expect_priority(f, 0x40);
}

TEST(RDS_16, after_invallr_every_configuration_is_read_again)
{
    Fixture f;
    map_seventh(f, 9000, 0xa3);
    f.mask(1);
    f.msi(5, 3);
    f.msi(5, 7);
    f.set_config(8195, 0x43);
    f.set_config(9000, 0x23);
    f.gicr_write(1, 0x00b0, 0, 8);
    poll_syncr(f, 1);
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.gets(1, 9000));
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0x20u);
    f.eoi(1, 9000);
    expect_priority(f, 0x40);
}

TEST(RDS_17, invlpir_does_nothing_while_lpis_are_off)
{
    Fixture f;
    f.gicr_write(1, 0x0000, 0);
    wait_for_rwp(f, 1);
    f.reads();
    f.gicr_write(1, 0x00a0, 8195, 8);
    EXPECT_EQ(f.gicr(1, 0x00c0), 0u);
    f.settle();
    EXPECT_EQ(f.reads().config, 0u);
}

TEST(RDS_18, syncr_is_busy_while_an_invalidation_reads_memory)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    EXPECT_EQ(f.gicr(1, 0x00c0), 0u);
    f.gicr_write(1, 0x00a0, 8195, 8);
    EXPECT_EQ(f.gicr(1, 0x00c0), 1u);
    const std::uint32_t read = f.gic.config.redistributor.property_read; // cycles of 1 GHz
    f.gic.run(sc_time(read - 1.0, sc_core::SC_NS));
    EXPECT_EQ(f.gicr(1, 0x00c0), 1u);
    f.gic.run(sc_time(2, sc_core::SC_NS));
    EXPECT_EQ(f.gicr(1, 0x00c0), 0u);
}

TEST(RDS_25, after_acknowledge_and_end_an_lpi_is_neither_pending_nor_active)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    EXPECT_FALSE(f.pending(1, 8195));
    EXPECT_EQ(f.mrs(1, ICC_AP1R0_EL1), 0u);
    f.gicr_write(1, 0x0000, 0);
    wait_for_rwp(f, 1);
    EXPECT_EQ(f.peek(pending_byte(1, 8195), 1), 0u);
}

TEST(RDS_26, of_equal_priorities_the_lower_intid_comes_first)
{
    Fixture f;
    f.set_config(8196, 0xa3);
    f.send({ its_cmd_movi(5, 4, 1), its_cmd_inv(5, 4), its_cmd_sync(1) });
    f.mask(1);
    f.msi(5, 4);
    f.msi(5, 3);
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    EXPECT_TRUE(f.gets(1, 8196));
}

TEST(RDS_27, the_mask_blocks_its_own_priority_and_lets_higher_ones_through)
{
    Fixture f;
    f.set_config(8195, 0xf3);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    f.msr(1, ICC_PMR_EL1, 0xf0);
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    f.msr(1, ICC_PMR_EL1, 0xff);
    f.settle();
    expect_priority(f, 0xf0);
}

TEST(RDS_30, the_lowest_level_is_never_delivered)
{
    Fixture f;
    f.set_config(8195, 0xfb);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    f.msr(1, ICC_PMR_EL1, 0xff);
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    EXPECT_TRUE(f.pending(1, 8195));
}

} // namespace itstorm
