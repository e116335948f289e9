// SPDX-License-Identifier: Apache-2.0
// CTL: GITS_CTLR.Enabled and Quiescent, and messages and commands under way when Enabled changes.
#include "fixture.h"

namespace itstorm {

namespace {

const sc_core::sc_time ns(1, sc_core::SC_NS);

void clear_enabled(Fixture& f)
{
    f.its_write(GITS_CTLR, 0, 4);
}

// Runs cycle by cycle until Quiescent reads 1. Returns for how many cycles it read 0.
unsigned run_until_quiescent(Fixture& f)
{
    unsigned cycles = 0;
    for (; !f.quiescent() && cycles < 100'000; cycles++)
        f.gic.run(ns);
    EXPECT_TRUE(f.quiescent());
    return cycles;
}

// The ITS has device 5's entry cached; the entry in memory is erased while the ITS is disabled.
void lose_the_device_entry_while_disabled(Fixture& f)
{
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    f.disable_its();
    f.poke(device_table + 5 * 8, 0);
    f.enable_its();
    f.msi(5, 3);
}

} // namespace

TEST(CTL_01, a_disabled_its_drops_messages)
{
    Fixture f;
    f.disable_its();
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    EXPECT_FALSE(f.pending(1, 8195));
}

TEST(CTL_02, a_disabled_its_fetches_no_command)
{
    Fixture f;
    f.disable_its();
    const std::uint64_t creadr = f.its(GITS_CREADR);
    f.send({ its_cmd_int(5, 3) });
    EXPECT_EQ(f.its(GITS_CREADR), creadr);
    EXPECT_EQ(f.reads().ring, 0u);
    EXPECT_TRUE(f.nothing());
}

TEST(CTL_03, enabling_starts_the_commands_in_the_ring)
{
    Fixture f;
    f.disable_its();
    f.send({ its_cmd_int(5, 3), its_cmd_sync(1) });
    f.enable_its();
    EXPECT_TRUE(f.drained());
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CTL_04, quiescent_waits_for_the_message_in_translation)
{
    SocConfig config = f1_config();
    its_of(config).device_cache_sets = its_of(config).event_cache_sets = 0; // two table reads
    Fixture f(config);
    f.post(5, 3);
    f.gic.run(ns);
    ASSERT_EQ(f.gic.its.msis_in_flight(), 1u);
    clear_enabled(f);
    EXPECT_FALSE(f.quiescent());
    EXPECT_GT(run_until_quiescent(f), its_of(config).table_read);
    EXPECT_EQ(f.gic.its.msis_in_flight(), 0u);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195)); // an accepted message is delivered
}

TEST(CTL_05, quiescent_waits_for_the_running_command_and_no_other_starts)
{
    Fixture f;
    f.mask(0);
    f.mask(1);
    f.put(its_cmd_int(5, 3));
    f.put(its_cmd_int(5, 4));
    f.announce();
    f.gic.run(ns);
    clear_enabled(f);
    EXPECT_FALSE(f.quiescent());
    EXPECT_GT(run_until_quiescent(f), 0u);
    f.settle();
    EXPECT_TRUE(f.pending(1, 8195));
    EXPECT_FALSE(f.pending(0, 8196));
}

TEST(CTL_06, creadr_names_the_next_command_once_quiescent)
{
    Fixture f;
    const std::uint32_t first = f.cwriter;
    f.put(its_cmd_int(5, 3));
    f.put(its_cmd_int(5, 4));
    f.announce();
    f.gic.run(ns);
    clear_enabled(f);
    run_until_quiescent(f);
    EXPECT_EQ(f.its(GITS_CREADR), first + 32);
    f.enable_its();
    EXPECT_TRUE(f.drained());
    EXPECT_TRUE(f.gets(0, 8196));
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CTL_07, tables_in_memory_survive_disabling_and_enabling)
{
    Fixture f;
    f.disable_its();
    for (const std::uint32_t offset : { GITS_BASER0, GITS_BASER1, GITS_CBASER })
        f.its_write(offset, f.its(offset));
    f.its_write(GITS_CWRITER, 0);
    f.enable_its();
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CTL_08, enabling_is_ignored_until_quiescent)
{
    Fixture f;
    f.put(its_cmd_sync(0));
    f.announce();
    f.gic.run(ns);
    clear_enabled(f);
    ASSERT_FALSE(f.quiescent());
    f.its_write(GITS_CTLR, 1, 4);
    EXPECT_FALSE(f.enabled());
    f.settle();
    EXPECT_FALSE(f.enabled()); // ignored, not delayed
    EXPECT_TRUE(f.quiescent());
    f.its_write(GITS_CTLR, 1, 4);
    EXPECT_TRUE(f.enabled());
}

TEST(CTL_09, messages_are_translated_while_the_queue_is_stalled)
{
    Fixture f;
    f.send({ its_cmd_make(0x7f) });
    ASSERT_TRUE(f.stalled());
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    EXPECT_TRUE(f.stalled());
}

TEST(CTL_10, with_typer_inv_disabling_invalidates_the_caches)
{
    SocConfig config = f1_config();
    its_of(config).inv = true;
    Fixture f(config);
    EXPECT_EQ(f.its(GITS_TYPER) >> 46 & 1, 1u);
    lose_the_device_entry_while_disabled(f);
    EXPECT_TRUE(f.nothing());
}

TEST(CTL_10, without_typer_inv_the_caches_survive_disabling_here)
{
    Fixture f;
    EXPECT_EQ(f.its(GITS_TYPER) >> 46 & 1, 0u);
    lose_the_device_entry_while_disabled(f);
    EXPECT_TRUE(f.gets(1, 8195));
}

} // namespace itstorm
