// SPDX-License-Identifier: Apache-2.0
// The control frame: reset values, read-only fields, 32-bit halves of 64-bit registers, ignored
// writes, the probing sequence of Linux. Literals are copied from Arm IHI 0069, "The ITS register
// map"; REG and BAS name conformance rows.
#include "its_bench.h"

namespace {

using namespace itstorm;

TEST(ItsRegs, ctlr_resets_to_disabled_and_quiescent) // REG-01
{
    ItsBench bench;
    EXPECT_EQ(bench.read(0x0000, 4), 0x8000'0000u);
}

TEST(ItsRegs, ring_and_tables_reset_to_invalid) // REG-02, REG-03
{
    ItsBench bench;
    EXPECT_EQ(bench.read(0x0080, 8), 0u);
    EXPECT_EQ(bench.read(0x0088, 8), 0u);
    EXPECT_EQ(bench.read(0x0090, 8), 0u);
    EXPECT_EQ(bench.read(0x0100, 8), 0x0107'0000'0000'0000u); // Type 1 devices, 8-byte entries
    EXPECT_EQ(bench.read(0x0108, 8), 0x0407'0000'0000'0000u); // Type 4 collections
}

// 16 bits of EventID and DeviceID, 8-byte ITEs, CIL=0.
TEST(ItsRegs, typer_reports_the_widths_of_the_configuration)
{
    ItsBench bench;
    EXPECT_EQ(bench.read(0x0008, 8), 0x0000'0000'0001'ef71u);
    EXPECT_EQ(bench.read(0x0008, 4), 0x0001'ef71u); // REG-07
    EXPECT_EQ(bench.read(0x000c, 4), 0u);
}

TEST(ItsRegs, typer_reports_a_collection_width_other_than_16)
{
    ItsConfig config = uncached();
    config.device_bits = 20;
    config.event_bits = 8;
    config.icid_bits = 10;
    ItsBench bench(config);
    // CIL=1, CIDbits=9, Devbits=19, ID_bits=7
    EXPECT_EQ(bench.read(0x0008, 8), 0x0000'0019'0002'6771u);
}

TEST(ItsRegs, typer_reports_umsi_and_inv)
{
    ItsConfig config = uncached();
    config.umsi = config.inv = true;
    ItsBench bench(config);
    EXPECT_EQ(bench.read(0x0008, 8), 0x0000'5000'0001'ef71u); // UMSI, INV; not UMSIirq
}

TEST(ItsRegs, identification_is_read_only) // REG-04, REG-05
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

TEST(ItsRegs, peripheral_and_component_ids_have_the_fixed_values) // REG-06
{
    ItsBench bench;
    const std::uint32_t words[] = { 0x44, 0, 0, 0, 0x49, 0xb0, 0x3b, 0, 0x0d, 0xf0, 0x05, 0xb1 };
    for (unsigned n = 0; n < 12; n++)
        EXPECT_EQ(bench.read(0xffd0 + 4 * n, 4), words[n]) << n;
}

TEST(ItsRegs, cbaser_takes_two_32_bit_halves) // REG-08
{
    ItsBench bench;
    bench.write(0x0080, 4, 0x8030'0401);
    bench.write(0x0084, 4, 0xb8a0'0000);
    EXPECT_EQ(bench.read(0x0080, 8), 0xb8a0'0000'8030'0401u);
}

TEST(ItsRegs, cbaser_reserved_bits_and_address_below_64_kib_read_zero) // REG-17, REG-18
{
    ItsBench bench;
    bench.write(0x0080, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0080, 8), 0xb8ef'ffff'ffff'0cffu);
}

TEST(ItsRegs, cwriter_keeps_only_its_offset) // REG-09, REG-11
{
    ItsBench bench;
    bench.write(0x0088, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0088, 8), 0x000f'ffe0u);
}

TEST(ItsRegs, creadr_is_read_only) // REG-10
{
    ItsBench bench;
    bench.write(0x0090, 8, 0x40);
    EXPECT_EQ(bench.read(0x0090, 8), 0u);
}

TEST(ItsRegs, ctlr_has_no_writable_bit_but_enabled) // REG-15, REG-16
{
    ItsBench bench;
    bench.write(0x0000, 4, 0xffff'ffff);
    EXPECT_EQ(bench.read(0x0000, 4), 1u); // Enabled; Quiescent reads 0 while enabled
}

TEST(ItsRegs, unlisted_offsets_read_zero_and_ignore_writes) // REG-12, REG-13, REG-14
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

TEST(ItsRegs, access_sizes_that_no_register_takes_read_zero_and_ignore_writes)
{
    ItsBench bench;
    bench.write(0x0000, 1, 1);
    bench.write(0x0088, 2, 0x40);
    EXPECT_EQ(bench.read(0x0000, 8), 0u);
    EXPECT_EQ(bench.read(0x0008, 2), 0u);
    EXPECT_EQ(bench.read(0x0000, 4), 0x8000'0000u);
    EXPECT_EQ(bench.read(0x0088, 8), 0u);
}

TEST(ItsRegs, unimplemented_basers_are_zero) // BAS-02
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

// All ones also write the reserved Page_Size 3, which reads back as 2.
TEST(ItsRegs, baser_type_and_entry_size_cannot_be_written) // BAS-01
{
    ItsBench bench;
    bench.write(0x0100, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0100, 8), 0xf9e7'ffff'ffff'feffu);
    bench.write(0x0108, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0108, 8), 0xbce7'ffff'ffff'feffu); // collections: flat only
}

TEST(ItsRegs, without_two_level_tables_indirect_reads_zero) // BAS-05
{
    ItsBench bench(flat_only());
    bench.write(0x0100, 8, ~0ull);
    EXPECT_EQ(bench.read(0x0100, 8), 0xb9e7'ffff'ffff'feffu);
}

// Page_Size 64K, 16K, 4K stick; Indirect does for devices; the full value reads back exactly.
TEST(ItsRegs, basers_keep_what_the_probing_sequence_of_linux_writes) // BAS-03, BAS-06
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

TEST(ItsRegs, a_baser_takes_two_32_bit_halves)
{
    ItsBench bench;
    bench.write(0x0100, 4, 0x8010'0207);
    bench.write(0x0104, 4, 0x8000'0000);
    EXPECT_EQ(bench.read(0x0100, 8), 0x8107'0000'8010'0207u);
}

TEST(ItsRegs, ring_and_table_bases_ignore_writes_while_enabled) // REG-19
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

TEST(ItsRegs, ring_and_table_bases_take_writes_again_once_disabled_and_quiescent)
{
    ItsBench bench;
    bench.start();
    bench.disable();
    bench.write(0x0080, 8, 0);
    bench.write(0x0100, 8, 0);
    EXPECT_EQ(bench.read(0x0080, 8), 0u);
    EXPECT_EQ(bench.read(0x0100, 8), 0x0107'0000'0000'0000u);
}

TEST(ItsRegs, translater_without_a_device_id_is_a_bus_error_and_nothing_else)
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

TEST(ItsRegs, a_function_reaches_no_register)
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

TEST(ItsRegs, register_accesses_take_no_time)
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

TEST(ItsRegs, an_its_without_walkers_is_refused)
{
    ItsConfig config = uncached();
    config.walkers = 0;
    const Clock clock(1'000'000'000);
    Ledger ledger;
    EXPECT_THROW(Its("its0", clock, config, ledger), std::runtime_error);
}

} // namespace
