// SPDX-License-Identifier: Apache-2.0
// MAP: MAPD, MAPC, MAPTI and MAPI. The rows of DISCARD, MOVI and MOVALL are in
// map_move_rows_test.cpp.
#include "fixture.h"

namespace itstorm {

namespace {

std::uint64_t running_priority(Fixture& f, unsigned pe)
{
    return f.mrs(pe, ICC_RPR_EL1);
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

TEST(MAP_07, mapd_with_another_itt_finds_no_event_mapped)
{
    Fixture f;
    f.send({ its_cmd_mapd(5, 5, itt_b, true) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    ASSERT_EQ(f.drops.size(), 1u);
    EXPECT_EQ(f.drops[0].cause, Drop::UnmappedEvent);
}

TEST(MAP_08, mapd_with_the_old_itt_finds_the_events_mapped_again)
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

TEST(MAP_10, mapc_to_a_redistributor_that_does_not_exist_is_an_error)
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
    f.map_event(6, 8200, 0);
    f.map_event(7, 8200, 0);
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

} // namespace itstorm
