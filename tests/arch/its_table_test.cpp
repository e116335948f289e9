// SPDX-License-Identifier: Apache-2.0
// Table entries against hand-written words (a layout of our own: arch/its_table.h).
#include "arch/its_table.h"
#include <gtest/gtest.h>

TEST(ItsTable, dte_word)
{
    const its_dte e = { true, 5, 0x80012300 };
    EXPECT_EQ(its_dte_store(&e), 0x8040000080012300u);
    const its_dte back = its_dte_load(0x8040000080012300);
    EXPECT_TRUE(back.valid);
    EXPECT_EQ(back.event_bits, 5);
    EXPECT_EQ(back.itt, 0x80012300u);
}

TEST(ItsTable, dte_with_the_largest_fields)
{
    const its_dte e = { true, 32, 0xfffffffffff00 };
    EXPECT_EQ(its_dte_store(&e), 0x81ffffffffffff00u);
}

TEST(ItsTable, ite_word)
{
    const its_ite e = { true, 3, 8195 };
    EXPECT_EQ(its_ite_store(&e), 0x8000000300002003u);
    const its_ite back = its_ite_load(0x8000ffff00002003);
    EXPECT_TRUE(back.valid);
    EXPECT_EQ(back.icid, 0xffff);
    EXPECT_EQ(back.intid, 8195u);
}

TEST(ItsTable, cte_word)
{
    const its_cte e = { true, 2 };
    EXPECT_EQ(its_cte_store(&e), 0x8000000000020000u);
    EXPECT_EQ(its_cte_load(0x8000000000020000).rdbase, 2u);
}

TEST(ItsTable, level_1_word)
{
    const its_l1 e = { true, 0x3456789a0000 };
    EXPECT_EQ(its_l1_store(&e), 0x80003456789a0000u);
    EXPECT_TRUE(its_l1_load(0x80003456789a0000, 0x10000).valid);
    EXPECT_EQ(its_l1_load(0x80003456789abfff, 0x10000).page, 0x3456789a0000u); // 64 KiB
    EXPECT_EQ(its_l1_load(0x80003456789abfff, 0x4000).page, 0x3456789a8000u);
    EXPECT_EQ(its_l1_load(0xfff03456789abfff, 0x1000).page, 0x3456789ab000u);
}

TEST(ItsTable, zero_is_invalid_and_invalid_is_zero)
{
    EXPECT_FALSE(its_l1_load(0, 0x10000).valid);
    EXPECT_FALSE(its_dte_load(0).valid);
    EXPECT_FALSE(its_ite_load(0).valid);
    EXPECT_FALSE(its_cte_load(0).valid);
    const its_l1 l1 = { false, 0x80010000 };
    const its_dte dte = { false, 5, 0x80012300 };
    const its_ite ite = { false, 3, 8195 };
    const its_cte cte = { false, 2 };
    EXPECT_EQ(its_l1_store(&l1), 0u);
    EXPECT_EQ(its_dte_store(&dte), 0u);
    EXPECT_EQ(its_ite_store(&ite), 0u);
    EXPECT_EQ(its_cte_store(&cte), 0u);
}

TEST(ItsTable, entries_are_eight_bytes)
{
    EXPECT_EQ(ITS_DTE_BYTES, 8u);
    EXPECT_EQ(ITS_ITE_BYTES, 8u);
    EXPECT_EQ(ITS_CTE_BYTES, 8u);
    EXPECT_EQ(ITS_ITT_ALIGN, 256u);
}
