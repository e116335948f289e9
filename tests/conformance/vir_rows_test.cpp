// SPDX-License-Identifier: Apache-2.0
// VIR: the virtual CPU interface, on PE 1. List register words are written by hand.
#include "arch/gicd_regs.h"
#include "arch/ich_regs.h"
#include "arch/intid.h"
#include "fixture.h"

namespace itstorm {

namespace {

constexpr unsigned pe = 1;
constexpr std::uint64_t pending_40 = 0x5040'0000'0000'0028; // Group 1, priority 0x40, vINTID 40
constexpr std::uint64_t pending_41 = 0x5020'0000'0000'0029; // 41 at 0x20
constexpr std::uint64_t pending_8192 = 0x5040'0000'0000'2000;
constexpr std::uint64_t eoi_bit = bit(41), hw_bit = bit(61);
constexpr std::uint64_t vmcr = 0xf800'0003, veoim = bit(9); // VPMR 0xF8, both groups

// Fixture F1 with the virtual interface of PE 1 enabled, both groups, VPMR 0xF8.
struct VirtualFixture : Fixture {
    explicit VirtualFixture(const SocConfig& config = f1_config()) : Fixture(config)
    {
        hcr(0);
        write(ICH_VMCR_EL2, vmcr);
    }
    std::uint64_t read(std::uint16_t sysreg) { return mrs(pe, sysreg); }
    void write(std::uint16_t sysreg, std::uint64_t value) { msr(pe, sysreg, value); }
    void hcr(std::uint64_t bits) { write(ICH_HCR_EL2, ICH_HCR_EN | bits); }
    void lr(unsigned n, std::uint64_t word) { write(ICH_LR_EL2(n), word); }
    unsigned state(unsigned n) { return static_cast<unsigned>(read(ICH_LR_EL2(n)) >> 62); }
    std::uint64_t misr() { return read(ICH_MISR_EL2); }
    std::uint64_t eoicount() { return read(ICH_HCR_EL2) >> 27; }
    bool virq() { return gic.virq(pe); }

