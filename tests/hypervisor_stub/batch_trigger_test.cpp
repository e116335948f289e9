// SPDX-License-Identifier: Apache-2.0
// The batch scheduler: what starts a pass, by the set of vits.batch_triggers.
#include "batch_bench.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

TEST(BatchTrigger, a_write_of_cwriter_starts_a_pass)
{
    BatchBench t;
    t.invalls(t.a, 4);
    EXPECT_EQ(t.used(), 4u + 1u); // and the INT
}

TEST(BatchTrigger, without_writes_a_write_of_cwriter_leaves_the_commands_to_the_next_read)
{
    BatchBench t({ { "vits.batch_triggers", reads | ints } });
    t.invalls(t.a, 4);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 0), 0u);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 0), 4u);
}

TEST(BatchTrigger, without_reads_a_read_of_creadr_does_not_move_it)
{
    BatchBench t({ { "vits.batch_triggers", writes | ints } });
    t.invalls(t.a, 4);
    t.w.execute(~0u);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.outstanding(t.a), 4u);
    t.take_completion();
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

TEST(BatchTrigger, a_guest_that_reads_with_nothing_outstanding_starts_no_pass)
{
    BatchBench t;
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.w.counter(PROBE_BATCH_PASS), 0u);
}

TEST(BatchTrigger, the_int_of_a_pass_starts_the_next_one_outside_of_the_interrupt)
{
    BatchBench t;
    t.invalls(t.a, 4);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 1u);
    const std::uint64_t passes = t.w.counter(PROBE_BATCH_PASS);
    lpi_receive(t.w.hypervisor, t.w.masked_self(), t.its().completion.lpi->intid);
    EXPECT_EQ(t.w.counter(PROBE_BATCH_PASS), passes);
    hv_run_left(t.w.hypervisor, t.w.masked_self());
    EXPECT_EQ(t.outstanding(t.a), 0u);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 1u) << "nothing is outstanding: no other one";
}

TEST(BatchTrigger, no_second_int_is_posted_while_one_is_on_its_way)
{
    BatchBench t;
    t.invalls(t.a, 4);
    t.invalls(t.b, 4);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 1u);
}

TEST(BatchTrigger, without_ints_there_is_no_completion_lpi)
{
    BatchBench t({ { "vits.batch_triggers", writes | reads } });
    t.invalls(t.a, 127);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 0u);
    EXPECT_EQ(t.its().completion.lpi, nullptr);
}

TEST(BatchTrigger, a_pass_whose_int_found_no_slot_is_followed_by_another_before_a_guest_is_entered)
{
    BatchBench t({ { "vits.batch_triggers", writes | ints } });
    t.invalls(t.a, 4);
    t.w.execute(~0u);
    lpi_receive(t.w.hypervisor, t.w.masked_self(), t.its().completion.lpi->intid);
    cmdq_batch others; // take all slots before the pass comes
    cmdq_begin(&others, t.w.self(), &t.its(), CMDQ_NO_WAIT, CMDQ_ASSIGN);
    const its_cmd sync = its_cmd_sync(0);
    while (cmdq_put(&others, &sync)) {
    }
    cmdq_end(&others);
    t.invalls(t.b, 4);
    EXPECT_TRUE(batch_is_wanted(&t.w.hypervisor->batch[0]));
    t.w.execute(~0u);
    hv_run_left(t.w.hypervisor, t.w.masked_self());
    t.w.execute(~0u);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 1), 4u);
}

TEST(BatchTrigger, no_slot_is_reserved_for_a_second_int_while_one_is_on_its_way)
{
    BatchBench t({ { "host.usable_slots", 4 }, { "host.reserved_slots", 2 } });
    t.invalls(t.a, 1);
    ASSERT_EQ(t.used(), 2u) << "and the INT";
    t.w.execute(1);
    t.invalls(t.b, 1);
    EXPECT_EQ(t.used(), 2u) << "the INT still, and the other guest's";
}

TEST(BatchTrigger, sets_that_would_start_no_pass_or_complete_no_command_are_refused)
{
    for (const unsigned triggers : { 0u, writes, ints })
        EXPECT_THROW(World{ batch_machine({ { "vits.batch_triggers", triggers } }) },
                     std::runtime_error);
}

TEST(BatchTrigger, with_every_other_set_no_command_is_lost)
{
    for (const unsigned triggers :
         { reads, writes | reads, writes | ints, reads | ints, writes | reads | ints }) {
        BatchBench t({ { "vits.batch_triggers", triggers } });
        t.invalls(t.a, 127);
        t.invalls(t.b, 100);
        t.settle();
        EXPECT_EQ(t.w.count(ITS_OP_INVALL), 227u) << triggers;
        EXPECT_EQ(t.outstanding(t.a) + t.outstanding(t.b), 0u) << triggers;
    }
}

} // namespace
