// SPDX-License-Identifier: Apache-2.0
// MSI-X rules without time: mask, pending, merge, order, registers. Offsets and bits are literals
// of the PCI Express Base Specification.
#include "device_traffic/msix.h"
#include <gtest/gtest.h>
#include <vector>

namespace {

struct MsixTest : testing::Test {
    std::vector<msix_entry> entries{ 200 };
    msix m;
    msix_message out{};

    MsixTest()
    {
        msix_init(&m, entries.data(), 200);
        m.open = true;
    }

    void program(unsigned vector, std::uint64_t address, std::uint32_t data)
    {
        msix_write32(&m, vector * 16, static_cast<std::uint32_t>(address));
        msix_write32(&m, vector * 16 + 4, static_cast<std::uint32_t>(address >> 32));
        msix_write32(&m, vector * 16 + 8, data);
        msix_write32(&m, vector * 16 + 12, 0);
    }
};

TEST_F(MsixTest, every_vector_is_masked_after_reset)
{
    EXPECT_EQ(msix_read32(&m, 199 * 16 + 12), 1u);
    EXPECT_EQ(msix_trigger(&m, 199, true, &out), MSIX_PENDED);
}

TEST_F(MsixTest, an_unmasked_vector_sends_its_address_and_data)
{
    program(3, 0x1'2345'6780, 0xdeadbeef);
    EXPECT_EQ(msix_trigger(&m, 3, true, &out), MSIX_SEND);
    EXPECT_EQ(out.vector, 3u);
    EXPECT_EQ(out.address, 0x1'2345'6780u);
    EXPECT_EQ(out.data, 0xdeadbeefu);
    EXPECT_EQ(m.pending_count, 0u);
}

TEST_F(MsixTest, a_masked_vector_pends_once_and_then_merges)
{
    EXPECT_EQ(msix_trigger(&m, 5, true, &out), MSIX_PENDED);
    EXPECT_EQ(msix_trigger(&m, 5, true, &out), MSIX_MERGED);
    EXPECT_EQ(m.pending_count, 1u);
    EXPECT_FALSE(msix_take(&m, &out));
}

TEST_F(MsixTest, unmasking_releases_the_pending_message_once)
{
    msix_trigger(&m, 5, true, &out);
    program(5, 0x8000, 42);
    ASSERT_TRUE(msix_take(&m, &out));
    EXPECT_EQ(out.vector, 5u);
    EXPECT_EQ(out.data, 42u);
    EXPECT_FALSE(msix_take(&m, &out));
    EXPECT_EQ(m.pending_count, 0u);
}

TEST_F(MsixTest, triggers_pend_while_the_function_is_closed_and_leave_later)
{
    program(1, 0x8000, 1);
    m.open = false;
    EXPECT_EQ(msix_trigger(&m, 1, true, &out), MSIX_PENDED);
    EXPECT_FALSE(msix_take(&m, &out));
    m.open = true;
    EXPECT_TRUE(msix_take(&m, &out));
}

TEST_F(MsixTest, a_busy_port_makes_a_trigger_pend)
{
    program(2, 0x8000, 1);
    EXPECT_EQ(msix_trigger(&m, 2, false, &out), MSIX_PENDED);
    EXPECT_EQ(msix_trigger(&m, 2, true, &out), MSIX_MERGED);
}

TEST_F(MsixTest, pending_vectors_leave_in_order_going_round_from_the_last_sent)
{
    for (const unsigned vector : { 10u, 70u, 130u })
        program(vector, 0x8000, vector);
    ASSERT_EQ(msix_trigger(&m, 70, true, &out), MSIX_SEND);
    for (const unsigned vector : { 10u, 70u, 130u })
        msix_trigger(&m, vector, false, &out);
    std::vector<unsigned> order;
    while (msix_take(&m, &out))
        order.push_back(out.vector);
    EXPECT_EQ(order, (std::vector<unsigned>{ 130, 10, 70 }));
}

TEST_F(MsixTest, the_pending_bit_array_shows_bits_and_ignores_writes)
{
    msix_trigger(&m, 0, true, &out);
    msix_trigger(&m, 33, true, &out);
    msix_trigger(&m, 64, true, &out);
    EXPECT_EQ(msix_read32(&m, 0x8000), 1u);
    EXPECT_EQ(msix_read32(&m, 0x8004), 2u);
    EXPECT_EQ(msix_read32(&m, 0x8008), 1u);
    msix_write32(&m, 0x8000, 0);
    EXPECT_EQ(msix_read32(&m, 0x8000), 1u);
}

TEST_F(MsixTest, table_registers_read_back_and_the_address_is_aligned)
{
    program(7, 0xabcd'0000'1003, 9);
    EXPECT_EQ(msix_read32(&m, 7 * 16), 0x00001000u);
    EXPECT_EQ(msix_read32(&m, 7 * 16 + 4), 0xabcdu);
    EXPECT_EQ(msix_read32(&m, 7 * 16 + 8), 9u);
    EXPECT_EQ(msix_read32(&m, 7 * 16 + 12), 0u);
}

TEST_F(MsixTest, offsets_behind_the_last_vector_are_reserved)
{
    msix_write32(&m, 200 * 16 + 8, 1);
    EXPECT_EQ(msix_read32(&m, 200 * 16 + 8), 0u);
    EXPECT_EQ(msix_read32(&m, 0xa000), 0u);
}

} // namespace
