// SPDX-License-Identifier: Apache-2.0
// Registers of redistributors: reset values, ignored writes, access sizes.
#include "arch/gicr_regs.h"
#include "bench.h"
#include "common/access.h"
#include <gtest/gtest.h>

namespace itstorm {

TEST(Registers, RDS01_reset_to_a_sleeping_pe_with_lpis_off)
{
    at_reset([](Bench& b) {
        EXPECT_EQ(b.read_gicr(0, GICR_CTLR), 6u); // IR, CES, LPIs off
        EXPECT_EQ(b.read_gicr(0, GICR_WAKER), 6u);
        EXPECT_EQ(b.read_gicr(0, GICR_SYNCR), 0u);
        EXPECT_EQ(b.read_gicr(0, GICR_PIDR2) >> 4, 3u);
        EXPECT_EQ(b.read_gicr(0, GICR_IGROUPR0), 0u);
        EXPECT_EQ(b.read_gicr(0, GICR_ISENABLER0), 0u);
    });
}

TEST(Registers, RDS02_RDS03_typer_numbers_the_processors_and_marks_the_last)
{
    at_reset([](Bench& b) {
        for (std::uint64_t pe = 0; pe < 4; ++pe) {
            const std::uint64_t last = pe == 3 ? 0x10 : 0;
            EXPECT_EQ(b.read_gicr(static_cast<unsigned>(pe), GICR_TYPER, 8),
                      pe << 32 | pe << 8 | last | 1);
        }
        EXPECT_EQ(b.read_gicr(3, GICR_TYPER, 4), 0x311u);
        EXPECT_EQ(b.read_gicr(3, GICR_TYPER + 4, 4), 3u);
    });
}

TEST(Registers, RDS04_read_only_registers_ignore_writes)
{
    at_reset([](Bench& b) {
        const std::uint64_t typer = b.read_gicr(1, GICR_TYPER, 8), iidr = b.read_gicr(1, GICR_IIDR);
        b.write_gicr(1, GICR_TYPER, ~0ull, 8);
        b.write_gicr(1, GICR_IIDR, ~0u);
        EXPECT_EQ(b.read_gicr(1, GICR_TYPER, 8), typer);
        EXPECT_EQ(b.read_gicr(1, GICR_IIDR), iidr);
    });
}

TEST(Registers, RDS05_ptz_reads_as_zero_and_reserved_bits_too)
{
    at_reset([](Bench& b) {
        b.write_gicr(1, GICR_PENDBASER, ~0ull, 8);
        EXPECT_EQ(b.read_gicr(1, GICR_PENDBASER, 8), 0x070fffffffff0f80u);
        b.write_gicr(1, GICR_PROPBASER, ~0ull, 8);
        EXPECT_EQ(b.read_gicr(1, GICR_PROPBASER, 8), 0x070fffffffffff9fu);
    });
}

TEST(Registers, RDS06_table_registers_are_frozen_while_lpis_are_enabled)
{
    Bench b;
    b.run_software([&] {
        const std::uint64_t prop = b.read_gicr(1, GICR_PROPBASER, 8),
                            pend = b.read_gicr(1, GICR_PENDBASER, 8);
        b.write_gicr(1, GICR_PROPBASER, 0x12345000, 8);
        b.write_gicr(1, GICR_PENDBASER + 4, 0x1, 4);
        EXPECT_EQ(b.read_gicr(1, GICR_PROPBASER, 8), prop);
        EXPECT_EQ(b.read_gicr(1, GICR_PENDBASER, 8), pend);
        b.lpis_off(1);
        b.write_gicr(1, GICR_PROPBASER, 0x12345000, 8);
        EXPECT_EQ(b.read_gicr(1, GICR_PROPBASER, 8), 0x12345000u);
    });
}

TEST(Registers, RDS21_enables_are_set_and_cleared_bit_by_bit)
{
    at_reset([](Bench& b) {
        b.write_gicr(1, GICR_ISENABLER0, 0xf0);
        b.write_gicr(1, GICR_ICENABLER0, 0x30);
        EXPECT_EQ(b.read_gicr(1, GICR_ISENABLER0), 0xc0u);
        EXPECT_EQ(b.read_gicr(1, GICR_ICENABLER0), 0xc0u);
        EXPECT_EQ(b.read_gicr(2, GICR_ISENABLER0), 0u); // private
    });
}

TEST(Registers, RDS22_pending_of_a_level_ppi_is_latch_or_wire)
{
    at_reset([](Bench& b) {
        const std::uint32_t bit18 = 1u << 18;
        b.write_gicr(1, GICR_ISPENDR0, bit18);
        EXPECT_EQ(b.read_gicr(1, GICR_ISPENDR0), bit18);
        b.write_gicr(1, GICR_ICPENDR0, bit18);
        EXPECT_EQ(b.read_gicr(1, GICR_ISPENDR0), 0u);
        b.gic.ppi(1).ppi(18, true);
        b.write_gicr(1, GICR_ICPENDR0, bit18);
        EXPECT_EQ(b.read_gicr(1, GICR_ICPENDR0), bit18);
    });
}

TEST(Registers, RDS23_sgis_stay_edge)
{
    at_reset([](Bench& b) {
        b.write_gicr(1, GICR_ICFGR0, 0);
        EXPECT_EQ(b.read_gicr(1, GICR_ICFGR0), 0xaaaaaaaau);
        b.write_gicr(1, GICR_ICFGR1, 0xf0);
        EXPECT_EQ(b.read_gicr(1, GICR_ICFGR1), 0xa0u);
    });
}

TEST(Registers, RDS24_priorities_take_bytes_and_words)
{
    at_reset([](Bench& b) {
        b.write_gicr(1, GICR_IPRIORITYR0 + 5, 0x47, 1);
        EXPECT_EQ(b.read_gicr(1, GICR_IPRIORITYR0 + 5, 1), 0x40u); // five bits
        b.write_gicr(1, GICR_IPRIORITYR0 + 8, 0x10203040);
        EXPECT_EQ(b.read_gicr(1, GICR_IPRIORITYR0 + 8), 0x10203040u);
        b.write_gicr(1, GICR_IPRIORITYR0 + 8, 0xffff, 2);
        EXPECT_EQ(b.read_gicr(1, GICR_IPRIORITYR0 + 8), 0x10203040u);
        EXPECT_EQ(b.read_gicr(1, GICR_IPRIORITYR0 + 32), 0u); // beyond the last
    });
}

TEST(Registers, unknown_offsets_read_as_zero_and_beyond_the_last_frame_is_an_error)
{
    at_reset([](Bench& b) {
        EXPECT_EQ(b.read_gicr(1, 0x9000), 0u);
        b.write_gicr(1, 0x9000, 1);
        std::uint32_t value;
        EXPECT_FALSE(bus_read(b.gicr, 4ull * GICR_STRIDE, &value, 4));
        std::uint64_t burst[2];
        EXPECT_FALSE(bus_read(b.gicr, 0, burst, 16));
    });
}

TEST(Registers, a_configuration_that_cannot_be_built_is_refused)
{
    RedistributorConfig config = Bench::config_for(1);
    config.list_registers = 17;
    EXPECT_THROW(Bench b(config), std::invalid_argument);
}

TEST(Registers, unknown_system_registers_are_undefined)
{
    at_reset([](Bench& b) {
        std::uint64_t value;
        CpuInterfaceIf& cpu = b.gic.cpu_interface(0);
        EXPECT_FALSE(cpu.read(CNTFRQ_EL0, value));
        EXPECT_FALSE(cpu.read(ICC_EOIR1_EL1, value)); // write-only
        EXPECT_FALSE(cpu.write(ICC_IAR1_EL1, 0));     // read-only
        EXPECT_FALSE(cpu.read(ICH_LR_EL2(4), value)); // four are built
        EXPECT_FALSE(cpu.read_virtual(ICH_HCR_EL2, value));
        EXPECT_FALSE(cpu.write_virtual(ICC_SGI1R_EL1, 0));
    });
}

} // namespace itstorm
