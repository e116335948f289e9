// SPDX-License-Identifier: Apache-2.0
// MAP, the rows of DISCARD, MOVI and MOVALL.
#include "fixture.h"

namespace itstorm {

namespace {

// Disables LPIs, which writes the pending state to memory, and reads the pending table there.
bool table_is_zero(Fixture& f, unsigned pe)
{
    f.gicr_write(pe, GICR_CTLR, 0);
    for (std::uint64_t at = 1024; at < 8192; at += 8)
        if (f.peek(pending_tables + pe * 0x1'0000ull + at) != 0)
            return false;
    return true;
}

} // namespace

// ---- DISCARD ----

TEST(MAP_23, discard_clears_the_pending_lpi)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    ASSERT_TRUE(f.pending(1, 8195));
    f.send({ its_cmd_discard(5, 3), its_cmd_sync(1) });
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.nothing());
    EXPECT_FALSE(f.pending(1, 8195));
    EXPECT_TRUE(table_is_zero(f, 1));
}

TEST(MAP_24, discard_of_a_discarded_event_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_discard(5, 3) });
    EXPECT_EQ(f.error(), ITS_OK);
    f.send({ its_cmd_discard(5, 3) });
    EXPECT_EQ(f.error(), ITS_DISCARD_UNMAPPED_INTERRUPT);
}

TEST(MAP_25, an_event_mapped_again_after_discard_is_delivered)
{
    Fixture f;
    f.send({ its_cmd_discard(5, 3), its_cmd_mapti(5, 3, 8195, 1), its_cmd_sync(1) });
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

// ---- MOVI ----

TEST(MAP_26, movi_sends_later_msis_to_the_new_target)
{
    Fixture f;
    f.send({ its_cmd_movi(5, 3, 0), its_cmd_sync(0), its_cmd_sync(1) });
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(0, 8195));
    EXPECT_TRUE(f.nothing());
}

TEST(MAP_27, movi_moves_the_pending_lpi)
{
    Fixture f;
    f.mask(0);
    f.mask(1);
    f.msi(5, 3);
    f.send({ its_cmd_movi(5, 3, 0), its_cmd_sync(0), its_cmd_sync(1) });
    f.unmask(0);
    f.unmask(1);
    f.settle();
    EXPECT_FALSE(f.gic.irq(1));
    EXPECT_TRUE(f.gets(0, 8195));
    EXPECT_TRUE(f.nothing());
}

TEST(MAP_28, movi_to_a_collection_of_the_same_target_keeps_the_pending_lpi)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.send({ its_cmd_mapc(2, 1, true), its_cmd_movi(5, 3, 2), its_cmd_sync(1) });
    EXPECT_EQ(f.error(), ITS_OK);
    EXPECT_EQ(f.ite(3).icid, 2u);
    EXPECT_TRUE(f.pending(1, 8195));
}

TEST(MAP_29, movi_to_an_unmapped_collection_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_movi(5, 3, 9) });
    EXPECT_EQ(f.error(), ITS_MOVI_UNMAPPED_COLLECTION);
    EXPECT_EQ(f.ite(3).icid, 1u);
}

TEST(MAP_30, movi_of_an_unmapped_event_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_movi(5, 20, 0) });
    EXPECT_EQ(f.error(), ITS_MOVI_UNMAPPED_INTERRUPT);
}

// ---- MOVALL ----

TEST(MAP_31, movall_moves_every_pending_lpi)
{
    Fixture f;
    f.map_event(6, 8200, 1, 0x93);
    f.map_event(7, 8201, 1, 0xb3);
    f.mask(0);
    f.mask(1);
    for (const std::uint32_t event : { 7, 3, 6 })
        f.msi(5, event);
    f.send({ its_cmd_movall(1, 0), its_cmd_sync(1), its_cmd_sync(0) });
    EXPECT_EQ(f.error(), ITS_OK);
    f.unmask(0);
    f.unmask(1);
    f.settle();
    EXPECT_FALSE(f.gic.irq(1));
    for (const std::uint32_t lpi : { 8200, 8195, 8201 }) { // by priority
        EXPECT_TRUE(f.gets(0, lpi));
        f.eoi(0, lpi);
    }
    EXPECT_TRUE(f.nothing());
    EXPECT_TRUE(table_is_zero(f, 1));
}

TEST(MAP_31, movall_changes_no_collection)
{
    Fixture f;
    f.send({ its_cmd_movall(1, 0), its_cmd_sync(0) });
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(MAP_32, movall_to_the_same_target_changes_nothing)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.send({ its_cmd_movall(1, 1), its_cmd_sync(1) });
    EXPECT_EQ(f.error(), ITS_OK);
    EXPECT_TRUE(f.pending(1, 8195));
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(MAP_33, movall_to_a_redistributor_that_does_not_exist_is_an_error)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.send({ its_cmd_movall(1, 7) });
    EXPECT_EQ(f.error(), ITS_MOVALL_PROCNUM_OOR);
    EXPECT_TRUE(f.pending(1, 8195));
}

TEST(MAP_34, movall_to_a_redistributor_with_lpis_off_leaves_the_source_alone)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.gicr_write(0, GICR_CTLR, 0);
    f.send({ its_cmd_movall(1, 0), its_cmd_sync(1) });
    EXPECT_EQ(f.error(), ITS_OK);
    EXPECT_TRUE(f.drained());
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(MAP_35, an_lpi_pending_at_both_is_delivered_once)
{
    Fixture f;
    f.mask(0);
    f.mask(1);
    f.msi(5, 3);
    f.send({ its_cmd_mapc(1, 0, true), its_cmd_sync(0) });
    f.msi(5, 3);
    ASSERT_TRUE(f.pending(0, 8195) && f.pending(1, 8195));
    f.send({ its_cmd_movall(1, 0), its_cmd_sync(1), its_cmd_sync(0) });
    f.unmask(0);
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.gets(0, 8195));
    f.eoi(0, 8195);
    EXPECT_TRUE(f.nothing());
}

TEST(MAP_36, discard_with_an_unmapped_collection_is_an_error_and_keeps_the_event)
{
    Fixture f;
    f.send({ its_cmd_mapc(1, 1, false), its_cmd_discard(5, 3) });
    EXPECT_EQ(f.error(), 0x010f10u);
    EXPECT_TRUE(f.ite(3).valid);
}

} // namespace itstorm
