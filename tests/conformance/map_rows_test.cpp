// SPDX-License-Identifier: Apache-2.0
// MAP: MAPD, MAPC, MAPTI, MAPI, DISCARD, MOVI, MOVALL.
#include "fixture.h"

namespace itstorm {

namespace {

std::uint64_t running_priority(Fixture& f, unsigned pe)
{
    return f.mrs(pe, ICC_RPR_EL1);
}

// (5, event) -> `lpi`, which is enabled with `config`; its redistributor knows.
void map_another(Fixture& f, std::uint32_t event, std::uint32_t lpi, std::uint16_t icid,
                 std::uint8_t config = 0xa3)
{
    f.set_config(lpi, config);
    f.send({ its_cmd_mapti(5, event, lpi, icid), its_cmd_invall(icid), its_cmd_sync(icid) });
}

// Looks at the pending table in memory, which holds the pending state while LPIs are off; they stay
// off.
bool table_is_zero(Fixture& f, unsigned pe)
{
    f.gicr_write(pe, GICR_CTLR, 0);
    for (std::uint64_t at = 1024; at < 8192; at += 8)
        if (f.peek(pending_tables + pe * 0x1'0000ull + at) != 0)
            return false;
    return true;
}

} // namespace

// ---- MAPD ----

TEST(MAP_01, a_mapped_event_is_delivered_with_its_priority)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    EXPECT_EQ(running_priority(f, 1), 0xa0u);
}

TEST(MAP_02, mapd_without_valid_unmaps_the_device_and_its_events)
{
    Fixture f;
    f.send({ its_cmd_mapd(5, 5, itt_a, false) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    ASSERT_EQ(f.drops.size(), 1u);
    EXPECT_EQ(f.drops[0].cause, Drop::UnmappedDevice);
    EXPECT_TRUE(f.ite(3).valid); // left alone
}

TEST(MAP_03, unmapping_a_device_twice_is_no_error)
{
    Fixture f;
    f.send({ its_cmd_mapd(5, 5, itt_a, false), its_cmd_mapd(5, 5, itt_a, false) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.error(), ITS_OK);
    EXPECT_FALSE(f.dte(5).valid);
}

TEST(MAP_04, mapd_of_a_device_out_of_range_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapd(65536, 5, itt_b, true) });
    EXPECT_EQ(f.error(), ITS_MAPD_DEVICE_OOR);
}

TEST(MAP_05, mapd_with_more_events_than_the_its_has_is_an_error)
{
    Fixture f;
    const its_dte before = f.dte(5);
    f.send({ its_cmd_mapd(5, 17, itt_b, true) });
    EXPECT_EQ(f.error(), ITS_MAPD_ITTSIZE_OOR);
    EXPECT_EQ(f.dte(5).itt, before.itt);
}

TEST(MAP_06, mapd_without_valid_ignores_size_and_address)
{
    Fixture f;
    f.send({ its_cmd_mapd(5, 32, 0xf'ffff'ffff'ff00, false) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.error(), ITS_OK);
    EXPECT_FALSE(f.dte(5).valid);
}

TEST(MAP_07, mapd_with_another_itt_leaves_the_events_behind)
{
    Fixture f;
    f.send({ its_cmd_mapd(5, 5, itt_b, true) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    ASSERT_EQ(f.drops.size(), 1u);
    EXPECT_EQ(f.drops[0].cause, Drop::UnmappedEvent);
}

TEST(MAP_08, mapd_with_the_old_itt_finds_them_again)
{
    Fixture f;
    f.send({ its_cmd_mapd(5, 5, itt_b, true) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    f.send({ its_cmd_mapd(5, 5, itt_a, true) });
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

// ---- MAPC ----

TEST(MAP_09, mapc_sends_later_msis_to_the_new_target)
{
    Fixture f;
    f.send({ its_cmd_mapc(1, 2, true) });
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(2, 8195));
    EXPECT_TRUE(f.nothing());
}

TEST(MAP_10, mapc_to_a_redistributor_that_is_not_there_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapc(1, 7, true) });
    EXPECT_EQ(f.error(), ITS_MAPC_PROCNUM_OOR);
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195)); // mapped as before
}

TEST(MAP_11, msis_of_an_unmapped_collection_are_dropped)
{
    Fixture f;
    f.send({ its_cmd_mapc(1, 1, false) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    ASSERT_EQ(f.drops.size(), 1u);
    EXPECT_EQ(f.drops[0].cause, Drop::UnmappedCollection);
}

TEST(MAP_12, mapc_without_valid_ignores_rdbase)
{
    Fixture f;
    f.send({ its_cmd_mapc(1, 0xffff, false) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.error(), ITS_OK);
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
}

// ---- MAPTI, MAPI ----

TEST(MAP_13, an_event_may_be_mapped_before_its_collection)
{
    Fixture f;
    f.set_config(8200, 0xa3);
    f.send({ its_cmd_mapti(5, 6, 8200, 9), its_cmd_mapc(9, 3, true), its_cmd_invall(9),
             its_cmd_sync(3) });
    EXPECT_EQ(f.error(), ITS_OK);
    f.msi(5, 6);
    EXPECT_TRUE(f.gets(3, 8200));
}

TEST(MAP_14, mapti_of_an_event_beyond_the_itt_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapti(5, 32, 8200, 1) });
    EXPECT_EQ(f.error(), ITS_MAPTI_ID_OOR);
    EXPECT_FALSE(f.ite(32).valid);
}

TEST(MAP_15, mapti_of_an_intid_below_the_lpis_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapti(5, 6, 8191, 1) });
    EXPECT_EQ(f.error(), ITS_MAPTI_PHYSICALID_OOR);
}

TEST(MAP_16, mapti_of_an_intid_beyond_the_lpis_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapti(5, 6, 65536, 1) });
    EXPECT_EQ(f.error(), ITS_MAPTI_PHYSICALID_OOR);
}

TEST(MAP_17, mapti_for_an_unmapped_device_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapti(9, 3, 8200, 1) });
    EXPECT_EQ(f.error(), ITS_MAPTI_UNMAPPED_DEVICE);
}

TEST(MAP_18, mapti_to_a_collection_out_of_range_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapti(5, 6, 8200, 0xffff) });
    EXPECT_EQ(f.error(), ITS_MAPTI_COLLECTION_OOR);
    EXPECT_FALSE(f.ite(6).valid);
}

