// SPDX-License-Identifier: Apache-2.0
// STATUSR and UMSIR of an ITS that has them: which drops set UMSI and with which syndrome,
// overflow, clearing, and accesses that no register takes. Literals are those of Arm IHI 0069,
// GITS_STATUSR and GITS_UMSIR.
#include "its_bench.h"

namespace {

using namespace itstorm;

constexpr std::uint64_t statusr = 0x0040, umsir = 0x0048;

ItsConfig reporting()
{
    ItsConfig config = uncached();
    config.umsi = true;
    return config;
}

struct ItsStatusr : testing::Test {
    ItsBench bench{ reporting() };

    void SetUp() override
    {
        bench.start();
        bench.map_fixture();
    }
    // Clears STATUSR, sends one MSI, and reads STATUSR.
    std::uint64_t statusr_after_msi(std::uint32_t device, std::uint32_t event)
    {
        bench.write(statusr, 4, 0x3f);
        bench.msi(device, event);
        bench.run();
        return bench.read(statusr, 4);
    }
};

TEST_F(ItsStatusr, syndrome_names_the_unmapped_or_out_of_range_id)
{
    EXPECT_EQ(statusr_after_msi(5, 3), 0u);         // nothing
    EXPECT_EQ(statusr_after_msi(65536, 3), 0x090u); // 2: DeviceID out of range
    EXPECT_EQ(statusr_after_msi(6, 3), 0x0d0u);     // 3: DeviceID unmapped
    EXPECT_EQ(statusr_after_msi(5, 32), 0x110u);    // 4: EventID out of range
    EXPECT_EQ(statusr_after_msi(5, 31), 0x150u);    // 5: EventID unmapped
    EXPECT_EQ(statusr_after_msi(5, 5), 0x1d0u);     // 7: collection unmapped
    bench.set_word(itt_a + 8 * 8, 0x8000'ffff'0000'2008u);
    EXPECT_EQ(statusr_after_msi(5, 8), 0x1d0u); // 7: no such collection
}

TEST_F(ItsStatusr, does_not_report_drops_of_mapped_events_or_of_a_disabled_its)
{
    bench.redistributors.lpis_off.insert(1);
    EXPECT_EQ(statusr_after_msi(5, 3), 0u); // LPIs off
    bench.set_word(collection_table + 1 * 8, 0x8000'0000'0007'0000u);
    EXPECT_EQ(statusr_after_msi(5, 3), 0u); // no such redistributor
    bench.disable();
    EXPECT_EQ(statusr_after_msi(6, 0), 0u); // disabled: ignored
    EXPECT_EQ(bench.dropped(Drop::ItsDisabled), 1u);
}

TEST_F(ItsStatusr, reports_syndrome_0_when_a_table_is_not_valid)
{
    bench.disable();
    bench.write(GITS_BASER1, 8, 0);
    bench.enable();
    EXPECT_EQ(statusr_after_msi(5, 3), 0x010u);
}

TEST_F(ItsStatusr, keeps_the_first_drop_and_sets_overflow_at_the_second)
{
    statusr_after_msi(6, 7);
    bench.msi(5, 31);
    bench.run();
    EXPECT_EQ(bench.read(statusr, 4), 0x0f0u); // UMSI, Overflow, Syndrome 3
    EXPECT_EQ(bench.read(umsir, 8), 0x0000'0006'0000'0007u);
    EXPECT_EQ(bench.read(umsir, 4), 7u);
    EXPECT_EQ(bench.read(umsir + 4, 4), 6u);
}

TEST_F(ItsStatusr, is_cleared_by_writing_one)
{
    statusr_after_msi(6, 7);
    bench.msi(5, 31);
    bench.run();
    bench.write(statusr, 4, 0x3c0); // Syndrome is read-only
    EXPECT_EQ(bench.read(statusr, 4), 0x0f0u);
    bench.write(statusr, 4, 0x20); // Overflow alone
    EXPECT_EQ(bench.read(statusr, 4), 0x0d0u);
    bench.write(statusr, 4, 0x10); // UMSI
    EXPECT_EQ(bench.read(statusr, 4), 0u);
    EXPECT_EQ(bench.read(umsir, 8), 0u);
    EXPECT_EQ(statusr_after_msi(5, 31), 0x150u); // the next drop is reported again
}

TEST_F(ItsStatusr, does_not_report_commands)
{
    bench.write(statusr, 4, 0x3f);
    EXPECT_EQ(bench.send(its_cmd_int(6, 0)).error, 0x010304u);
    EXPECT_EQ(bench.read(statusr, 4), 0u);
}

TEST_F(ItsStatusr, reports_reserved_write_only_and_read_only_accesses)
{
    bench.write(statusr, 4, 0x3f);
    bench.read(0x0060, 4);
    EXPECT_EQ(bench.read(statusr, 4), 0x1u); // RRD
    bench.write(0x0060, 4, 0);
    EXPECT_EQ(bench.read(statusr, 4), 0x3u); // WRD
    bench.read(0x10040, 4);
    EXPECT_EQ(bench.read(statusr, 4), 0x7u); // RWOD: GITS_TRANSLATER
    bench.write(0x0090, 8, 0);
    EXPECT_EQ(bench.read(statusr, 4), 0xfu); // WROD: GITS_CREADR
    bench.write(statusr, 4, 0x5);
    EXPECT_EQ(bench.read(statusr, 4), 0xau);
}

TEST(ItsWithoutStatusr, reads_statusr_and_umsir_as_zero) // REG-22
{
    ItsBench bench;
    bench.start();
    bench.msi(6, 0);
    bench.run();
    bench.read(0x0060, 4);
    bench.write(statusr, 4, 0x3f);
    EXPECT_EQ(bench.dropped(Drop::UnmappedDevice), 1u);
    EXPECT_EQ(bench.read(statusr, 4), 0u);
    EXPECT_EQ(bench.read(umsir, 8), 0u);
}

} // namespace
