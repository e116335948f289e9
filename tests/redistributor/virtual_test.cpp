// SPDX-License-Identifier: Apache-2.0
// The virtual interface's wires: vIRQ, maintenance interrupt as PPI 25, deactivation of a physical
// PPI by the guest.
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

namespace {
constexpr std::uint64_t pending_8192 = 0x5040000000002000, eoi_bit = 0x0000020000000000;

void open_virtual(Bench& b, unsigned pe)
{
    b.msr(pe, ICH_HCR_EL2, 1);
    b.msr(pe, ICH_VMCR_EL2, 0xf8000002);
}
} // namespace

TEST(Virtual, a_list_register_drives_the_virq_line_at_once)
{
    Bench b;
    std::vector<std::uint32_t> used;
    b.gic.probes.list_registers.attach(
        [&](const ListRegistersFact& fact) { used.push_back(fact.used); });
    b.run_software([&] {
        open_virtual(b, 1);
        b.msr(1, ICH_LR_EL2(0), pending_8192);
        EXPECT_TRUE(b.lines[1]->virq_level);
        EXPECT_EQ(b.mrs_virtual(1, ICC_HPPIR1_EL1), 8192u);
        EXPECT_EQ(b.mrs_virtual(1, ICC_IAR1_EL1), 8192u);
        EXPECT_FALSE(b.lines[1]->virq_level);
        EXPECT_EQ(b.mrs(1, ICH_LR_EL2(0)) >> 62, 2u);
        b.msr_virtual(1, ICC_EOIR1_EL1, 8192);
        EXPECT_EQ(b.mrs(1, ICH_LR_EL2(0)) >> 62, 0u);
        EXPECT_EQ(b.mrs_virtual(1, ICC_IAR1_EL1), 1023u);
    });
    EXPECT_EQ(used, (std::vector<std::uint32_t>{ 1, 0 }));
}

TEST(Virtual, a_fact_tells_how_many_list_registers_are_in_use)
{
    Bench b;
    std::vector<std::uint32_t> used;
    b.gic.probes.list_registers.attach(
        [&](const ListRegistersFact& fact) { used.push_back(fact.used); });
    b.run_software([&] {
        open_virtual(b, 1);
        for (unsigned n = 0; n < 3; n++)
            b.msr(1, ICH_LR_EL2(n), pending_8192 + n);
        b.msr(1, ICH_LR_EL2(1), 0);
    });
    EXPECT_EQ(used, (std::vector<std::uint32_t>{ 1, 2, 3, 2 }));
}

TEST(Virtual, the_guests_mask_drives_the_line_too)
{
    Bench b;
    b.run_software([&] {
        open_virtual(b, 1);
        b.msr(1, ICH_LR_EL2(0), pending_8192);
        b.msr_virtual(1, ICC_PMR_EL1, 0x40);
        EXPECT_FALSE(b.lines[1]->virq_level);
        b.msr_virtual(1, ICC_PMR_EL1, 0xf0);
        EXPECT_TRUE(b.lines[1]->virq_level);
        b.msr(1, ICH_HCR_EL2, 0); // the hypervisor leaves the guest
        EXPECT_FALSE(b.lines[1]->virq_level);
    });
}

TEST(Virtual, the_guests_end_raises_the_maintenance_interrupt)
{
    Bench b;
    sc_core::sc_time ended;
    b.run_software([&] {
        open_virtual(b, 1);
        b.msr(1, ICH_LR_EL2(0), pending_8192 | eoi_bit);
        b.mrs_virtual(1, ICC_IAR1_EL1);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        ended = sc_core::sc_time_stamp();
        b.msr_virtual(1, ICC_EOIR1_EL1, 8192);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        EXPECT_EQ(b.mrs(1, ICH_MISR_EL2), 1u);
        EXPECT_EQ(b.iar(1), 25u);
        b.msr(1, ICH_LR_EL2(0), 0); // ends the cause, and with it the level
        EXPECT_EQ(b.read_gicr(1, GICR_ISPENDR0), 0u);
        b.eoi(1, 25);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
    ASSERT_EQ(b.lines[1]->irq_rises.size(), 1u);
    EXPECT_EQ(b.lines[1]->irq_rises[0] - ended, b.presentation);
}

TEST(Virtual, VIR15_with_en_0_the_maintenance_interrupt_falls)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICH_HCR_EL2, 3); // En, UIE: no list register in use
        b.settle();
        EXPECT_TRUE(b.irq(1));
        b.msr(1, ICH_HCR_EL2, 2);
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Virtual, a_guest_deactivates_its_physical_timer)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_CTLR_EL1, 2); // EL2 drops the priority only
        open_virtual(b, 1);
        b.gic.ppi(1).ppi(27, true);
        EXPECT_EQ(b.next(1), 27u);
        b.eoi(1, 27);
        b.msr(1, ICH_LR_EL2(0), 0x7040001b0000001b); // HW, pINTID 27, vINTID 27
        EXPECT_EQ(b.mrs_virtual(1, ICC_IAR1_EL1), 27u);
        EXPECT_EQ(b.read_gicr(1, GICR_ISACTIVER0), 1u << 27);
        b.msr_virtual(1, ICC_EOIR1_EL1, 27);
        EXPECT_EQ(b.read_gicr(1, GICR_ISACTIVER0), 0u);
    });
}

