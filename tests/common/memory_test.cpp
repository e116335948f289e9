// SPDX-License-Identifier: Apache-2.0
// Memory: bounds in host pointers and in TLM accesses; both see the same bytes.
#include "common/access.h"
#include "common/memory.h"
#include <cstring>
#include <gtest/gtest.h>
#include <tlm_utils/simple_initiator_socket.h>

namespace {

using namespace itstorm;

constexpr std::uint64_t base = 0x8000'0000, bytes = 1 << 20;

struct Bench : sc_core::sc_module {
    Memory memory{ "memory", base, bytes };
    tlm_utils::simple_initiator_socket<Bench> port{ "port" };

    explicit Bench(sc_core::sc_module_name name) : sc_module(name) { port.bind(memory.socket); }
};

struct Running : Bench {
    Running() : Bench("bench") { sc_core::sc_start(sc_core::SC_ZERO_TIME); }
};

TEST(Memory, fresh_memory_reads_zero)
{
    Running bench;
    std::uint64_t word = 1;
    ASSERT_TRUE(bus_read(bench.port, 0x4000, &word, 8));
    EXPECT_EQ(word, 0u);
}

TEST(Memory, a_tlm_write_is_seen_through_the_host_pointer_at_base_plus_offset)
{
    Running bench;
    const std::uint64_t word = 0x1122'3344'5566'7788;
    ASSERT_TRUE(bus_write(bench.port, 0x10, &word, 8));
    EXPECT_EQ(std::memcmp(bench.memory.at(base + 0x10, 8), &word, 8), 0);
}

TEST(Memory, a_host_write_is_read_through_tlm)
{
    Running bench;
    *bench.memory.at(base + 5, 1) = 0xa5;
    std::uint8_t byte = 0;
    ASSERT_TRUE(bus_read(bench.port, 5, &byte, 1));
    EXPECT_EQ(byte, 0xa5);
}

TEST(Memory, the_last_byte_is_inside_and_the_next_is_not)
{
    Running bench;
    EXPECT_NE(bench.memory.at(base + bytes - 8, 8), nullptr);
    EXPECT_EQ(bench.memory.at(base + bytes - 7, 8), nullptr);
    EXPECT_EQ(bench.memory.at(base - 1, 1), nullptr);
    EXPECT_EQ(bench.memory.at(base, bytes + 1), nullptr);
    EXPECT_EQ(bench.memory.at(~0ull, 8), nullptr); // no wrap
}

TEST(Memory, a_tlm_access_beyond_the_end_is_an_address_error_and_changes_nothing)
{
    Running bench;
    const std::uint64_t word = ~0ull;
    EXPECT_FALSE(bus_write(bench.port, bytes - 4, &word, 8));
    EXPECT_EQ(*bench.memory.at(base + bytes - 4, 1), 0);
    std::uint64_t back = 0;
    EXPECT_FALSE(bus_read(bench.port, ~0ull - 3, &back, 8));
}

TEST(Memory, byte_enables_are_refused)
{
    Running bench;
    std::uint8_t data[4] = { 1, 2, 3, 4 }, enables[4] = { 0xff, 0, 0, 0 };
    tlm::tlm_generic_payload trans;
    sc_core::sc_time delay;
    trans.set_command(tlm::TLM_WRITE_COMMAND);
    trans.set_data_ptr(data);
    trans.set_data_length(4);
    trans.set_byte_enable_ptr(enables);
    trans.set_byte_enable_length(4);
    bench.port->b_transport(trans, delay);
    EXPECT_EQ(trans.get_response_status(), tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
    EXPECT_EQ(*bench.memory.at(base, 1), 0);
}

TEST(Memory, an_access_adds_no_delay)
{
    Running bench;
    std::uint8_t byte = 0;
    tlm::tlm_generic_payload trans;
    sc_core::sc_time delay(7, sc_core::SC_NS);
    trans.set_command(tlm::TLM_READ_COMMAND);
    trans.set_data_ptr(&byte);
    trans.set_data_length(1);
    bench.port->b_transport(trans, delay);
    EXPECT_EQ(delay, sc_core::sc_time(7, sc_core::SC_NS));
}

} // namespace
