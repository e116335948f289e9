// SPDX-License-Identifier: Apache-2.0
// Pages of physical RAM.
#include "fake.h"
#include <gtest/gtest.h>
extern "C" {
#include "kit/pages.h"
}

using kit_fake::ram_base;

namespace {

class KitPages : public testing::Test {
protected:
    KitPages()
    {
        kit_fake::reset();
        EXPECT_TRUE(pages_create(&pages, ram_base, kit_fake::ram.size()));
    }
    struct pages pages;
};

} // namespace

TEST_F(KitPages, pages_are_zeroed_aligned_ram_at_their_physical_address)
{
    auto* one = static_cast<unsigned char*>(pages_alloc(&pages, 0));
    auto* four = static_cast<unsigned char*>(pages_alloc(&pages, 2));
    const std::uint64_t pa = pages_pa(&pages, four);
    EXPECT_EQ(pa % (4 * PAGE_BYTES), 0u);
    EXPECT_EQ(four, &kit_fake::ram[pa - ram_base]);
    EXPECT_EQ(pages_pointer(&pages, pa), four);
    EXPECT_NE(one, four);
    for (unsigned n = 0; n < 4 * PAGE_BYTES; ++n)
        ASSERT_EQ(four[n], 0);
}

TEST_F(KitPages, freed_pages_can_be_allocated_again)
{
    const unsigned all = pages_order(kit_fake::ram.size());
    void* block = pages_alloc(&pages, all);
    ASSERT_NE(block, nullptr);
    EXPECT_EQ(pages_alloc(&pages, 0), nullptr);
    pages_free(&pages, block, all);
    EXPECT_EQ(pages_alloc(&pages, all), block);
}

TEST_F(KitPages, an_order_is_the_least_that_holds_the_bytes)
{
    EXPECT_EQ(pages_order(1), 0u);
    EXPECT_EQ(pages_order(4096), 0u);
    EXPECT_EQ(pages_order(4097), 1u);
    EXPECT_EQ(pages_order(1 << 20), 8u);
}

TEST_F(KitPages, an_address_outside_of_ram_is_refused)
{
    EXPECT_FALSE(pages_create(&pages, ram_base - 4096, 8192));
    EXPECT_EQ(pages_alloc(&pages, 60), nullptr);
}
