// SPDX-License-Identifier: Apache-2.0
// ItsDouble: passes accesses on, and breaks a given number of them, or all of them for a given
// time.
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_table.h"
#include "common/access.h"
#include "platform/its_double.h"
#include <cstring>
#include <gtest/gtest.h>
#include <vector>

namespace itstorm {
namespace {

// Registers that only count doorbells, and answer GITS_BASER0; a memory of 64 KiB from 0x10000 on.
struct DoubleBench : sc_core::sc_module {
    static constexpr std::uint64_t base = 0x10000;

    ItsDouble between;
    tlm_utils::simple_initiator_socket<DoubleBench> software, its;
    tlm_utils::simple_target_socket<DoubleBench> registers, memory;
    std::vector<unsigned char> bytes = std::vector<unsigned char>(0x10000, 0x91);
    std::uint64_t baser = bits_mask(GITS_BASER_VALID) | 7ull << 48 | base; // flat, 8 bytes each
    unsigned doorbells = 0;

    explicit DoubleBench(sc_core::sc_module_name name)
        : sc_module(name), between("between", 0), software("software"), its("its"),
          registers("registers"), memory("memory")
    {
        software.bind(between.from_bus);
        its.bind(between.from_its);
        between.to_its.bind(registers);
        between.to_bus.bind(memory);
        registers.register_b_transport(this, &DoubleBench::at_registers);
        memory.register_b_transport(this, &DoubleBench::at_memory);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    void at_registers(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        doorbells += trans.is_write() && trans.get_address() == GITS_CWRITER;
        if (trans.is_read() && trans.get_address() == GITS_BASER0)
            std::memcpy(trans.get_data_ptr(), &baser, sizeof baser);
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }

    void at_memory(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        unsigned char* at = &bytes.at(trans.get_address() - base);
        if (trans.is_read())
            std::memcpy(trans.get_data_ptr(), at, trans.get_data_length());
        else
            std::memcpy(at, trans.get_data_ptr(), trans.get_data_length());
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }

    bool ring(std::uint64_t offset = GITS_CWRITER)
    {
        const std::uint64_t value = 32;
        return bus_write(software, offset, &value, sizeof value);
    }
    unsigned opcode_of_next()
    {
        unsigned char command[ITS_CMD_BYTES] = {};
        return bus_read(its, base, command, sizeof command) ? command[0] : 0;
    }
    bool reads_table()
    {
        std::uint64_t word = 0;
        return bus_read(its, base, &word, sizeof word);
    }
    std::uint64_t word_at(std::uint64_t offset) const
    {
        std::uint64_t word = 0;
        std::memcpy(&word, &bytes[offset], sizeof word);
        return word;
    }
};

TEST(ItsDouble, passes_every_access_on_until_a_fault_begins)
{
    DoubleBench b("b");
    EXPECT_TRUE(b.ring());
    EXPECT_EQ(b.doorbells, 1u);
    EXPECT_EQ(b.opcode_of_next(), 0x91u);
    EXPECT_TRUE(b.reads_table());
}

TEST(ItsDouble, loses_the_given_number_of_doorbells_without_an_error)
{
    DoubleBench b("b");
    b.between.lose_doorbells(2);
    EXPECT_TRUE(b.ring(GITS_CBASER)); // another register
    EXPECT_TRUE(b.ring());
    EXPECT_TRUE(b.ring());
    EXPECT_EQ(b.doorbells, 0u);
    EXPECT_TRUE(b.ring());
    EXPECT_EQ(b.doorbells, 1u);
}

TEST(ItsDouble, damages_the_given_number_of_commands_and_no_table)
{
    DoubleBench b("b");
    b.between.damage_commands(1);
    EXPECT_TRUE(b.reads_table());
    EXPECT_EQ(b.opcode_of_next(), 0xffu);
    EXPECT_EQ(b.opcode_of_next(), 0x91u);
    EXPECT_EQ(b.bytes[0], 0x91); // in the memory it is as it was
}

TEST(ItsDouble, refuses_memory_for_the_given_time)
{
    DoubleBench b("b");
    b.between.refuse_memory(1'000'000);
    EXPECT_FALSE(b.reads_table());
    sc_core::sc_start(sc_core::sc_time(999, sc_core::SC_NS));
    EXPECT_FALSE(b.reads_table());
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_NS));
    EXPECT_TRUE(b.reads_table());
}

TEST(ItsDouble, keeps_doorbells_during_a_stall_and_passes_the_last_one_on)
{
    DoubleBench b("b");
    b.between.stall(1'000'000);
    EXPECT_TRUE(b.ring());
    EXPECT_TRUE(b.ring());
    EXPECT_TRUE(b.ring(GITS_CBASER)); // another register
    sc_core::sc_start(sc_core::sc_time(999, sc_core::SC_NS));
    EXPECT_EQ(b.doorbells, 0u);
    sc_core::sc_start(sc_core::sc_time(2, sc_core::SC_NS));
    EXPECT_EQ(b.doorbells, 1u);
    EXPECT_TRUE(b.ring());
    EXPECT_EQ(b.doorbells, 2u);
}

TEST(ItsDouble, passes_no_doorbell_on_after_a_stall_without_one)
{
    DoubleBench b("b");
    b.between.stall(1'000);
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_US));
    EXPECT_EQ(b.doorbells, 0u);
}

