// SPDX-License-Identifier: Apache-2.0
// INV: INT, CLEAR, INV, INVALL, SYNC.
#include "fixture.h"

namespace itstorm {

namespace {

// Expects that `pe` acknowledges `intid` at this priority.
void expect_priority(Fixture& f, unsigned pe, std::uint32_t intid, std::uint64_t priority)
{
    EXPECT_TRUE(f.gets(pe, intid));
    EXPECT_EQ(f.mrs(pe, ICC_RPR_EL1), priority);
}

// Runs until CREADR has passed every announced command, and not longer.
void run_until_drained(Fixture& f)
{
    for (unsigned n = 0; n < 100'000 && !f.drained(); n++)
        f.gic.run(sc_core::sc_time(1, sc_core::SC_NS));
    EXPECT_TRUE(f.drained());
}

void unmap_collection(Fixture& f)
{
    f.send({ its_cmd_mapc(1, 1, false) });
}

} // namespace

TEST(INV_01, int_sets_the_pending_bit_as_a_message_would)
{
    Fixture f;
    f.send({ its_cmd_int(5, 3) });
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(INV_02, int_of_an_unmapped_event_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_int(5, 20) });
    EXPECT_EQ(f.error(), ITS_INT_UNMAPPED_INTERRUPT);
}

TEST(INV_03, clear_takes_the_pending_bit_away)
{
    Fixture f;
    f.mask(1);
    f.send({ its_cmd_int(5, 3), its_cmd_sync(1) });
    ASSERT_TRUE(f.pending(1, 8195));
    f.send({ its_cmd_clear(5, 3), its_cmd_sync(1) });
    f.unmask(1);
    f.settle();
    EXPECT_TRUE(f.nothing());
}

TEST(INV_04, clear_of_an_lpi_that_is_not_pending_is_no_error)
{
    Fixture f;
    f.send({ its_cmd_clear(5, 3) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.error(), ITS_OK);
    f.msi(5, 3); // and the event still works
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(INV_05, clear_recalls_an_lpi_from_the_cpu_interface)
{
    Fixture f;
    f.msi(5, 3);
    ASSERT_TRUE(f.gic.irq(1));
    f.send({ its_cmd_clear(5, 3), its_cmd_sync(1) });
    EXPECT_FALSE(f.gic.irq(1));
    EXPECT_EQ(f.acknowledge(1), 1023u);
}

TEST(INV_06, without_inv_either_the_old_or_the_new_configuration_is_used)
{
    Fixture f;
    f.set_config(8195, 0x22);
    f.msi(5, 3);
    if (f.gic.irq(1)) {
        expect_priority(f, 1, 8195, 0xa0);
        f.eoi(1, 8195);
        EXPECT_FALSE(f.pending(1, 8195));
    } else {
        EXPECT_TRUE(f.pending(1, 8195));
    }
    EXPECT_TRUE(f.nothing());
}

TEST(INV_06, a_cached_configuration_is_used_until_inv)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    f.set_config(8195, 0x22);
    f.msi(5, 3);
    expect_priority(f, 1, 8195, 0xa0);
}

TEST(INV_07, after_inv_and_sync_a_disabled_lpi_is_pending_and_not_delivered)
{
    Fixture f;
    f.msi(5, 3); // its configuration is cached
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    f.set_config(8195, 0x22);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    EXPECT_TRUE(f.pending(1, 8195));
}

TEST(INV_08, a_pending_lpi_is_delivered_when_inv_finds_it_enabled)
{
    Fixture f;
    f.set_config(8195, 0x22);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    f.set_config(8195, 0xa3);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(INV_09, after_inv_the_new_priority_is_used)
{
    Fixture f;
    f.msi(5, 3);
    expect_priority(f, 1, 8195, 0xa0);
    f.eoi(1, 8195);
    f.set_config(8195, 0x23);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    f.msi(5, 3);
    expect_priority(f, 1, 8195, 0x20);
}

TEST(INV_10, after_invall_the_new_configurations_of_its_target_are_used)
{
    Fixture f;
    f.msi(5, 3);
    expect_priority(f, 1, 8195, 0xa0);
    f.eoi(1, 8195);
    f.set_config(8195, 0x23);
    f.send({ its_cmd_invall(1), its_cmd_sync(1) });
    f.msi(5, 3);
    expect_priority(f, 1, 8195, 0x20);
}

TEST(INV_11, invall_of_an_unmapped_collection_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_invall(9) });
    EXPECT_EQ(f.error(), ITS_INVALL_UNMAPPED_COLLECTION);
}

TEST(INV_12, invall_of_a_collection_out_of_range_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_invall(0x8000) });
    EXPECT_EQ(f.error(), ITS_INVALL_COLLECTION_OOR);
}

TEST(INV_13, inv_of_an_unmapped_event_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_inv(5, 20) });
    EXPECT_EQ(f.error(), ITS_INV_UNMAPPED_INTERRUPT);
}

TEST(INV_14, an_lpi_that_invall_enables_is_delivered_once_creadr_has_passed_the_sync)
{
    Fixture f;
    f.set_config(8195, 0xa2);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    f.msi(5, 3);
    ASSERT_TRUE(f.nothing());
    f.set_config(8195, 0xa3);
    f.put(its_cmd_invall(1));
    f.put(its_cmd_sync(1));
    f.announce();
    run_until_drained(f);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(INV_15, clear_of_a_device_out_of_range_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_clear(65536, 3) });
    EXPECT_EQ(f.error(), 0x010501u);
}

TEST(INV_16, sync_with_nothing_outstanding_is_executed)
{
    Fixture f;
    f.send({ its_cmd_sync(0) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.error(), ITS_OK);
}

TEST(INV_17, after_mapti_and_sync_the_new_mapping_is_used)
{
    Fixture f;
    f.msi(5, 3); // the old one is cached
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    f.set_config(8199, 0xa3);
    f.send({ its_cmd_mapti(5, 3, 8199, 0), its_cmd_sync(0) });
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(0, 8199));
    EXPECT_TRUE(f.nothing());
}

TEST(INV_18, after_movi_and_both_syncs_only_the_new_target_gets_the_lpi)
{
    Fixture f;
    f.post(5, 3); // may still be on its way
    f.send({ its_cmd_movi(5, 3, 0), its_cmd_sync(1), its_cmd_sync(0) });
    f.msi(5, 3);
    EXPECT_FALSE(f.gic.irq(1));
    EXPECT_TRUE(f.gets(0, 8195));
    EXPECT_FALSE(f.pending(1, 8195));
}

TEST(INV_19, int_with_an_unmapped_collection_is_an_error)
{
    Fixture f;
    unmap_collection(f);
    f.send({ its_cmd_int(5, 3) });
    EXPECT_EQ(f.error(), 0x010310u);
}

TEST(INV_20, clear_with_an_unmapped_collection_is_an_error)
{
    Fixture f;
    unmap_collection(f);
    f.send({ its_cmd_clear(5, 3) });
    EXPECT_EQ(f.error(), 0x010510u);
}

TEST(INV_20, inv_with_an_unmapped_collection_is_an_error)
{
    Fixture f;
    unmap_collection(f);
    f.send({ its_cmd_inv(5, 3) });
    EXPECT_EQ(f.error(), 0x010c10u);
}

} // namespace itstorm
