// SPDX-License-Identifier: Apache-2.0
// The guest's distributor: registers of SPIs.
#include "spi_bench.h"
#include <random>

using namespace fake;

namespace {

class RoutableSpi : public Spi {
protected:
    RoutableSpi() : Spi(4, 2) {}
};

TEST_F(Spi, typer_counts_up_to_the_highest_pin)
{
    EXPECT_EQ(gicd_read(GICD_TYPER) & 0x1fu, 2u); // up to 95
    EXPECT_EQ(gicd_read(GICD_TYPER) >> 25 & 1u, 1u);
}

TEST_F(Spi, an_enable_bit_is_copied_to_the_physical_spi)
{
    enable();
    EXPECT_EQ(physical(GIC_ISENABLER + word), mask);
    EXPECT_EQ(gicd_read(GIC_ISENABLER + word), mask);
    EXPECT_EQ(gicd_read(GIC_ICENABLER + word), mask);
    w.registers[World::gicd + GIC_ICENABLER + word] = 0;
    gicd(GIC_ICENABLER + word, mask);
    EXPECT_EQ(physical(GIC_ICENABLER + word), mask);
    EXPECT_EQ(gicd_read(GIC_ISENABLER + word), 0u);
}

TEST_F(Spi, without_a_pin_is_raised_by_software_alone)
{
    gicd(GIC_ISENABLER + word, 1); // 64
    EXPECT_EQ(physical(GIC_ISENABLER + word), 0u);
    gicd(GIC_ISPENDR + word, 1);
    pass_guest();
    EXPECT_GE(find(64), 0);
}

TEST_F(Spi, pending_and_active_state_is_shown)
{
    enable();
    arrive();
    EXPECT_EQ(gicd_read(GIC_ISPENDR + word), mask);
    pass_guest();
    EXPECT_EQ(gicd_read(GIC_ICPENDR + word), mask);
    EXPECT_EQ(gicd_read(GIC_ISACTIVER + word), 0u);
    acknowledge(static_cast<unsigned>(find(pin)));
    leave();
    EXPECT_EQ(gicd_read(GIC_ISPENDR + word), 0u);
    EXPECT_EQ(gicd_read(GIC_ISACTIVER + word), mask);
}

TEST_F(Spi, priorities_are_bytes_of_5_bits)
{
    gicd(GIC_IPRIORITYR + pin, 0x47, 1);
    EXPECT_EQ(gicd_read(GIC_IPRIORITYR + pin), 0xa0a0a040u);
    gicd(GIC_IPRIORITYR + pin, 0x10203040);
    EXPECT_EQ(gicd_read(GIC_IPRIORITYR + pin + 3, 1), 0x10u);
    listed();
    EXPECT_EQ(listed_lr().priority, 0x40u);
}

TEST_F(Spi, icfgr_shows_a_level_trigger_for_spis_with_a_pin)
{
    gicd(GIC_ICFGR + 16, 0xffffffff);
    EXPECT_EQ(gicd_read(GIC_ICFGR + 16), 0xaaaaaaaau & ~(3u << 2 * (pin - 64)));
}

TEST_F(RoutableSpi, a_route_that_names_no_vcpu_changes_nothing)
{
    gicd(GICD_IROUTER + 8 * pin, 1, 8);
    for (const std::uint64_t nobody : { 2ull, 0x100ull, 1ull << 32, ~0ull })
        gicd(GICD_IROUTER + 8 * pin, nobody, 8);
    EXPECT_EQ(gicd_read(GICD_IROUTER + 8 * pin, 8), 1u);
    EXPECT_EQ(physical(GICD_IROUTER + 8 * pin), 1u);
}

TEST_F(RoutableSpi, a_route_is_written_in_halves_too)
{
    gicd(GICD_IROUTER + 8 * pin, 1);
    gicd(GICD_IROUTER + 8 * pin + 4, 0xff);
    EXPECT_EQ(gicd_read(GICD_IROUTER + 8 * pin), 1u);
    EXPECT_EQ(gicd_read(GICD_IROUTER + 8 * pin + 4), 0u);
}

TEST_F(Spi, fields_of_private_interrupts_are_reserved)
{
    gicd(GIC_ISENABLER, 0xffffffff);
    gicd(GICD_IROUTER + 8 * 27, 0, 8);
    EXPECT_EQ(gicd_read(GIC_ISENABLER), 0u);
    EXPECT_EQ(gicd_read(GIC_IPRIORITYR + 4), 0u);
    EXPECT_FALSE(cpu().vgic->irqs[27].enabled);
}

TEST_F(Spi, beyond_the_last_one_is_reserved)
{
    gicd(GIC_ISENABLER + 12, 0xffffffff); // 96 to 127
    EXPECT_EQ(gicd_read(GIC_ISENABLER + 12), 0u);
    gicd(GIC_ISENABLER + 0x7c, 0xffffffff); // 992 to 1023
    EXPECT_EQ(gicd_read(GIC_IGROUPR + 0x7c), 0u);
    gicd(GICD_IROUTER + 0x1ff8, 0, 8);
}

TEST_F(Spi, other_sizes_are_ignored)
{
    gicd(GIC_ISENABLER + word, mask, 2);
    gicd(GIC_ISENABLER + word, mask, 8);
    EXPECT_FALSE(spi().enabled);
    gicd(GIC_IPRIORITYR + pin, 0, 8);
    EXPECT_EQ(spi().priority, 0xa0u);
}

// Random accesses of the guest, with random arrivals, acknowledges and ends of the hardware.
TEST_F(RoutableSpi, no_sequence_of_accesses_breaks_an_invariant)
{
    std::mt19937_64 random(28);
    load(1, 1);
    const std::uint32_t bases[] = { GIC_IGROUPR,   GIC_ISENABLER,  GIC_ISENABLER, GIC_ICENABLER,
                                    GIC_ISPENDR,   GIC_ISPENDR,    GIC_ICPENDR,   GIC_ISACTIVER,
                                    GIC_ICACTIVER, GIC_IPRIORITYR, GIC_ICFGR,     GICD_IROUTER,
                                    0xffd0 };
    for (unsigned step = 0; step < 20000; step++) {
        const std::uint8_t bytes = static_cast<std::uint8_t>(1u << random() % 4);
        const std::uint64_t offset =
            bases[random() % std::size(bases)] + random() % 0x60 / bytes * bytes;
        const unsigned v = random() % 2;
        switch (random() % 6) {
        case 0: gicd_read(offset, bytes); break;
        case 1:
            if (!spi().taken) // active, it cannot come again
                arrive(pin, v);
            break;
        case 2: enter(v, v); break;
        case 3:
            for (unsigned n = 0; n < w.config.list_registers; n++)
                if (random() % 2 != 0 && state(n, v) != ICH_LR_INVALID)
                    state(n, v) == ICH_LR_PENDING ? acknowledge(n, v) : eoi(n, v);
            leave(v, v);
            break;
        default: gicd(random() % 2 != 0 ? GICD_IROUTER + 8 * pin : offset, random(), bytes); break;
        }
        ASSERT_EQ(hv_check(w.hypervisor), nullptr) << "step " << step;
    }
    EXPECT_GT(w.counter(PROBE_SPI_HANDLED, 0), 10u);
}

} // namespace
