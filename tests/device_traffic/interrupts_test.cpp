// SPDX-License-Identifier: Apache-2.0
// How events reach software: by MSI-X, MSI or the pin; and what holds them back. Registers are
// literals of the PCI Express Base Specification.
#include "device_traffic/interrupts.h"
#include <gtest/gtest.h>
#include <vector>

namespace {

constexpr std::uint32_t command = 0x04, msi_control = 0x82, msi_mask = 0x90, msi_pending = 0x94,
                        msix_control = 0xa2;

struct InterruptsTest : testing::Test {
    std::vector<msix_entry> entries{ 8 };
    interrupts i;
    msix_message out{};

    InterruptsTest() { init(true); }
    void init(bool pin)
    {
        config_identity id{};
        id.vendor = 0x13b5;
        id.device = 0x1700;
        id.class_code = 0x088000;
        id.vectors = 8;
        id.interrupt_pin = pin;
        interrupts_init(&i, &id, entries.data());
    }
    void set(std::uint32_t offset, std::uint32_t value, unsigned bytes = 2)
    {
        interrupts_configure(&i, offset, bytes, value);
    }
    // 4 vectors from data 0x40 on, at address 0x8090040.
    void use_msi(std::uint32_t log2 = 2)
    {
        set(command, 4);
        set(0x84, 0x0809'0040, 4);
        set(0x8c, 0x43); // the low bits are the vector's
        set(msi_control, 1u | log2 << 4);
    }
    void use_msix(std::uint32_t control = 0x8000)
    {
        set(command, 4);
        set(msix_control, control);
        for (unsigned vector = 0; vector < 8; ++vector)
            msix_write32(&i.msix, 16 * vector + 12, 0);
    }
    msix_outcome trigger(unsigned vector) { return interrupts_trigger(&i, vector, true, &out); }
    bool take() { return interrupts_take(&i, &out); }
};

// ---- MSI-X ----

TEST_F(InterruptsTest, the_function_mask_holds_every_vector)
{
    use_msix(0xc000);
    EXPECT_EQ(trigger(1), MSIX_PENDED);
    EXPECT_EQ(msix_read32(&i.msix, 0x8000), 2u);
    EXPECT_FALSE(take());
    set(msix_control, 0x8000);
    ASSERT_TRUE(take());
    EXPECT_EQ(out.vector, 1u);
}

TEST_F(InterruptsTest, without_bus_master_messages_wait)
{
    use_msix();
    set(command, 0);
    EXPECT_EQ(trigger(2), MSIX_PENDED);
    set(command, 4);
    ASSERT_TRUE(take());
    EXPECT_EQ(out.vector, 2u);
}

// ---- MSI ----

TEST_F(InterruptsTest, an_msi_carries_its_vector_in_the_low_bits_of_the_data)
{
    use_msi();
    EXPECT_EQ(trigger(2), MSIX_SEND);
    EXPECT_EQ(out.address, 0x0809'0040u);
    EXPECT_EQ(out.data, 0x42u);
}

TEST_F(InterruptsTest, events_beyond_the_allowed_vectors_share_them)
{
    use_msi(1);
    EXPECT_EQ(trigger(7), MSIX_SEND);
    EXPECT_EQ(out.data, 0x43u);
    EXPECT_EQ(interrupts_vector(&i, 7), 1u);
}

TEST_F(InterruptsTest, a_masked_msi_pends_shows_it_and_leaves_when_unmasked)
{
    use_msi();
    set(msi_mask, 0x4, 4);
    EXPECT_EQ(trigger(2), MSIX_PENDED);
    EXPECT_EQ(trigger(2), MSIX_MERGED);
    EXPECT_EQ(interrupts_read_config(&i, msi_pending, 4), 0x4u);
    EXPECT_FALSE(take());
    set(msi_mask, 0, 4);
    ASSERT_TRUE(take());
    EXPECT_EQ(out.data, 0x42u);
    EXPECT_EQ(interrupts_read_config(&i, msi_pending, 4), 0u);
    EXPECT_FALSE(take());
}

TEST_F(InterruptsTest, pending_msis_leave_in_vector_order_from_the_last_one_on)
{
    use_msi();
    EXPECT_EQ(trigger(1), MSIX_SEND);
    for (const unsigned vector : { 0u, 3u, 2u })
        EXPECT_EQ(interrupts_trigger(&i, vector, false, &out), MSIX_PENDED);
    std::vector<unsigned> order;
    while (take())
        order.push_back(out.vector);
    EXPECT_EQ(order, (std::vector<unsigned>{ 2, 3, 0 }));
}

TEST_F(InterruptsTest, without_bus_master_msis_wait)
{
    use_msi();
    set(command, 0);
    EXPECT_EQ(trigger(0), MSIX_PENDED);
    set(command, 4);
    EXPECT_TRUE(take());
}

TEST_F(InterruptsTest, msix_is_used_where_both_are_on)
{
    use_msi();
    use_msix();
    EXPECT_EQ(interrupts_way(&i), INTERRUPT_BY_MSIX);
    EXPECT_EQ(trigger(5), MSIX_SEND);
    EXPECT_EQ(out.vector, 5u);
}

// ---- the pin ----

TEST_F(InterruptsTest, the_pin_is_asserted_until_the_driver_has_cleared_every_cause)
{
    EXPECT_EQ(interrupts_way(&i), INTERRUPT_BY_PIN);
    interrupts_cause(&i, 1);
    interrupts_cause(&i, 3);
    EXPECT_TRUE(interrupts_level(&i));
    EXPECT_EQ(i.cause, 0xau);
    interrupts_clear_cause(&i, 0x2);
    EXPECT_TRUE(interrupts_level(&i));
    interrupts_clear_cause(&i, 0x8);
    EXPECT_FALSE(interrupts_level(&i));
}

TEST_F(InterruptsTest, interrupt_disable_lowers_the_pin_and_leaves_the_status)
{
    interrupts_cause(&i, 0);
    set(command, 0x400);
    EXPECT_FALSE(interrupts_level(&i));
    EXPECT_EQ(interrupts_read_config(&i, 0x06, 2) & 8u, 8u);
    set(command, 0);
    EXPECT_TRUE(interrupts_level(&i));
}

TEST_F(InterruptsTest, the_pin_is_low_while_msi_or_msix_is_enabled)
{
    interrupts_cause(&i, 0);
    use_msi();
    EXPECT_FALSE(interrupts_level(&i));
    set(msi_control, 0);
    EXPECT_TRUE(interrupts_level(&i));
    use_msix();
    EXPECT_FALSE(interrupts_level(&i));
}

TEST_F(InterruptsTest, without_a_pin_events_wait_for_msix)
{
    init(false);
    EXPECT_EQ(trigger(6), MSIX_PENDED);
    use_msix();
    EXPECT_TRUE(take());
}

// ---- reset ----

TEST_F(InterruptsTest, a_reset_clears_pending_messages_and_returns_their_number)
{
    use_msi();
    set(msi_mask, 0xf, 4);
    trigger(0);
    trigger(1);
    use_msix(0xc000);
    trigger(4);
    interrupts_cause(&i, 0);
    EXPECT_EQ(interrupts_reset(&i), 3u);
    EXPECT_EQ(interrupts_pending(&i), 0u);
    EXPECT_FALSE(interrupts_level(&i));
    EXPECT_EQ(msix_read32(&i.msix, 12), 1u); // masked, as after power on
    EXPECT_EQ(interrupts_way(&i), INTERRUPT_BY_PIN);
}

} // namespace