TEST(ItsDouble, stalls_until_the_longer_of_two_stalls_is_over)
{
    DoubleBench b("b");
    b.between.stall(1'000'000);
    b.between.stall(5'000'000);
    EXPECT_TRUE(b.ring());
    sc_core::sc_start(sc_core::sc_time(4'999, sc_core::SC_NS));
    EXPECT_EQ(b.doorbells, 0u);
    sc_core::sc_start(sc_core::sc_time(2, sc_core::SC_NS));
    EXPECT_EQ(b.doorbells, 1u);
}

TEST(ItsDouble, overwrites_one_entry_of_a_flat_device_table)
{
    DoubleBench b("b");
    EXPECT_TRUE(b.between.overwrite_device(3));
    EXPECT_EQ(b.word_at(3 * ITS_DTE_BYTES), 0u);
    EXPECT_NE(b.word_at(2 * ITS_DTE_BYTES), 0u);
    EXPECT_NE(b.word_at(4 * ITS_DTE_BYTES), 0u);
    EXPECT_FALSE(b.between.overwrite_device(512)); // beyond one page of 4 KiB
}

TEST(ItsDouble, overwrites_one_entry_of_a_table_of_two_levels)
{
    DoubleBench b("b");
    b.baser |= bits_mask(GITS_BASER_INDIRECT);
    const std::uint64_t page = bits_mask(ITS_L1_VALID) | (DoubleBench::base + 0x2000), none = 0;
    std::memcpy(&b.bytes[0], &none, sizeof none);
    std::memcpy(&b.bytes[8], &page, sizeof page); // devices 512 to 1023
    EXPECT_FALSE(b.between.overwrite_device(3));
    EXPECT_TRUE(b.between.overwrite_device(512 + 3));
    EXPECT_EQ(b.word_at(0x2000 + 3 * ITS_DTE_BYTES), 0u);
    EXPECT_NE(b.word_at(0x2000 + 4 * ITS_DTE_BYTES), 0u);
}

TEST(ItsDouble, overwrites_no_entry_that_is_not_valid)
{
    DoubleBench b("b");
    EXPECT_TRUE(b.between.overwrite_device(3));
    EXPECT_FALSE(b.between.overwrite_device(3));
}

TEST(ItsDouble, overwrites_one_entry_of_a_devices_itt)
{
    DoubleBench b("b");
    const its_dte device = { true, 2, DoubleBench::base + 0x1000 }; // events 0 to 3
    const std::uint64_t dte = its_dte_store(&device), valid = bit(63);
    std::memcpy(&b.bytes[3 * ITS_DTE_BYTES], &dte, sizeof dte);
    for (unsigned event = 0; event < 8; ++event)
        std::memcpy(&b.bytes[0x1000 + event * ITS_ITE_BYTES], &valid, sizeof valid);
    EXPECT_TRUE(b.between.overwrite_event(3, 1));
    EXPECT_EQ(b.word_at(0x1000 + 1 * ITS_ITE_BYTES), 0u);
    EXPECT_NE(b.word_at(0x1000 + 2 * ITS_ITE_BYTES), 0u);
    EXPECT_FALSE(b.between.overwrite_event(3, 4)); // beyond its ITT
}

TEST(ItsDouble, counts_the_accesses_that_it_has_broken)
{
    DoubleBench b("b");
    EXPECT_EQ(b.between.hits(ItsFault::Doorbell), 0u);
    b.between.lose_doorbells(2);
    EXPECT_TRUE(b.ring());
    EXPECT_EQ(b.between.hits(ItsFault::Doorbell), 1u);
    b.between.lose_doorbells(0);
    b.between.stall(1'000);
    EXPECT_TRUE(b.ring());
    EXPECT_EQ(b.between.hits(ItsFault::Stall), 1u);
    EXPECT_EQ(b.between.hits(ItsFault::Doorbell), 1u);
}

TEST(ItsDouble, overwrites_nothing_without_a_table)
{
    DoubleBench b("b");
    b.baser = 0;
    EXPECT_FALSE(b.between.overwrite_device(3));
}

} // namespace
} // namespace itstorm
