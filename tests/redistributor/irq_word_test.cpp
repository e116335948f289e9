// SPDX-License-Identifier: Apache-2.0
// Interrupts with an active state: pending by latch, wire and message, groups, priorities,
// configuration. The word under test has SGIs in its lower half, as a PE's private interrupts.
#include "redistributor/irq_word.h"
#include <gtest/gtest.h>

namespace {

constexpr unsigned both = IRQ_GROUP0 | IRQ_GROUP1;

struct Word : irq_word {
    Word()
    {
        irq_word_init(this, 5, 0xffffffff, 0xffff);
        group1 = enabled = 0xffffffff;
        for (unsigned n = 0; n < 32; ++n)
            irq_word_set_priority(this, n, 0xa0);
    }
    std::uint32_t best(unsigned groups = both) const
    {
        return irq_word_best(this, groups, 0).intid;
    }
};

} // namespace

TEST(IrqWord, a_level_interrupt_is_pending_while_its_wire_is_high)
{
    Word w;
    irq_word_line(&w, 27, true);
    EXPECT_EQ(w.best(), 27u);
    irq_word_line(&w, 27, false);
    EXPECT_EQ(w.best(), INTID_NONE);
}

TEST(IrqWord, a_level_interrupt_is_pending_again_after_its_end_if_the_wire_is_still_high)
{
    Word w;
    irq_word_line(&w, 27, true);
    irq_word_acknowledge(&w, 27);
    EXPECT_EQ(w.best(), INTID_NONE); // active and pending waits for deactivation
    irq_word_deactivate(&w, 27);
    EXPECT_EQ(w.best(), 27u);
}

TEST(IrqWord, an_edge_interrupt_latches_the_rising_edge_once)
{
    Word w;
    irq_word_set_config(&w, 16, 2u << 2 * (18 - 16));
    irq_word_line(&w, 18, true);
    irq_word_line(&w, 18, true);
    irq_word_line(&w, 18, false);
    EXPECT_EQ(w.best(), 18u);
    irq_word_acknowledge(&w, 18);
    irq_word_deactivate(&w, 18);
    EXPECT_EQ(w.best(), INTID_NONE);
}

TEST(IrqWord, an_edge_while_active_waits_for_the_deactivation)
{
    Word w;
    irq_word_latch(&w, 5);
    irq_word_acknowledge(&w, 5);
    irq_word_latch(&w, 5);
    EXPECT_EQ(w.best(), INTID_NONE);
    irq_word_deactivate(&w, 5);
    EXPECT_EQ(w.best(), 5u);
}

TEST(IrqWord, a_message_acts_on_the_latch_of_an_edge_interrupt_and_on_the_wire_of_a_level_interrupt)
{
    Word w;
    irq_word_message(&w, 3, true);
    irq_word_message(&w, 20, true);
    EXPECT_EQ(w.latched, 1u << 3);
    EXPECT_EQ(w.line, 1u << 20);
    irq_word_message(&w, 3, false);
    irq_word_message(&w, 20, false);
    EXPECT_EQ(irq_word_pending(&w), 0u);
}

TEST(IrqWord, sgis_are_edge_whatever_is_written)
{
    Word w;
    EXPECT_EQ(irq_word_config(&w, 0), 0xaaaaaaaau);
    EXPECT_EQ(irq_word_config(&w, 16), 0u);
    irq_word_set_config(&w, 0, 0);
    irq_word_set_config(&w, 16, 0xffffffff);
    EXPECT_EQ(irq_word_config(&w, 0), 0xaaaaaaaau);
    EXPECT_EQ(irq_word_config(&w, 16), 0xaaaaaaaau);
}

TEST(IrqWord, only_enabled_interrupts_of_an_enabled_group_are_candidates)
{
    Word w;
    irq_word_latch(&w, 5);
    w.enabled = ~(1u << 5);
    EXPECT_EQ(w.best(), INTID_NONE);
    w.enabled = 0xffffffff;
    EXPECT_EQ(w.best(IRQ_GROUP0), INTID_NONE);
    EXPECT_EQ(w.best(IRQ_GROUP1), 5u);
    w.group1 = ~(1u << 5);
    EXPECT_EQ(w.best(IRQ_GROUP1), INTID_NONE);
    EXPECT_TRUE(irq_word_best(&w, IRQ_GROUP0, 0).group0);
}

TEST(IrqWord, best_is_by_priority_then_by_intid)
{
    Word w;
    for (const unsigned sgi : { 3u, 7u, 9u })
        irq_word_latch(&w, sgi);
    EXPECT_EQ(w.best(), 3u);
    irq_word_set_priority(&w, 9, 0x9f); // 0x98 is kept
    EXPECT_EQ(w.best(), 9u);
    EXPECT_EQ(irq_word_best(&w, both, 64).intid, 64u + 9);
    EXPECT_EQ(irq_word_best(&w, both, 0).priority, 0x98);
}

TEST(IrqWord, an_interrupt_that_is_not_present_has_no_configuration)
{
    Word w;
    w.present = 0x0fffffff;
    irq_word_set_config(&w, 16, 0xffffffff);
    EXPECT_EQ(irq_word_config(&w, 16), 0x00aaaaaau);
}

TEST(IrqWord, hand_over_makes_every_interrupt_non_secure_group_1)
{
    Word w;
    irq_word_hand_over(&w);
    EXPECT_EQ(w.group1, 0xffffffffu);
    EXPECT_EQ(w.priority[31], 0x80);
}
