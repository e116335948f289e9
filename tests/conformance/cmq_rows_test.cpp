// SPDX-License-Identifier: Apache-2.0
// CMQ: the command queue.
#include "fixture.h"

namespace itstorm {

namespace {

const sc_core::sc_time ns(1, sc_core::SC_NS);

// F1 with a ring of one page: 128 slots.
struct SmallRing : Fixture {
    SmallRing() : Fixture(Bare{}, f1_config())
    {
        ring_bytes = 4096;
        boot_pes();
        boot_its();
        map();
    }
};

SocConfig skipping()
{
    SocConfig config = f1_config();
    its_of(config).error_mode = ErrorMode::Skip;
    return config;
}

const its_cmd illegal = its_cmd_mapd(70000, 5, itt_b, true);

// Stalled on `illegal`, with INT(5,3) behind it.
struct Stalled : Fixture {
    explicit Stalled(const its_cmd& command = illegal) : at(cwriter)
    {
        send({ command, its_cmd_int(5, 3) });
        EXPECT_TRUE(stalled());
    }
    bool nothing_has_moved() { return its(GITS_CREADR) == (at | 1) && !gic.irq(1); }

    const std::uint32_t at;
};

// The operand bits of each doubleword (Arm IHI 0069, "ITS commands"); all other bits are RES0.
struct Listed {
    std::uint64_t dw[4];
};
constexpr std::uint64_t op = 0xff, device_and_op = 0xffff'ffff'0000'00ff, event = 0xffff'ffff,
                        icid = 0xffff;
constexpr std::uint64_t v = 1ull << 63, rdbase = 0x000f'ffff'ffff'0000, itt = 0x000f'ffff'ffff'ff00;
constexpr Listed mapd_bits{ { device_and_op, 0x1f, v | itt, 0 } },
    mapc_bits{ { op, 0, v | rdbase | icid, 0 } }, mapti_bits{ { device_and_op, ~0ull, icid, 0 } },
    mapi_bits{ { device_and_op, event, icid, 0 } },
    movi_bits = mapi_bits, event_bits{ { device_and_op, event, 0, 0 } },
    movall_bits{ { op, 0, rdbase, rdbase } }, invall_bits{ { op, 0, icid, 0 } },
    sync_bits{ { op, 0, rdbase, 0 } };

its_cmd full_of_ones(its_cmd command, const Listed& listed)
{
    for (unsigned n = 0; n < 4; n++)
        command.dw[n] |= ~listed.dw[n];
    return command;
}

} // namespace

TEST(CMQ_01, an_empty_ring_is_not_read)
{
    Fixture f;
    f.reads();
    f.its_write(GITS_CWRITER, f.its(GITS_CREADR));
    f.settle();
    EXPECT_EQ(f.reads().ring, 0u);
    f.send({ its_cmd_sync(0) });
    EXPECT_NE(f.reads().ring, 0u);
}

TEST(CMQ_02, a_ring_of_128_slots_holds_127_commands_and_each_runs_once)
{
    SmallRing f;
    f.send({ its_cmd_mapd(7, 7, itt_b, true) });
    f.disable_its();
    const std::size_t before = f.commands.size();
    for (unsigned n = 0; n < 127; n++)
        f.put(its_cmd_mapti(7, n, 8300 + n, 1));
    EXPECT_EQ(f.cwriter, (f.creadr() + 4096 - 32) % 4096); // full
    f.announce();
    f.settle();
    EXPECT_EQ(f.commands.size(), before);
    f.enable_its();
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.commands.size(), before + 127);
    for (unsigned n = 0; n < 127; n++)
        EXPECT_EQ(f.ite(n, itt_b).intid, 8300 + n);
}

TEST(CMQ_03, commands_take_effect_in_order_across_the_wrap)
{
    SmallRing f;
    std::vector<std::uint32_t> written; // INTIDs written into the entry of event 3
    f.gic.memory.accesses.attach([&](const MemoryAccessFact& fact) {
        if (fact.is_write && fact.pa == itt_a + 3 * 8)
            written.push_back(f.ite(3).intid);
    });
    for (unsigned n = 0; n < 200;) {
        for (const unsigned batch_end = n + 100; n < batch_end; n++)
            f.put(its_cmd_mapti(5, 3, 9000 + n, 1));
        f.announce();
        f.settle();
        ASSERT_TRUE(f.drained());
    }
    ASSERT_EQ(written.size(), 200u);
    for (unsigned n = 0; n < 200; n++)
        EXPECT_EQ(written[n], 9000 + n);
}

TEST(CMQ_04, creadr_advances_by_32_and_returns_to_0_after_the_last_slot)
{
    SmallRing f;
    bool wrapped = false;
    for (unsigned n = 0; n < 130; n++) {
        const std::uint32_t before = f.creadr();
        f.send({ its_cmd_sync(0) });
        EXPECT_EQ(f.its(GITS_CREADR), before == 4096 - 32 ? 0 : before + 32);
        wrapped = wrapped || before == 4096 - 32;
    }
    EXPECT_TRUE(wrapped);
}