// What-if S24: a level that stays high is one interrupt for as long as the guest has not ended it.
TEST(Virtual, a_physical_spi_comes_again_only_after_the_guests_end)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_CTLR_EL1, 2);
        open_virtual(b, 1);
        b.bring_up_spi(80, 1);
        b.make_level(80);
        b.gic.spi(80, true);
        EXPECT_EQ(b.next(1), 80u);
        b.eoi(1, 80);
        b.settle();
        EXPECT_FALSE(b.irq(1));                      // active: the level alone is not enough
        b.msr(1, ICH_LR_EL2(0), 0x7040005000000050); // HW, pINTID 80, vINTID 80
        EXPECT_EQ(b.mrs_virtual(1, ICC_IAR1_EL1), 80u);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        b.msr_virtual(1, ICC_EOIR1_EL1, 80);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        EXPECT_EQ(b.iar(1), 80u);
    });
}

TEST(Virtual, a_list_register_of_group_0_drives_the_vfiq_line)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICH_HCR_EL2, 1);
        b.msr(1, ICH_VMCR_EL2, 0xf8000003);
        b.msr(1, ICH_LR_EL2(0), 0x4040000000000032); // group 0, vINTID 50
        EXPECT_TRUE(b.lines[1]->vfiq_level);
        EXPECT_FALSE(b.lines[1]->virq_level);
        EXPECT_EQ(b.mrs_virtual(1, ICC_IAR0_EL1), 50u);
        EXPECT_FALSE(b.lines[1]->vfiq_level);
        b.msr_virtual(1, ICC_EOIR0_EL1, 50);
        EXPECT_EQ(b.mrs(1, ICH_LR_EL2(0)) >> 62, 0u);
    });
}

TEST(Virtual, a_trapped_access_is_refused_and_changes_nothing)
{
    Bench b;
    b.run_software([&] {
        open_virtual(b, 1);
        b.msr(1, ICH_LR_EL2(0), pending_8192);
        b.msr(1, ICH_HCR_EL2, 0x1001); // TALL1
        std::uint64_t value = 0;
        EXPECT_FALSE(b.gic.cpu_interface(1).read_virtual(ICC_IAR1_EL1, value));
        EXPECT_FALSE(b.gic.cpu_interface(1).write_virtual(ICC_IGRPEN1_EL1, 0));
        EXPECT_EQ(b.mrs(1, ICH_LR_EL2(0)) >> 62, 1u);
        EXPECT_TRUE(b.lines[1]->virq_level);
        EXPECT_EQ(b.mrs_virtual(1, ICC_PMR_EL1), 0xf8u); // a common register
    });
}

TEST(Virtual, acknowledges_and_ends_of_the_guest_are_reported)
{
    Bench b;
    std::vector<std::uint32_t> acknowledged, ended;
    b.gic.probes.virtual_acknowledged.attach(
        [&](const VirtualAcknowledgedFact& f) { acknowledged.push_back(f.vintid); });
    b.gic.probes.virtual_end.attach([&](const VirtualEndFact& f) { ended.push_back(f.vintid); });
    b.run_software([&] {
        open_virtual(b, 0);
        b.msr(0, ICH_LR_EL2(0), pending_8192);
        b.mrs_virtual(0, ICC_IAR1_EL1);
        b.msr_virtual(0, ICC_EOIR1_EL1, 8192);
        b.mrs_virtual(0, ICC_IAR1_EL1);
    });
    EXPECT_EQ(acknowledged, (std::vector<std::uint32_t>{ 8192, 1023 }));
    EXPECT_EQ(ended, std::vector<std::uint32_t>{ 8192 });
}

} // namespace itstorm
