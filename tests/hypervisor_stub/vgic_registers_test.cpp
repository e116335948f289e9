// SPDX-License-Identifier: Apache-2.0
// The guest's GICD, GICR and SGI registers.
#include "arch/gicd_regs.h"
#include "vgic_bench.h"

using namespace fake;

namespace {

// ---- SGIs ----

TEST_F(TwoVcpus, sgis_go_to_their_targets)
{
    g.bring_up(0);
    g.gicr(GICR_STRIDE + GICR_ISENABLER0, 0xffff, 4);
    g.gicr(GICR_ISENABLER0, 0xffff, 4);
    vgic_send_sgi(w.self(), &cpu(0), 3ull << 24 | 0x2); // SGI 3 to vCPU 1
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
    EXPECT_EQ(cpu(0).vgic->waiting, 0u);
    vgic_send_sgi(w.self(), &cpu(1), 5ull << 24 | 1ull << 40); // all but self
    EXPECT_EQ(cpu(0).vgic->waiting, 1u);
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
    vgic_send_sgi(w.self(), &cpu(1), ~0ull & ~bit(40)); // no such affinity
    EXPECT_EQ(cpu(0).vgic->waiting, 1u);
}

TEST_F(Vgic, a_disabled_sgi_waits_for_its_enable)
{
    g.bring_up(0);
    vgic_send_sgi(w.self(), &cpu(0), 1);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    g.gicr(GICR_ISENABLER0, 1, 4);
    EXPECT_EQ(cpu().vgic->waiting, 1u);
    g.gicr(GICR_ICENABLER0, 1, 4);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(Vgic, clearing_the_pending_bit_of_a_sgi_takes_it_out_of_its_list_register)
{
    g.bring_up(0);
    g.gicr(GICR_ISENABLER0, 1, 4);
    vgic_send_sgi(w.self(), &cpu(0), 1);
    enter();
    leave();
    EXPECT_EQ(find(0), 0);
    g.gicr(GICR_ICPENDR0, 1, 4);
    enter();
    EXPECT_EQ(find(0), -1);
    EXPECT_EQ(cpu().vgic->used, 0u);
}

TEST_F(Vgic, a_pending_bit_that_is_cleared_reads_as_zero_at_once)
{
    const auto pending = [&] {
        sim_exit exit{};
        exit.address = GUEST_GICR_BASE + GICR_ISPENDR0;
        exit.bytes = 4;
        vgic_gicr_access(w.self(), &w.dom(), GICR_ISPENDR0, &exit);
        return exit.value;
    };
    g.bring_up(0);
    g.gicr(GICR_ISENABLER0, 1, 4);
    vgic_send_sgi(w.self(), &cpu(0), 1);
    enter();
    leave();
    EXPECT_EQ(pending(), 1u);
    g.gicr(GICR_ICPENDR0, 1, 4);
    EXPECT_EQ(pending(), 0u);
}

// ---- registers ----

TEST_F(Vgic, redistributor_registers_read_back)
{
    const auto read = [&](std::uint64_t offset, std::uint8_t bytes) {
        sim_exit exit{};
        exit.address = GUEST_GICR_BASE + offset;
        exit.bytes = bytes;
        EXPECT_TRUE(vgic_gicr_access(w.self(), &w.dom(), offset, &exit));
        return exit.value;
    };
    EXPECT_EQ(read(GICR_TYPER, 8), 0x11ull); // PLPIS, Last
    EXPECT_EQ(read(GICR_WAKER, 4), 6u);
    g.gicr(GICR_WAKER, 0, 4);
    EXPECT_EQ(read(GICR_WAKER, 4), 0u);
    g.gicr(GICR_IPRIORITYR0 + 5, 0x47, 1);
    EXPECT_EQ(read(GICR_IPRIORITYR0 + 4, 4) >> 8 & 0xff, 0x40u);
    g.gicr(GICR_ISENABLER0, 0x80000001, 4);
    EXPECT_EQ(read(GICR_ICENABLER0, 4), 0x80000001u);
    g.gicr(GICR_PENDBASER, ~0ull, 8);
    EXPECT_EQ(read(GICR_PENDBASER, 8) >> 62 & 1, 0u);
}

TEST_F(Vgic, a_write_to_the_upper_half_of_a_private_register_changes_no_sgi_or_ppi)
{
    g.gicr(GICR_ISENABLER0, 1, 4);
    g.gicr(GICR_ISENABLER0 + 4, 0x80000000, 4);
    g.gicr(GICR_ICENABLER0 + 4, 1, 4);
    g.gicr(GICR_ISPENDR0 + 4, 0x80000000, 4);
    EXPECT_TRUE(cpu().vgic->irqs[0].enabled);
    EXPECT_FALSE(cpu().vgic->irqs[31].enabled);
    EXPECT_FALSE(cpu().vgic->irqs[31].pending);
}

TEST_F(Vgic, a_write_of_8_bytes_reaches_the_private_register_in_its_lower_half)
{
    g.gicr(GICR_ISENABLER0, 0xffffffff00000003, 8);
    EXPECT_TRUE(cpu().vgic->irqs[1].enabled);
    EXPECT_FALSE(cpu().vgic->irqs[2].enabled);
}

TEST_F(Vgic, propbaser_is_fixed_once_lpis_are_enabled)
{
    g.enable_lpis();
    g.gicr(GICR_PROPBASER, 0x1234000, 8);
    EXPECT_EQ(w.dom().vgic->propbaser, MiniGuest::config | 15);
    g.gicr(GICR_CTLR, 0, 4);
    EXPECT_TRUE(cpu().vgic->lpis_enabled);
}

TEST_F(Vgic, frames_beyond_the_last_vcpu_abort)
{
    sim_exit exit{};
    exit.address = GUEST_GICR_BASE + GICR_STRIDE;
    exit.bytes = 4;
    EXPECT_FALSE(vgic_gicr_access(w.self(), &w.dom(), GICR_STRIDE, &exit));
}

TEST_F(Vgic, the_distributor_has_lpis_and_no_spis)
{
    sim_exit exit{};
    exit.address = GUEST_GICD_BASE + GICD_TYPER;
    exit.bytes = 4;
    EXPECT_TRUE(vgic_gicd_access(w.self(), &w.dom(), GICD_TYPER, &exit));
    EXPECT_EQ(exit.value, 0x10ull << 19 | 1ull << 17 | 1ull << 25); // IDbits, LPIS, No1N
}

} // namespace
