// SPDX-License-Identifier: Apache-2.0
// MemoryPort on the machine's own memory behind a bus, and on memory that offers direct access
// (DMI) and withdraws it.
#include "common/bus.h"
#include "common/memory.h"
#include "common/memory_port.h"
#include <gtest/gtest.h>
#include <tlm_utils/simple_initiator_socket.h>

namespace itstorm {
namespace {

constexpr std::uint64_t base = 0x4000'0000, kilobytes_4 = 4096;

// Offers direct access to its first half; counts transactions.
class Offering : public sc_core::sc_module {
public:
    explicit Offering(sc_core::sc_module_name name) : sc_module(name)
    {
        socket.register_b_transport(this, &Offering::b_transport);
        socket.register_get_direct_mem_ptr(this, &Offering::direct);
    }

    tlm_utils::simple_target_socket<Offering> socket{ "socket" };
    unsigned transactions = 0;
    bool is_read_only = false;
    unsigned char bytes[kilobytes_4] = {};

private:
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        transactions++;
        unsigned char* at = bytes + trans.get_address();
        if (trans.is_read())
            std::memcpy(trans.get_data_ptr(), at, trans.get_data_length());
        else
            std::memcpy(at, trans.get_data_ptr(), trans.get_data_length());
        trans.set_dmi_allowed(true);
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }
    bool direct(tlm::tlm_generic_payload&, tlm::tlm_dmi& offer)
    {
        offer.set_dmi_ptr(bytes);
        offer.set_start_address(0);
        offer.set_end_address(kilobytes_4 / 2 - 1); // the first half
        is_read_only ? offer.allow_read() : offer.allow_read_write();
        return true;
    }
};

class Block : public sc_core::sc_module {
public:
    explicit Block(sc_core::sc_module_name name) : sc_module(name)
    {
        socket.register_invalidate_direct_mem_ptr(this, &Block::offer_ends);
    }

    tlm_utils::simple_initiator_socket<Block> socket{ "socket" };
    MemoryPort port{ socket };

    std::uint32_t word(std::uint64_t address)
    {
        std::uint32_t word = 0;
        EXPECT_TRUE(port.read(address, &word, sizeof word));
        return word;
    }
    void store(std::uint64_t address, std::uint32_t word)
    {
        EXPECT_TRUE(port.write(address, &word, sizeof word));
    }

private:
    void offer_ends(sc_dt::uint64, sc_dt::uint64) { port.offer_ends(); }
};

class MemoryPortTest : public testing::Test {
protected:
    MemoryPortTest()
    {
        block.socket.bind(bus.initiators);
        bus.map(offering.socket, base, kilobytes_4);
        bus.map(memory.socket, 2 * base, kilobytes_4);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    Bus bus{ "bus" };
    Offering offering{ "offering" };
    Memory memory{ "memory", 2 * base, kilobytes_4 };
    Block block{ "block" };
};

TEST_F(MemoryPortTest, accesses_memory_directly_once_it_is_offered)
{
    block.store(base + 8, 0x1234);
    EXPECT_EQ(block.word(base + 8), 0x1234u);
    block.store(base + 12, 0x5678);
    EXPECT_EQ(offering.transactions, 1u);
    EXPECT_EQ(offering.bytes[13], 0x56);
}

TEST_F(MemoryPortTest, makes_transactions_beyond_the_offered_range)
{
    block.store(base, 1);
    block.store(base + kilobytes_4 / 2, 2);
    block.store(base + kilobytes_4 / 2 - 2, 3); // across the end of the offer
    EXPECT_EQ(offering.transactions, 3u);
    EXPECT_EQ(block.word(base + kilobytes_4 / 2), 0u); // the two upper bytes of 3
}

TEST_F(MemoryPortTest, makes_a_transaction_again_once_the_offer_has_ended)
{
    block.store(base, 1);
    offering.socket->invalidate_direct_mem_ptr(0, kilobytes_4 - 1);
    block.store(base, 2);
    block.store(base, 3);
    EXPECT_EQ(offering.transactions, 2u);
}

TEST_F(MemoryPortTest, does_not_use_an_offer_for_reading_only)
{
    offering.is_read_only = true;
    block.store(base, 1);
    EXPECT_EQ(block.word(base), 1u);
    EXPECT_EQ(offering.transactions, 2u);
}

TEST_F(MemoryPortTest, reads_and_writes_the_machines_memory_at_its_place)
{
    block.store(2 * base + 16, 7);
    block.store(2 * base + kilobytes_4 - 4, 9);
    EXPECT_EQ(*memory.at(2 * base + 16, 1), 7);
    EXPECT_EQ(block.word(2 * base + kilobytes_4 - 4), 9u);
}

TEST_F(MemoryPortTest, reports_every_access_to_a_listener_of_the_memory)
{
    unsigned heard = 0;
    memory.accesses.attach([&heard](const MemoryAccessFact&) { heard++; });
    block.store(2 * base, 1);
    block.store(2 * base, 2);
    EXPECT_EQ(block.word(2 * base), 2u);
    EXPECT_EQ(heard, 3u);
}

TEST_F(MemoryPortTest, fails_at_an_address_without_a_target)
{
    std::uint32_t word = 0;
    EXPECT_TRUE(block.port.read(2 * base, &word, sizeof word));
    EXPECT_FALSE(block.port.read(2 * base + kilobytes_4 - 2, &word, sizeof word));
    EXPECT_FALSE(block.port.write(base - 4, &word, sizeof word));
}

} // namespace
} // namespace itstorm