    // ---- the guest's accesses ----
    std::uint32_t take() { return static_cast<std::uint32_t>(mrs_virtual(pe, ICC_IAR1_EL1)); }
    void end(std::uint32_t vintid) { msr_virtual(pe, ICC_EOIR1_EL1, vintid); }
    void deactivate(std::uint32_t vintid) { msr_virtual(pe, ICC_DIR_EL1, vintid); }
};

} // namespace

TEST(VIR_01, a_pending_list_register_is_signalled_and_acknowledged)
{
    VirtualFixture f;
    f.write(ICH_VMCR_EL2, 0xff00'0003);
    f.lr(0, pending_40);
    EXPECT_TRUE(f.virq());
    EXPECT_EQ(f.take(), 40u);
    EXPECT_EQ(f.state(0), 2u);
    EXPECT_FALSE(f.virq());
}

TEST(VIR_02, the_end_empties_the_list_register_and_drops_the_priority)
{
    VirtualFixture f;
    f.lr(0, pending_40);
    f.take();
    EXPECT_EQ(f.read(ICH_AP1R0_EL2), 0x100u);
    f.end(40);
    EXPECT_EQ(f.state(0), 0u);
    EXPECT_EQ(f.read(ICH_AP1R0_EL2), 0u);
}

TEST(VIR_03, with_veoim_a_list_register_stays_active_until_dir)
{
    VirtualFixture f;
    f.write(ICH_VMCR_EL2, vmcr | veoim);
    f.lr(0, pending_40);
    f.take();
    f.end(40);
    EXPECT_EQ(f.state(0), 2u);
    f.deactivate(40);
    EXPECT_EQ(f.state(0), 0u);
}

TEST(VIR_04, the_end_of_a_hw_list_register_deactivates_the_physical_spi)
{
    VirtualFixture f;
    f.gicd_write(GIC_IGROUPR + 8, bit(16)); // 80 = 2 * 32 + 16
    f.gicd_write(GIC_ISENABLER + 8, bit(16));
    f.gicd_write(GIC_IPRIORITYR + 80, 0xa0, 1);
    f.gicd_write(GICD_IROUTER + 8 * 80, pe, 8);
    f.write(ICC_CTLR_EL1, bits_put(0, ICC_CTLR_EOIMODE, 1));
    f.gic.redistributors.spi(80, true);
    f.settle();
    EXPECT_TRUE(f.gets(pe, 80));
    f.eoi(pe, 80);
    f.lr(0, pending_40 | hw_bit | 80ull << 32);
    EXPECT_EQ(f.take(), 40u);
    EXPECT_EQ(f.gicd(GIC_ISACTIVER + 8), bit(16));
    f.end(40);
    EXPECT_EQ(f.gicd(GIC_ISACTIVER + 8), 0u);
    EXPECT_EQ(f.state(0), 0u);
}

TEST(VIR_05, the_end_of_a_list_register_with_the_eoi_bit_raises_the_maintenance_interrupt)
{
    VirtualFixture f;
    f.lr(1, pending_40 | eoi_bit);
    f.take();
    f.settle();
    EXPECT_TRUE(f.nothing());
    f.end(40);
    f.settle();
    EXPECT_EQ(f.read(ICH_EISR_EL2), 2u);
    EXPECT_EQ(f.misr(), ICH_MISR_EOI);
    EXPECT_TRUE(f.gets(pe, INTID_MAINTENANCE));
}

TEST(VIR_06, a_vlpi_needs_no_dir_and_is_not_counted)
{
    VirtualFixture f;
    f.write(ICH_VMCR_EL2, vmcr | veoim);
    f.lr(0, pending_8192);
    EXPECT_EQ(f.take(), 8192u);
    f.end(8192);
    EXPECT_EQ(f.state(0), 0u);
    EXPECT_EQ(f.eoicount(), 0u);
}

TEST(VIR_07, an_end_without_list_register_is_counted)
{
    VirtualFixture f;
    f.write(ICH_AP1R0_EL2, 0x100);
    f.end(41);
    EXPECT_EQ(f.eoicount(), 1u);
    EXPECT_EQ(f.read(ICH_AP1R0_EL2), 0u);
}

TEST(VIR_08, an_end_of_a_vlpi_without_list_register_is_not_counted)
{
    VirtualFixture f;
    f.write(ICH_AP1R0_EL2, 0x100);
    f.end(8192);
    EXPECT_EQ(f.eoicount(), 0u);
    EXPECT_EQ(f.read(ICH_AP1R0_EL2), 0u);
}

TEST(VIR_09, dir_of_a_vlpi_is_ignored)
{
    VirtualFixture f;
    f.write(ICH_VMCR_EL2, vmcr | veoim);
    f.lr(0, pending_8192);
    f.take();
    f.deactivate(8192);
    EXPECT_EQ(f.state(0), 2u);
    EXPECT_EQ(f.eoicount(), 0u);
}

TEST(VIR_10, underflow_is_at_most_one_valid_list_register)
{
    VirtualFixture f;
    f.hcr(ICH_HCR_UIE);
    f.lr(0, pending_40);
    EXPECT_EQ(f.misr(), ICH_MISR_U);
    f.lr(3, pending_41);
    EXPECT_EQ(f.misr(), 0u);
}

TEST(VIR_11, np_is_raised_while_no_list_register_is_pending)
{
    VirtualFixture f;
    f.hcr(ICH_HCR_NPIE);
    EXPECT_EQ(f.misr(), ICH_MISR_NP);
    f.lr(0, pending_40);
    EXPECT_EQ(f.misr(), 0u);
}

TEST(VIR_12, counted_ends_raise_lrenp)
{
    VirtualFixture f;
    f.hcr(ICH_HCR_LRENPIE);
    EXPECT_EQ(f.misr(), 0u);
    f.hcr(ICH_HCR_LRENPIE | 1u << 27);
    EXPECT_EQ(f.misr(), ICH_MISR_LRENP);
}

TEST(VIR_13, a_disabled_group_1_raises_vgrp1d)
{
    VirtualFixture f;
    f.hcr(ICH_HCR_VGRP1DIE);
    EXPECT_EQ(f.misr(), 0u);
    f.write(ICH_VMCR_EL2, 0xf800'0001);
    EXPECT_EQ(f.misr(), ICH_MISR_VGRP1D);
}

TEST(VIR_14, a_disabled_group_0_raises_vgrp0d_whatever_group_1_is)
{
    VirtualFixture f;
    f.hcr(ICH_HCR_VGRP0DIE);
    f.write(ICH_VMCR_EL2, 0xf800'0001); // VENG1=0 does not matter
    EXPECT_EQ(f.misr(), 0u);
    f.write(ICH_VMCR_EL2, 0xf800'0002);
    EXPECT_EQ(f.misr(), ICH_MISR_VGRP0D);
}

TEST(VIR_15, without_en_there_is_no_maintenance_interrupt)
{
    VirtualFixture f;
    f.write(ICH_HCR_EL2, ICH_HCR_UIE);
    f.settle();
    EXPECT_EQ(f.misr(), ICH_MISR_U);
    EXPECT_TRUE(f.nothing());
    f.hcr(ICH_HCR_UIE);
    f.settle();
    EXPECT_TRUE(f.gets(pe, INTID_MAINTENANCE));
}

TEST(VIR_16, the_higher_priority_is_acknowledged_first)
{
    VirtualFixture f;
    f.lr(0, pending_40);
    f.lr(1, pending_41);
    EXPECT_EQ(f.take(), 41u);
}

TEST(VIR_17, vpmr_masks_its_own_priority)
{
    VirtualFixture f;
    f.lr(0, pending_41);
    EXPECT_TRUE(f.virq());
    f.write(ICH_VMCR_EL2, 0x2000'0003);
    EXPECT_FALSE(f.virq());
    EXPECT_EQ(f.take(), 1023u);
}

TEST(VIR_18, pending_and_active_waits_for_its_deactivation)
{
    VirtualFixture f;
    f.lr(0, pending_40 | bit(63));
    EXPECT_FALSE(f.virq());
    f.write(ICH_AP1R0_EL2, 0x100); // as it was acknowledged
    f.end(40);
    EXPECT_TRUE(f.virq());
    EXPECT_EQ(f.take(), 40u);
}

TEST(VIR_19, elrsr_leaves_out_list_registers_that_request_maintenance)
{
    VirtualFixture f;
    f.lr(0, eoi_bit);
    f.lr(1, 0);
    f.lr(2, hw_bit | eoi_bit); // HW=1: bit 41 is part of pINTID
    EXPECT_EQ(f.read(ICH_ELRSR_EL2) & 7u, 6u);
}

TEST(VIR_20, vpmr_and_icv_pmr_are_two_views_of_one_mask)
{
    VirtualFixture f;
    f.write(ICH_VMCR_EL2, 0xb800'0003);
    EXPECT_EQ(f.mrs_virtual(pe, ICC_PMR_EL1), 0xb8u);
    f.msr_virtual(pe, ICC_PMR_EL1, 0x50);
    EXPECT_EQ(f.read(ICH_VMCR_EL2) >> 24, 0x50u);
}

TEST(VIR_21, vtr_counts_the_list_registers_and_no_more_exist)
{
    SocConfig config = f1_config();
    config.redistributor.list_registers = 16;
    VirtualFixture most(config);
    EXPECT_EQ(most.read(ICH_VTR_EL2) & 0x1fu, 15u);
    most.lr(15, pending_40);
    EXPECT_EQ(most.take(), 40u);
}

TEST(VIR_21, beyond_the_list_registers_is_undefined)
{
    VirtualFixture f;
    std::uint64_t value = 0;
    EXPECT_EQ(f.read(ICH_VTR_EL2) & 0x1fu, 3u);
    EXPECT_TRUE(f.gic.cpu_interface(pe).read(ICH_LR_EL2(3), value));
    EXPECT_FALSE(f.gic.cpu_interface(pe).read(ICH_LR_EL2(4), value));
    EXPECT_FALSE(f.gic.cpu_interface(pe).write(ICH_LR_EL2(4), 0));
}

TEST(VIR_22, each_end_clears_the_highest_active_priority)
{
    VirtualFixture f;
    f.write(ICH_AP1R0_EL2, 0x0010'0100);
    f.end(41);
    EXPECT_EQ(f.read(ICH_AP1R0_EL2), 0x0010'0000u);
    f.end(41);
    EXPECT_EQ(f.read(ICH_AP1R0_EL2), 0u);
}

TEST(VIR_23, a_special_vintid_is_returned_and_its_list_register_emptied)
{
    VirtualFixture f;
    f.lr(0, 0x5040'0000'0000'03ff);
    EXPECT_EQ(f.take(), 1023u);
    EXPECT_EQ(f.state(0), 0u);
    EXPECT_EQ(f.read(ICH_AP1R0_EL2), 0u);
}

} // namespace itstorm
