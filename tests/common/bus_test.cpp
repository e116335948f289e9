// SPDX-License-Identifier: Apache-2.0
// Bus: decodes by range, targets see offsets, holes and overlaps are errors.
#include "common/access.h"
#include "common/bus.h"
#include "common/memory.h"
#include <gtest/gtest.h>
#include <string>
#include <tlm_utils/simple_initiator_socket.h>

namespace {

using namespace itstorm;

struct Bench : sc_core::sc_module {
    Bus bus{ "bus" };
    Memory low{ "low", 0x1000, 0x1000 }, high{ "high", 0x8000, 0x1000 };
    tlm_utils::simple_initiator_socket<Bench> first{ "first" }, second{ "second" };

    explicit Bench(sc_core::sc_module_name name) : sc_module(name)
    {
        bus.map(high.socket, 0x8000, 0x1000); // not in address order
        bus.map(low.socket, 0x1000, 0x1000);
        first.bind(bus.initiators);
        second.bind(bus.initiators);
    }
};

struct Running : Bench {
    Running() : Bench("bench") { sc_core::sc_start(sc_core::SC_ZERO_TIME); }
};

TEST(Bus, an_address_reaches_its_target_as_an_offset)
{
    Running bench;
    const std::uint32_t word = 0xcafe;
    ASSERT_TRUE(bus_write(bench.first, 0x1ff0, &word, 4));
    ASSERT_TRUE(bus_write(bench.first, 0x8004, &word, 4));
    EXPECT_EQ(*bench.low.at(0x1ff0, 1), 0xfe);
    EXPECT_EQ(*bench.high.at(0x8004, 1), 0xfe);
}

TEST(Bus, every_initiator_reaches_every_target)
{
    Running bench;
    const std::uint32_t word = 0x1234;
    std::uint32_t back = 0;
    ASSERT_TRUE(bus_write(bench.second, 0x8010, &word, 4));
    ASSERT_TRUE(bus_read(bench.first, 0x8010, &back, 4));
    EXPECT_EQ(back, 0x1234u);
}

TEST(Bus, an_address_without_a_target_is_an_address_error)
{
    Running bench;
    std::uint32_t word = 0;
    EXPECT_FALSE(bus_read(bench.first, 0x0ffc, &word, 4)); // before the first
    EXPECT_FALSE(bus_read(bench.first, 0x2000, &word, 4)); // between
    EXPECT_FALSE(bus_read(bench.first, 0x9000, &word, 4)); // behind the last
}

TEST(Bus, an_access_across_the_end_of_a_range_is_an_address_error)
{
    Running bench;
    std::uint64_t word = 0;
    EXPECT_TRUE(bus_read(bench.first, 0x1ff8, &word, 8));
    EXPECT_FALSE(bus_read(bench.first, 0x1ffc, &word, 8));
}

TEST(Bus, the_payload_has_the_callers_address_again_afterwards)
{
    Running bench;
    std::uint32_t word = 0;
    tlm::tlm_generic_payload trans;
    sc_core::sc_time delay;
    trans.set_command(tlm::TLM_READ_COMMAND);
    trans.set_address(0x8020);
    trans.set_data_ptr(reinterpret_cast<unsigned char*>(&word));
    trans.set_data_length(4);
    bench.first->b_transport(trans, delay);
    EXPECT_TRUE(trans.is_response_ok());
    EXPECT_EQ(trans.get_address(), 0x8020u);
}

std::string overlap_message(std::uint64_t base, std::uint64_t bytes)
{
    Bench bench("bench");
    Memory third("third", 0, 0x10000);
    try {
        bench.bus.map(third.socket, base, bytes);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

TEST(Bus, overlap_with_the_range_before_is_an_error_that_names_both)
{
    const std::string message = overlap_message(0x1fff, 0x100);
    EXPECT_NE(message.find("bench.bus"), std::string::npos);
    EXPECT_NE(message.find("third"), std::string::npos);
    EXPECT_NE(message.find("low"), std::string::npos);
}

TEST(Bus, overlap_with_the_range_behind_is_an_error_that_names_both)
{
    const std::string message = overlap_message(0x7000, 0x1001);
    EXPECT_NE(message.find("third"), std::string::npos);
    EXPECT_NE(message.find("high"), std::string::npos);
}

TEST(Bus, neighbours_do_not_overlap)
{
    EXPECT_EQ(overlap_message(0x2000, 0x6000), "");
}

} // namespace
