// SPDX-License-Identifier: Apache-2.0
// The control frame: reset values, fields that do not change, halves, ignored writes, what Linux
// probes. Literals are copied from Arm IHI 0069, ITS register map; REG and BAS name conformance
// rows.
#include "its_bench.h"

namespace {

using namespace itstorm;

TEST(ItsRegs, CtlrResetsToDisabledAndQuiescent) // REG-01
{
    ItsBench bench;
    EXPECT_EQ(bench.read(0x0000, 4), 0x8000'0000u);
}

TEST(ItsRegs, RingAndTablesResetToInvalid) // REG-02, REG-03
{
    ItsBench bench;
    EXPECT_EQ(bench.read(0x0080, 8), 0u);
    EXPECT_EQ(bench.read(0x0088, 8), 0u);
    EXPECT_EQ(bench.read(0x0090, 8), 0u);
    EXPECT_EQ(bench.read(0x0100, 8), 0x0107'0000'0000'0000u); // Type 1 devices, 8-byte entries
    EXPECT_EQ(bench.read(0x0108, 8), 0x0407'0000'0000'0000u); // Type 4 collections
}

TEST(ItsRegs,
     TyperReportsWhatTheConfigurationSays) // 16 EventID and DeviceID bits, 8-byte ITEs, CIL=0
{
    ItsBench bench;
    EXPECT_EQ(bench.read(0x0008, 8), 0x0000'0000'0001'ef71u);
    EXPECT_EQ(bench.read(0x0008, 4), 0x0001'ef71u); // REG-07
    EXPECT_EQ(bench.read(0x000c, 4), 0u);
}

TEST(ItsRegs, TyperNamesACollectionWidthOtherThan16)
{
    ItsConfig config = uncached();
    config.device_bits = 20;
    config.event_bits = 8;
    config.icid_bits = 10;
    ItsBench bench(config);
    EXPECT_EQ(bench.read(0x0008, 8),
              0x0000'0019'0002'6771u); // CIL=1, CIDbits=9, Devbits=19, ID_bits=7
}

TEST(ItsRegs, TyperNamesWhatElseIsBuilt)
{
    ItsConfig config = uncached();
    config.umsi = config.inv = true;
    ItsBench bench(config);
    EXPECT_EQ(bench.read(0x0008, 8), 0x0000'5000'0001'ef71u); // UMSI, INV; not UMSIirq
}

TEST(ItsRegs, IdentificationIsReadOnly) // REG-04, REG-05
{
    ItsBench bench;
    const std::uint64_t iidr = bench.read(0x0004, 4), typer = bench.read(0x0008, 8),
                        pidr2 = bench.read(0xffe8, 4);
    bench.write(0x0004, 4, 0xffff'ffff);
    bench.write(0x0008, 8, ~0ull);
    bench.write(0xffe8, 4, 0xffff'ffff);
    EXPECT_EQ(bench.read(0x0004, 4), iidr);
    EXPECT_EQ(bench.read(0x0008, 8), typer);
    EXPECT_EQ(bench.read(0xffe8, 4), pidr2);
    EXPECT_EQ(pidr2 >> 4 & 0xf, 3u); // GICv3
}

TEST(ItsRegs, PeripheralAndComponentIdentification) // REG-06
{
    ItsBench bench;
    const std::uint32_t words[] = { 0x44, 0, 0, 0, 0x49, 0xb0, 0x3b, 0, 0x0d, 0xf0, 0x05, 0xb1 };
    for (unsigned n = 0; n < 12; n++)
        EXPECT_EQ(bench.read(0xffd0 + 4 * n, 4), words[n]) << n;
}

TEST(ItsRegs, CbaserTakesTwo32BitHalves) // REG-08
{
    ItsBench bench;
    bench.write(0x0080, 4, 0x8030'0401);
    bench.write(0x0084, 4, 0xb8a0'0000);
    EXPECT_EQ(bench.read(0x0080, 8), 0xb8a0'0000'8030'0401u);
}

TEST(ItsRegs, CbaserReservedBitsAndAddressBelow64KibReadZero) // REG-17, REG-18
{
    ItsBench bench;
    bench.write(0x0080, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0080, 8), 0xb8ef'ffff'ffff'0cffu);
}

TEST(ItsRegs, CwriterKeepsOnlyItsOffset) // REG-09, REG-11
{
    ItsBench bench;
    bench.write(0x0088, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0088, 8), 0x000f'ffe0u);
}

TEST(ItsRegs, CreadrIsReadOnly) // REG-10
{
    ItsBench bench;
    bench.write(0x0090, 8, 0x40);
    EXPECT_EQ(bench.read(0x0090, 8), 0u);
}

TEST(ItsRegs, CtlrHasNoOtherWritableBit) // REG-15, REG-16
{
    ItsBench bench;
    bench.write(0x0000, 4, 0xffff'ffff);
    EXPECT_EQ(bench.read(0x0000, 4), 1u); // Enabled; Quiescent reads 0 while enabled
}

TEST(ItsRegs, UnlistedOffsetsReadZeroAndIgnoreWrites) // REG-12, REG-13, REG-14
{
    ItsBench bench;
    for (const std::uint64_t offset :
         { 0x0010ull, 0x0014ull, 0x0018ull, 0x0040ull, 0x0048ull, 0x0060ull, 0x0110ull, 0xf000ull,
           0x10000ull, 0x10040ull, 0x1fff8ull }) {
        if (offset != GITS_TRANSLATER)
            bench.write(offset, 4, 0xffff'ffff);
        EXPECT_EQ(bench.read(offset, 4), 0u) << std::hex << offset;
    }
}

TEST(ItsRegs, AccessSizesThatNoRegisterTakesReadZeroAndIgnoreWrites)
{
    ItsBench bench;
    bench.write(0x0000, 1, 1);
    bench.write(0x0088, 2, 0x40);
    EXPECT_EQ(bench.read(0x0000, 8), 0u);
    EXPECT_EQ(bench.read(0x0008, 2), 0u);
    EXPECT_EQ(bench.read(0x0000, 4), 0x8000'0000u);
    EXPECT_EQ(bench.read(0x0088, 8), 0u);
}

TEST(ItsRegs, UnimplementedBasersAreZero) // BAS-02
{
    ItsBench bench;
    for (std::uint64_t offset = 0x0110; offset < 0x0140; offset += 8) {
        bench.write(offset, 8, ~0ull);
        EXPECT_EQ(bench.read(offset, 8), 0u);
    }
}

ItsConfig flat_only()
{
    ItsConfig config = uncached();
    config.indirect = false;
    return config;
}

TEST(ItsRegs, BaserTypeAndEntrySizeCannotBeWrittenAndTheReservedPageSizeDoesNotStick) // BAS-01
{
    ItsBench bench;
    bench.write(0x0100, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0100, 8), 0xf9e7'ffff'ffff'feffu);
    bench.write(0x0108, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0108, 8), 0xbce7'ffff'ffff'feffu); // collections: flat only
}

TEST(ItsRegs, WithoutTwoLevelTablesIndirectReadsZero) // BAS-05
{
    ItsBench bench(flat_only());
    bench.write(0x0100, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0100, 8), 0xb9e7'ffff'ffff'feffu);
}

// Page_Size 64K, 16K, 4K stick; Indirect does for devices; the full value reads back exactly.
TEST(ItsRegs, SurvivesTheProbingSequenceOfLinux) // BAS-03, BAS-06
{
    ItsBench bench;
    for (const std::uint64_t offset : { 0x0100ull, 0x0108ull }) {
        const std::uint64_t fixed = bench.read(offset, 8);
        for (const std::uint64_t page_size : { 2ull, 1ull, 0ull }) {
            bench.write(offset, 8, fixed | page_size << 8);
            EXPECT_EQ(bench.read(offset, 8) >> 8 & 3, page_size);
        }
        bench.write(offset, 8, fixed | 1ull << 62);
        EXPECT_EQ(bench.read(offset, 8) >> 62 & 1, offset == 0x0100 ? 1u : 0u);
        const std::uint64_t full =
            fixed | 1ull << 63 | 7ull << 59 | 0x8010'0000 | 1ull << 10 | 2ull << 8 | 7;
        bench.write(offset, 8, full);
        EXPECT_EQ(bench.read(offset, 8), full);
    }
}

TEST(ItsRegs, ABaserTakesTwo32BitHalves)
{
    ItsBench bench;
    bench.write(0x0100, 4, 0x8010'0207);
    bench.write(0x0104, 4, 0x8000'0000);
    EXPECT_EQ(bench.read(0x0100, 8), 0x8107'0000'8010'0207u);
}

TEST(ItsRegs, RingAndTableBasesIgnoreWritesWhileEnabled) // REG-19
{
    ItsBench bench;
    bench.start();
    const std::uint64_t cbaser = bench.read(0x0080, 8), devices = bench.read(0x0100, 8),
                        collections = bench.read(0x0108, 8);
    bench.write(0x0080, 8, 0);
    bench.write(0x0100, 8, 0);
    bench.write(0x0108, 4, 0);
    EXPECT_EQ(bench.read(0x0080, 8), cbaser);
    EXPECT_EQ(bench.read(0x0100, 8), devices);
    EXPECT_EQ(bench.read(0x0108, 8), collections);
}

TEST(ItsRegs, TheyTakeWritesAgainOnceDisabledAndQuiescent)
{
    ItsBench bench;
    bench.start();
    bench.disable();
    bench.write(0x0080, 8, 0);
    bench.write(0x0100, 8, 0);
    EXPECT_EQ(bench.read(0x0080, 8), 0u);
    EXPECT_EQ(bench.read(0x0100, 8), 0x0107'0000'0000'0000u);
}

TEST(ItsRegs, TranslaterWithoutADeviceIdIsABusErrorAndNothingElse)
{
    ItsBench bench;
    bench.start();
    std::uint32_t event = 3;
    tlm::tlm_generic_payload trans;
    sc_core::sc_time delay;
    trans.set_command(tlm::TLM_WRITE_COMMAND);
    trans.set_address(its_base + GITS_TRANSLATER);
    trans.set_data_ptr(reinterpret_cast<unsigned char*>(&event));
    trans.set_data_length(4);
    bench.pe->b_transport(trans, delay);
    EXPECT_EQ(trans.get_response_status(), tlm::TLM_GENERIC_ERROR_RESPONSE);
    bench.run();
    EXPECT_TRUE(bench.received.empty());
    EXPECT_EQ(bench.ledger.dropped_total(), 0u);
}

TEST(ItsRegs, AFunctionReachesNoRegister)
{
    ItsBench bench;
    EXPECT_EQ(bench.access(tlm::TLM_WRITE_COMMAND, GITS_CTLR, 5, 1, 4),
              tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(bench.access(tlm::TLM_READ_COMMAND, GITS_TRANSLATER, 5, 0, 4),
              tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(bench.access(tlm::TLM_WRITE_COMMAND, GITS_TRANSLATER, 5, 0, 8),
              tlm::TLM_BURST_ERROR_RESPONSE);
    EXPECT_EQ(bench.read(GITS_CTLR, 4), 0x8000'0000u);
}

TEST(ItsRegs, RegisterAccessesTakeNoTime)
{
    ItsBench bench;
    sc_core::sc_time delay(3, sc_core::SC_NS);
    std::uint32_t value = 0;
    tlm::tlm_generic_payload trans;
    trans.set_command(tlm::TLM_READ_COMMAND);
    trans.set_address(its_base);
    trans.set_data_ptr(reinterpret_cast<unsigned char*>(&value));
    trans.set_data_length(4);
    bench.pe->b_transport(trans, delay);
    EXPECT_EQ(delay, sc_core::sc_time(3, sc_core::SC_NS));
    EXPECT_EQ(sc_core::sc_time_stamp(), sc_core::SC_ZERO_TIME);
}

TEST(ItsRegs, AnItsWithoutWalkersIsRefused)
{
    ItsConfig config = uncached();
    config.walkers = 0;
    const Clock clock(1'000'000'000);
    Ledger ledger;
    EXPECT_THROW(Its("its0", clock, config, ledger), std::runtime_error);
}

} // namespace