TEST(MAP_19, mapi_maps_the_event_to_the_lpi_of_its_number)
{
    Fixture f;
    f.set_config(8192, 0xa3);
    f.send({ its_cmd_mapd(6, 16, spare, true), its_cmd_mapi(6, 8192, 0), its_cmd_invall(0),
             its_cmd_sync(0) });
    EXPECT_EQ(f.error(), ITS_OK);
    f.msi(6, 8192);
    EXPECT_TRUE(f.gets(0, 8192));
}

TEST(MAP_20, mapi_of_an_event_that_is_no_lpi_number_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_mapi(5, 3, 1) });
    EXPECT_EQ(f.error(), ITS_MAPI_PHYSICALID_OOR);
    EXPECT_EQ(f.ite(3).intid, 8195u);
}

TEST(MAP_21, mapti_over_a_mapped_event_leaves_the_pending_lpi_alone)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.send({ its_cmd_mapti(5, 3, 8199, 1), its_cmd_sync(1) });
    EXPECT_EQ(f.ite(3).intid, 8199u);
    EXPECT_TRUE(f.pending(1, 8195));
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(MAP_22, two_events_of_one_lpi_are_one_delivery)
{
    Fixture f;
    map_another(f, 6, 8200, 0);
    map_another(f, 7, 8200, 0);
    f.mask(0);
    f.msi(5, 6);
    f.msi(5, 7);
    f.unmask(0);
    f.settle();
    EXPECT_TRUE(f.gets(0, 8200));
    f.eoi(0, 8200);
    EXPECT_TRUE(f.nothing());
    EXPECT_EQ(f.gic.ledger.merged_in_redistributor, 1u);
}

// ---- DISCARD ----

TEST(MAP_23, discard_throws_away_what_is_pending)
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

TEST(MAP_27, movi_takes_along_what_is_pending)
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

TEST(MAP_28, movi_to_a_collection_of_the_same_target_keeps_what_is_pending)
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

TEST(MAP_31, movall_moves_everything_that_is_pending)
{
    Fixture f;
    map_another(f, 6, 8200, 1, 0x93);
    map_another(f, 7, 8201, 1, 0xb3);
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

TEST(MAP_33, movall_to_a_redistributor_that_is_not_there_is_an_error)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    f.send({ its_cmd_movall(1, 7) });
    EXPECT_EQ(f.error(), ITS_MOVALL_PROCNUM_OOR);
    EXPECT_TRUE(f.pending(1, 8195));
}

TEST(MAP_34, movall_to_where_lpis_are_off_leaves_the_source_alone)
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