TEST(CMQ_05, with_cwriter_outside_the_ring_nothing_runs)
{
    Fixture f;
    const std::uint64_t creadr = f.its(GITS_CREADR);
    const std::size_t before = f.commands.size();
    for (const std::uint64_t cwriter : { 0x1'0000ull, 0xf'ffe0ull }) {
        f.its_write(GITS_CWRITER, cwriter);
        f.settle();
        EXPECT_EQ(f.its(GITS_CREADR), creadr);
        EXPECT_EQ(f.its(GITS_CWRITER), cwriter); // the register takes it
    }
    EXPECT_EQ(f.commands.size(), before);
}

TEST(CMQ_06, with_cwriter_inside_again_commands_run)
{
    Fixture f;
    f.its_write(GITS_CWRITER, 0x1'0000);
    f.settle();
    f.send({ its_cmd_int(5, 3), its_cmd_sync(1) });
    EXPECT_TRUE(f.drained());
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CMQ_07, bits_4_to_0_of_cwriter_are_ignored)
{
    Fixture f;
    f.put(its_cmd_int(5, 3));
    f.its_write(GITS_CWRITER, f.cwriter | 0x1f);
    f.settle();
    EXPECT_EQ(f.its(GITS_CREADR), f.cwriter);
    EXPECT_EQ(f.its(GITS_CWRITER), f.cwriter);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CMQ_08, a_command_in_error_stalls_the_queue_on_itself)
{
    Stalled f;
    EXPECT_EQ(f.error(), 0x010801u);
    EXPECT_TRUE(f.nothing_has_moved());
}

TEST(CMQ_09, a_retry_after_a_repair_runs_the_rest)
{
    Stalled f;
    const its_cmd sync = its_cmd_sync(0);
    for (unsigned n = 0; n < 4; n++)
        f.poke(ring_base + f.at + 8 * n, sync.dw[n]);
    f.retry();
    f.settle();
    EXPECT_TRUE(f.drained());
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CMQ_10, without_retry_the_queue_stays_stalled)
{
    Stalled f;
    f.send({ its_cmd_sync(0) });
    EXPECT_TRUE(f.nothing_has_moved());
}

TEST(CMQ_11, retry_without_a_stall_does_nothing)
{
    Fixture f;
    const std::size_t before = f.commands.size();
    const std::uint64_t creadr = f.its(GITS_CREADR);
    f.retry();
    f.settle();
    EXPECT_EQ(f.commands.size(), before);
    EXPECT_EQ(f.its(GITS_CREADR), creadr);
}

TEST(CMQ_12, where_errors_are_skipped_later_commands_run)
{
    Fixture f(skipping());
    std::vector<std::uint64_t> tables_written;
    f.gic.memory.accesses.attach([&](const MemoryAccessFact& fact) {
        if (fact.is_write && fact.pa < config_table)
            tables_written.push_back(fact.pa);
    });
    f.send({ illegal, its_cmd_int(5, 3) });
    EXPECT_EQ(f.error(), 0x010801u);
    EXPECT_EQ(f.its(GITS_CREADR), f.cwriter); // and Stalled=0
    EXPECT_TRUE(tables_written.empty());
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CMQ_13, a_retry_without_a_repair_stalls_the_queue_again)
{
    Stalled f;
    const std::size_t before = f.commands.size();
    f.retry();
    f.settle();
    EXPECT_EQ(f.commands.size(), before + 1); // the command was fetched again
    EXPECT_TRUE(f.nothing_has_moved());
}

TEST(CMQ_14, an_unknown_opcode_is_a_command_error)
{
    Stalled f(its_cmd_make(0x7f));
    EXPECT_TRUE(f.nothing_has_moved());
}

TEST(CMQ_14, where_errors_are_skipped_an_unknown_opcode_is_skipped)
{
    Fixture f(skipping());
    f.send({ its_cmd_make(0x7f), its_cmd_int(5, 3) });
    EXPECT_TRUE(f.drained());
    EXPECT_NE(f.error(), 0u);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CMQ_15, reserved_bits_of_mapping_commands_are_ignored)
{
    Fixture f;
    f.set_config(8200, 0xa3);
    f.send({ full_of_ones(its_cmd_mapc(2, 2, true), mapc_bits),
             full_of_ones(its_cmd_mapd(6, 14, itt_b, true), mapd_bits),
             full_of_ones(its_cmd_mapti(6, 3, 8200, 2), mapti_bits),
             full_of_ones(its_cmd_mapi(6, 8300, 2), mapi_bits) });
    ASSERT_TRUE(f.drained());
    EXPECT_EQ(f.peek(collection_table + 2 * 8), 0x8000'0000'0002'0000u);
    EXPECT_EQ(f.peek(device_table + 6 * 8), 0x80d0'0001'0041'0000u);
    EXPECT_EQ(f.peek(itt_b + 3 * 8), 0x8000'0002'0000'2008u);
    EXPECT_EQ(f.peek(itt_b + 8300 * 8), 0x8000'0002'0000'206cu);
    f.msi(6, 3);
    EXPECT_TRUE(f.gets(2, 8200));
    f.send({ full_of_ones(its_cmd_mapd(6, 14, itt_b, false), mapd_bits),
             full_of_ones(its_cmd_mapc(2, 2, false), mapc_bits) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.peek(device_table + 6 * 8), 0u);
    EXPECT_EQ(f.peek(collection_table + 2 * 8), 0u);
}

TEST(CMQ_15, reserved_bits_of_commands_on_events_are_ignored)
{
    Fixture f;
    f.mask(0);
    f.mask(1);
    f.send(
        { full_of_ones(its_cmd_int(5, 3), event_bits), full_of_ones(its_cmd_sync(1), sync_bits) });
    EXPECT_TRUE(f.pending(1, 8195));
    f.send({ full_of_ones(its_cmd_movi(5, 3, 0), movi_bits),
             full_of_ones(its_cmd_sync(0), sync_bits) });
    EXPECT_TRUE(f.pending(0, 8195));
    f.send({ full_of_ones(its_cmd_clear(5, 3), event_bits) });
    EXPECT_FALSE(f.pending(0, 8195));
    f.set_config(8195, 0xa2);
    f.send({ full_of_ones(its_cmd_inv(5, 3), event_bits), its_cmd_int(5, 3) });
    f.unmask(0);
    EXPECT_TRUE(f.nothing());
    f.set_config(8195, 0xa3);
    f.send(
        { full_of_ones(its_cmd_invall(0), invall_bits), full_of_ones(its_cmd_sync(0), sync_bits) });
    EXPECT_TRUE(f.gets(0, 8195));
    f.send({ full_of_ones(its_cmd_discard(5, 3), event_bits) });
    EXPECT_TRUE(f.drained());
    EXPECT_EQ(f.peek(itt_a + 3 * 8), 0u);
}

TEST(CMQ_15, reserved_bits_of_movall_are_ignored)
{
    Fixture f;
    its_cmd movall = its_cmd_make(0x0e);
    movall.dw[2] = 1 << 16; // from PE 1
    movall.dw[3] = 2 << 16; // to PE 2
    f.mask(1);
    f.send(
        { its_cmd_int(5, 3), full_of_ones(movall, movall_bits), its_cmd_sync(1), its_cmd_sync(2) });
    EXPECT_TRUE(f.drained());
    EXPECT_FALSE(f.pending(1, 8195));
    EXPECT_TRUE(f.gets(2, 8195));
}

TEST(CMQ_16, creadr_does_not_pass_sync_before_the_lpi_is_pending)
{
    SocConfig config = f1_config();
    config.redistributor.property_read = 10'000;
    Fixture f(config);
    f.mask(1);
    f.put(its_cmd_int(5, 3));
    f.put(its_cmd_sync(1));
    f.announce();
    ASSERT_FALSE(f.pending(1, 8195));
    for (unsigned n = 0; n < 100'000 && f.creadr() != f.cwriter; n++)
        f.gic.run(ns);
    EXPECT_TRUE(f.drained());
    EXPECT_TRUE(f.pending(1, 8195));
    f.settle();
}

TEST(CMQ_17, sync_with_a_pe_that_does_not_exist_is_a_command_error)
{
    Stalled f(its_cmd_sync(4));
    EXPECT_TRUE(f.nothing_has_moved());
}

TEST(CMQ_17, where_errors_are_skipped_sync_with_a_pe_that_does_not_exist_is_skipped)
{
    Fixture f(skipping());
    f.send({ its_cmd_sync(4), its_cmd_int(5, 3) });
    EXPECT_TRUE(f.drained());
    EXPECT_NE(f.error(), 0u);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CMQ_18, a_bus_error_on_the_ring_stalls_it)
{
    Fixture f;
    f.disable_its();
    f.its_write(GITS_CBASER, bit(63) | unmapped_pa);
    f.its_write(GITS_CWRITER, 0x40);
    f.enable_its();
    EXPECT_EQ(f.its(GITS_CREADR), 1u); // Stalled, Offset 0
}

TEST(CMQ_19, without_a_valid_cbaser_the_ring_is_not_read)
{
    Fixture f;
    f.disable_its();
    f.its_write(GITS_CBASER, ring_base | 15);
    f.reads();
    f.enable_its();
    f.its_write(GITS_CWRITER, 0x40);
    f.settle();
    EXPECT_EQ(f.reads().ring, 0u);
    EXPECT_EQ(f.its(GITS_CREADR), 0u);
}

TEST(CMQ_20, cwriter_in_two_halves_starts_commands_with_the_low_one)
{
    Fixture f;
    f.put(its_cmd_int(5, 3));
    f.its_write(GITS_CWRITER + 4, 0, 4);
    f.settle();
    EXPECT_TRUE(f.nothing());
    f.its_write(GITS_CWRITER, f.cwriter, 4);
    f.settle();
    EXPECT_TRUE(f.drained());
    EXPECT_TRUE(f.gets(1, 8195));
}

} // namespace itstorm
