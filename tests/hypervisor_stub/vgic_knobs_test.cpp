// SPDX-License-Identifier: Apache-2.0
// The knobs for what upstream Xen does differently: kicks, maintenance interrupts, vLPIs that move,
// MOVALL.
#include "storm_bench.h"

using namespace fake;

namespace {

enum Kick { News, Always };
enum Maintenance { AtEoi, Underflow };
enum Moved { Migrates, Stays };
enum Movall { Moves, Ignored };

// Two vCPUs, each on a PE of its own and in its guest; odd vectors are vCPU 1's.
struct Two : StormBench {
    explicit Two(Knobs knobs) : StormBench(std::move(knobs), 4, true, 2)
    {
        for (unsigned v = 0; v < 2; v++) {
            load(v, v);
            enter(v, v);
        }
        w.pes[0].sgis_sent = w.pes[1].sgis_sent = 0;
    }
    unsigned kicks() const { return w.pes[0].sgis_sent + w.pes[1].sgis_sent; }
};

} // namespace

// ---- vgic.kick ----

TEST(VgicKick, news_sends_no_kick_for_a_plpi_that_merges)
{
    Two b({});
    b.receive(1); // of vCPU 1, on PE 0
    EXPECT_EQ(b.kicks(), 1u);
    b.receive(1);
    EXPECT_EQ(b.kicks(), 1u);
}

TEST(VgicKick, always_sends_a_kick_for_every_plpi_of_a_storm)
{
    Two b({ { "vgic.kick", Always } });
    for (unsigned n = 0; n < 10; n++)
        b.receive(1);
    EXPECT_EQ(b.kicks(), 10u);
}

TEST(VgicKick, always_sends_a_kick_for_a_disabled_vlpi)
{
    Two b({ { "vgic.kick", Always } });
    b.set_enabled(1, false);
    const unsigned before = b.kicks();
    b.receive(1);
    EXPECT_EQ(b.kicks(), before + 1);
}

// ---- vgic.kick_at_inv ----

TEST(VgicKickAtInv, on_an_inv_that_makes_a_vlpi_deliverable_kicks_its_vcpu)
{
    Two b({});
    b.set_enabled(1, false);
    b.receive(1);
    const unsigned before = b.kicks();
    b.set_enabled(1, true);
    EXPECT_EQ(b.kicks(), before + 1);
}

TEST(VgicKickAtInv, off_the_vlpi_is_listed_after_the_next_exit)
{
    Two b({ { "vgic.kick_at_inv", 0 } });
    b.set_enabled(1, false);
    b.receive(1);
    const unsigned before = b.kicks();
    b.set_enabled(1, true);
    EXPECT_EQ(b.kicks(), before);
    b.leave(1, 1);
    b.enter(1, 1);
    EXPECT_NE(b.find(INTID_LPI_FIRST + 1, 1), -1);
}

// ---- vgic.maintenance ----

TEST(VgicMaintenance, at_eoi_a_storm_sets_the_eoi_bit_of_the_list_register)
{
    StormBench b({ { "storm.detect", Inflight } });
    b.fire(0, 2);
    b.enter();
    EXPECT_TRUE(b.lr(0).eoi);
}

TEST(VgicMaintenance, underflow_sets_no_eoi_bit_and_a_storm_ends_at_the_next_exit)
{
    StormBench b({ { "storm.detect", Inflight }, { "vgic.maintenance", Underflow } });
    b.fire(0, 2);
    b.enter();
    EXPECT_FALSE(b.lr(0).eoi);
    b.handle(0);
    b.leave(); // at the next exit it is seen all the same
    EXPECT_TRUE(b.enabled(0));
}

// ---- vgic.moved ----

TEST(VgicMoved, stays_is_refused_together_with_bitmap64)
{
    EXPECT_THROW(Two({ { "vgic.moved", Stays }, { "vits.invall", 1 } }), std::runtime_error);
}

TEST(VgicMoved, migrates_takes_a_pending_vlpi_along)
{
    Two b({});
    b.receive(0);
    b.g.send({ its_cmd_movi(MiniGuest::device, 0, 1) });
    b.leave(1, 1);
    b.enter(1, 1);
    EXPECT_NE(b.find(INTID_LPI_FIRST, 1), -1);
}

struct Staying : Two {
    Staying() : Two({ { "vgic.moved", Stays } })
    {
        receive(0);
        g.send({ its_cmd_movi(MiniGuest::device, 0, 1) });
        leave();
        enter();
    }
};

TEST(VgicMoved, stays_delivers_a_pending_vlpi_at_the_old_vcpu)
{
    Staying b;
    EXPECT_NE(b.find(INTID_LPI_FIRST), -1);
}

TEST(VgicMoved, stays_delivers_the_next_arrival_at_the_new_vcpu)
{
    Staying b;
    b.handle(static_cast<unsigned>(b.find(INTID_LPI_FIRST)));
    b.leave();
    b.enter();
    b.receive(0);
    b.leave(1, 1);
    b.enter(1, 1);
    EXPECT_NE(b.find(INTID_LPI_FIRST, 1), -1);
    EXPECT_EQ(b.find(INTID_LPI_FIRST), -1);
}

TEST(VgicMoved, stays_delivers_an_arrival_before_the_eoi_at_the_old_vcpu)
{
    Staying b;
    b.acknowledge(static_cast<unsigned>(b.find(INTID_LPI_FIRST)));
    b.receive(0);
    b.leave();
    b.enter();
    b.eoi(static_cast<unsigned>(b.find(INTID_LPI_FIRST)));
    b.leave();
    b.enter();
    EXPECT_NE(b.find(INTID_LPI_FIRST), -1);
}

TEST(VgicMoved, stays_moves_the_vlpi_after_a_clear)
{
    Staying b;
    b.handle(static_cast<unsigned>(b.find(INTID_LPI_FIRST)));
    b.set_enabled(0, false);
    b.leave();
    b.g.send({ its_cmd_movi(MiniGuest::device, 0, 0) });
    b.receive(0);
    b.g.send({ its_cmd_movi(MiniGuest::device, 0, 1), its_cmd_clear(MiniGuest::device, 0) });
    EXPECT_EQ(b.vlpi(0).owner, &b.cpu(1));
}

// ---- vits.movall ----

TEST(VitsMovallKnob, moves_moves_a_pending_vlpi)
{
    Two b({});
    b.receive(0);
    b.g.send({ its_cmd_movall(0, 1) });
    EXPECT_EQ(b.vlpi(0).target, &b.cpu(1));
}

TEST(VitsMovallKnob, ignored_leaves_a_pending_vlpi_at_its_vcpu)
{
    Two b({ { "vits.movall", Ignored } });
    b.receive(0);
    EXPECT_EQ(b.g.send({ its_cmd_movall(0, 1) }), 0u);
    EXPECT_EQ(b.vlpi(0).target, &b.cpu(0));
}
