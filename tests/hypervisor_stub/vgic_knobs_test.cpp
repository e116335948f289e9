// SPDX-License-Identifier: Apache-2.0
// Where upstream Xen differs: kicks, maintenance interrupts, vLPIs that move, MOVALL.
#include "storm_bench.h"

using namespace fake;

namespace {

enum Kick { News, Always };
enum Maintenance { AtEoi, Underflow };
enum Moved { Migrates, Stays };
enum Movall { Moves, Ignored };

// Two vCPUs, each on a PE of its own and in its guest; all vectors but odd ones are vCPU 0's.
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

TEST(VgicKick, a_plpi_that_merges_kicks_nobody)
{
    Two b({});
    b.receive(1); // of vCPU 1, on PE 0
    EXPECT_EQ(b.kicks(), 1u);
    b.receive(1);
    EXPECT_EQ(b.kicks(), 1u);
}

TEST(VgicKick, always_each_plpi_kicks_so_that_a_storm_becomes_one_of_SGIs)
{
    Two b({ { "vgic.kick", Always } });
    for (unsigned n = 0; n < 10; n++)
        b.receive(1);
    EXPECT_EQ(b.kicks(), 10u);
}

TEST(VgicKick, always_one_that_is_disabled_does_too)
{
    Two b({ { "vgic.kick", Always } });
    b.set_enabled(1, false);
    const unsigned before = b.kicks();
    b.receive(1);
    EXPECT_EQ(b.kicks(), before + 1);
}

// ---- vgic.kick_at_inv ----

TEST(VgicKickAtInv, an_INV_that_makes_something_deliverable_kicks_its_vcpu)
{
    Two b({});
    b.set_enabled(1, false);
    b.receive(1);
    const unsigned before = b.kicks();
    b.set_enabled(1, true);
    EXPECT_EQ(b.kicks(), before + 1);
}

TEST(VgicKickAtInv, or_it_is_seen_at_the_next_exit)
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

TEST(VgicMaintenance, an_eoi_that_a_storm_waits_for_asks_for_one)
{
    StormBench b({ { "storm.detect", Inflight } });
    b.fire(0, 2);
    b.enter();
    EXPECT_TRUE(b.lr(0).eoi);
}

TEST(VgicMaintenance, with_underflow_only_no_list_register_asks)
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

TEST(VgicMoved, what_stays_would_not_be_found_by_an_invall_that_looks_at_what_pends)
{
    EXPECT_THROW(Two({ { "vgic.moved", Stays }, { "vits.invall", 1 } }), std::runtime_error);
}

TEST(VgicMoved, what_pends_goes_along_with_a_vlpi_that_moves)
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

TEST(VgicMoved, or_it_is_delivered_where_it_was)
{
    Staying b;
    EXPECT_NE(b.find(INTID_LPI_FIRST), -1);
}

TEST(VgicMoved, and_the_next_arrival_goes_to_where_it_has_moved)
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

TEST(VgicMoved, what_came_again_before_its_eoi_is_delivered_there_too)
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

TEST(VgicMoved, after_a_clear_nothing_keeps_it)
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

TEST(VitsMovallKnob, moves_what_pends_of_one_vcpu)
{
    Two b({});
    b.receive(0);
    b.g.send({ its_cmd_movall(0, 1) });
    EXPECT_EQ(b.vlpi(0).target, &b.cpu(1));
}

TEST(VitsMovallKnob, or_is_ignored)
{
    Two b({ { "vits.movall", Ignored } });
    b.receive(0);
    EXPECT_EQ(b.g.send({ its_cmd_movall(0, 1) }), 0u);
    EXPECT_EQ(b.vlpi(0).target, &b.cpu(0));
}
