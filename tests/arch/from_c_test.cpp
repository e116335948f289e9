// SPDX-License-Identifier: Apache-2.0
// The layouts are the same in C and C++.
#include <cstdint>
#include <gtest/gtest.h>

extern "C" {
std::uint64_t from_c_mapti_dw1(void);
std::uint64_t from_c_lr(void);
std::uint64_t from_c_dte(void);
unsigned from_c_iar1(void);
}

TEST(FromC, layouts_are_the_same)
{
    EXPECT_EQ(from_c_mapti_dw1(), 0x0000200500000011u);
    EXPECT_EQ(from_c_lr(), 0x5040000000000028u);
    EXPECT_EQ(from_c_dte(), 0x8040000080012300u);
    EXPECT_EQ(from_c_iar1(), 0xc660u);
}
