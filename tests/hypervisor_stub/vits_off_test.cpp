// SPDX-License-Identifier: Apache-2.0
// The virtual ITS while the guest has cleared GITS_CTLR.Enabled: it translates no MSI and executes
// no command; MSIs that arrive after it is enabled again are delivered (Arm IHI 0069, GITS_CTLR).
#include "vgic_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;

class VitsOff : public testing::Test, public Bench {
protected:
    VitsOff() : Bench(machine()) { g.bring_up(4); }
    static Config machine()
    {
        Config c;
        c.knobs = { { "storm.detect", 1 }, { "storm.max_in_flight", 2 } };
        return c;
    }
    void set_enabled(bool enabled) { g.write(GITS_CTLR, enabled ? GITS_CTLR_ENABLED : 0, 4); }
    std::uint64_t dropped() { return w.counter(PROBE_VITS_DROPPED, 0); }
    void storm()
    {
        for (int n = 0; n < 3; n++)
            receive(0);
        ASSERT_FALSE(is_enabled(plpi(0)));
    }
};

TEST_F(VitsOff, drops_and_counts_the_msis_of_its_devices)
{
    set_enabled(false);
    w.marks.clear();
    receive(0);
    receive(1);
    EXPECT_EQ(dropped(), 2u);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    EXPECT_FALSE(vlpi(0).pending);
    ASSERT_EQ(w.marks.size(), 2u); // two arrivals of no vLPI
    for (const Mark& mark : w.marks) {
        EXPECT_EQ(mark.step, SIM_STEP_DISCARDED);
        EXPECT_EQ(mark.vlpi, 0u);
    }
}

TEST_F(VitsOff, drops_and_counts_the_msi_of_an_unmapped_event)
{
    g.send({ its_cmd_discard(device, 0) });
    receive(0);
    EXPECT_EQ(dropped(), 0u);
    set_enabled(false);
    receive(0);
    EXPECT_EQ(dropped(), 1u);
}

TEST_F(VitsOff, delivers_an_msi_that_was_translated_before)
{
    receive(0);
    set_enabled(false);
    enter();
    EXPECT_EQ(find(vlpi0), 0);
    receive(0); // does not merge with it
    EXPECT_EQ(dropped(), 1u);
    handle(0);
    leave();
    EXPECT_EQ(plpi(0).in_flight.total, 0u);
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
}

TEST_F(VitsOff, executes_its_commands_when_it_is_enabled_again)
{
    set_enabled(false);
    g.send({ its_cmd_int(device, 1) });
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    EXPECT_NE(g.read(GITS_CREADR), g.read(GITS_CWRITER));
    EXPECT_TRUE(g.read(GITS_CTLR, 4) & GITS_CTLR_QUIESCENT);
    set_enabled(true);
    EXPECT_EQ(g.read(GITS_CREADR), g.read(GITS_CWRITER));
    EXPECT_EQ(cpu().vgic->waiting, 1u);
}

TEST_F(VitsOff, delivers_an_msi_that_arrives_after_it_is_enabled_again)
{
    set_enabled(false);
    receive(0);
    set_enabled(true);
    receive(0);
    enter();
    EXPECT_EQ(find(vlpi0), 0);
    EXPECT_EQ(dropped(), 1u);
    EXPECT_EQ(plpi(0).in_flight.total, 1u);
    EXPECT_EQ(plpi(0).strays, 0u);
}

TEST_F(VitsOff, stops_a_storm_of_dropped_msis)
{
    set_enabled(false);
    storm();
    EXPECT_EQ(w.counter(PROBE_STORM_DETECTIONS, 0), 1u);
    EXPECT_EQ(plpi(0).in_flight.total, 0u) << "nothing is delivered";
}

TEST_F(VitsOff, ends_a_storm_of_dropped_msis_when_it_is_enabled_again)
{
    set_enabled(false);
    storm();
    set_enabled(true);
    EXPECT_TRUE(is_enabled(plpi(0)));
    EXPECT_EQ(plpi(0).strays, 0u);
}

// The CLEAR comes before the INV that enables the pLPI, so that it clears no later arrival.
TEST_F(VitsOff, clears_a_plpi_that_pends_disabled_at_the_redistributor)
{
    set_enabled(false);
    storm();
    w.commands.clear();
    set_enabled(true);
    ASSERT_EQ(w.commands.size(), 3u);
    EXPECT_EQ(w.commands[0].dw[0], 0x0000010000000004ull); // CLEAR of DeviceID 0x100
    EXPECT_EQ(w.commands[1].dw[0], 0x000001000000000cull); // INV
    EXPECT_EQ(w.commands[2].dw[0], 5u);                    // SYNC
}

TEST_F(VitsOff, leaves_an_earlier_storm_to_the_guests_eoi)
{
    storm();
    set_enabled(false);
    set_enabled(true);
    EXPECT_FALSE(is_enabled(plpi(0))) << "the guest has not handled it";
    set_enabled(false);
    enter();
    handle(0);
    leave();
    EXPECT_TRUE(is_enabled(plpi(0)));
}

TEST_F(VitsOff, counts_no_dropped_msi_in_a_later_storm)
{
    set_enabled(false);
    receive(0);
    receive(0);
    set_enabled(true);
    receive(0);
    receive(0);
    EXPECT_EQ(w.counter(PROBE_STORM_DETECTIONS, 0), 0u);
}

TEST_F(VitsOff, leaves_a_storm_into_an_unmapped_collection_stopped)
{
    g.send({ its_cmd_mapc(0, 0, false) });
    storm();
    set_enabled(false);
    set_enabled(true);
    EXPECT_FALSE(is_enabled(plpi(0)));
    g.send({ its_cmd_mapc(0, 0, true) });
    EXPECT_TRUE(is_enabled(plpi(0)));
}

TEST_F(VitsOff, takes_no_lock_when_it_is_enabled_if_no_msi_was_dropped)
{
    set_enabled(false);
    const unsigned before = w.lock("vgic").takes;
    set_enabled(true);
    EXPECT_EQ(w.lock("vgic").takes, before);
}

TEST(VitsFromReset, is_disabled)
{
    Bench fresh;
    fresh.g.assign();
    fresh.receive(0);
    EXPECT_EQ(fresh.w.counter(PROBE_VITS_DROPPED, 0), 1u);
}

} // namespace
