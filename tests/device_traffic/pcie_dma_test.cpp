// SPDX-License-Identifier: Apache-2.0
// What DMA costs on a link, and how it is ordered with messages. The link carries one byte per ns
// with a latency of 300 ns, so that expected times are sums of packet bytes and latencies.
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include "link_bench.h"

namespace itstorm {
namespace {

constexpr std::uint64_t ns = 1000;

LinkConfig byte_a_ns()
{
    LinkConfig link;
    link.bytes_per_second = 1'000'000'000;
    return link;
}

struct Size {
    std::uint64_t address, bytes, on_wire;
};

class PcieWriteSize : public testing::TestWithParam<Size> {};

TEST_P(PcieWriteSize, is_payload_in_dwords_and_one_header_a_packet)
{
    LinkBench bench(byte_a_ns());
    bench.write(GetParam().address, GetParam().bytes);
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 1u);
    EXPECT_EQ(bench.memory.accesses[0].at_ps, (GetParam().on_wire + 300) * ns);
    EXPECT_EQ(bench.memory.accesses[0].data, std::vector<std::uint8_t>(GetParam().bytes, 0xab));
}

void PrintTo(const Size& size, std::ostream* out) // the test's name for CTest
{
    *out << size.bytes << "_at_" << size.address;
}

INSTANTIATE_TEST_SUITE_P(Sizes, PcieWriteSize,
                         testing::Values(Size{ 0x1000, 4, 24 }, Size{ 0x1000, 1, 24 },
                                         Size{ 0x1000, 64, 84 }, Size{ 0xffff'fffc, 4, 24 },
                                         Size{ 0x1'0000'0000, 4, 28 }, Size{ 0x1000, 256, 276 },
                                         Size{ 0x1000, 257, 300 }, Size{ 0x1000, 1500, 1620 }));

TEST(PcieMessageSize, is_24_bytes_and_28_beyond_four_gib)
{
    LinkBench bench(byte_a_ns());
    bench.message(0xffff'fffc);
    bench.message(0x1'0000'0000);
    bench.run(1000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 2u);
    EXPECT_EQ(bench.memory.accesses[0].at_ps, 324 * ns);
    EXPECT_EQ(bench.memory.accesses[1].at_ps, (324 + 28) * ns);
}

TEST(PcieMessageSize, is_the_configured_size)
{
    LinkConfig link = byte_a_ns();
    link.msi_bytes = 40;
    LinkBench bench(link);
    bench.message(0x1'0000'0000);
    bench.run(1000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 1u);
    EXPECT_EQ(bench.memory.accesses[0].at_ps, 340 * ns);
}

TEST(PcieDma, carries_its_requester_and_is_no_message)
{
    LinkBench bench(byte_a_ns());
    bench.write(0x1000, 4);
    EXPECT_EQ(bench.link.in_flight(), 0u); // in_flight() counts messages alone
    bench.message(0x1000);
    EXPECT_EQ(bench.link.in_flight(), 0u);
    bench.run(30 * ns);
    EXPECT_EQ(bench.link.in_flight(), 1u);
    bench.run(1000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 2u);
    EXPECT_FALSE(bench.memory.accesses[0].is_message);
    EXPECT_EQ(bench.memory.accesses[0].device_id, 7u);
    EXPECT_TRUE(bench.memory.accesses[1].is_message);
}

TEST(PcieDma, a_message_does_not_pass_the_write_before_it)
{
    LinkBench bench(byte_a_ns());
    bench.write(0x1000, 1500);
    bench.message(0x2000);
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 2u);
    EXPECT_FALSE(bench.memory.accesses[0].is_message);
    EXPECT_EQ(bench.memory.accesses[1].at_ps, (1620 + 24 + 300) * ns);
}

TEST(PcieDma, a_write_takes_a_credit)
{
    LinkConfig link = byte_a_ns();
    link.posted_credits = 1;
    LinkBench bench(link);
    bench.write(0x1000, 4);
    bench.message(0x2000);
    bench.run(1000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 2u);
    EXPECT_EQ(bench.memory.accesses[1].at_ps, 2 * 324 * ns);
}

TEST(PcieRead, takes_request_memory_and_completion)
{
    LinkBench bench(byte_a_ns());
    bench.memory.read_time = sc_core::sc_time::from_value(100 * ns);
    const auto read = bench.read(0x1042, 64);
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.completed_ps.size(), 1u);
    EXPECT_EQ(bench.completed_ps[0], (20 + 300 + 100 + 84 + 300) * ns);
    EXPECT_FALSE(read->refused);
    EXPECT_EQ(read->data, std::vector<std::uint8_t>(64, 0x42));
}

TEST(PcieRead, of_many_packets_pays_for_each)
{
    LinkBench bench(byte_a_ns());
    bench.read(0x1000, 1024); // two requests, four completions
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.completed_ps.size(), 1u);
    EXPECT_EQ(bench.completed_ps[0], (2 * 20 + 300 + 1024 + 4 * 20 + 300) * ns);
}

TEST(PcieRead, is_performed_behind_the_writes_before_it)
{
    LinkBench bench(byte_a_ns());
    bench.write(0x1000, 64);
    bench.read(0x1000, 64);
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 2u);
    EXPECT_FALSE(bench.memory.accesses[0].is_read);
    EXPECT_EQ(bench.memory.accesses[1].at_ps, (84 + 20 + 300) * ns);
}

TEST(PcieRead, does_not_hold_up_the_message_behind_it)
{
    LinkBench bench(byte_a_ns());
    bench.memory.read_time = sc_core::sc_time::from_value(5000 * ns);
    bench.read(0x1000, 4);
    bench.message(0x2000);
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.memory.accesses.size(), 2u);
    EXPECT_EQ(bench.memory.accesses[1].at_ps, (20 + 24 + 300) * ns);
}

TEST(PcieRead, completions_share_the_lanes_back)
{
    LinkBench bench(byte_a_ns());
    bench.read(0x1000, 256);
    bench.read(0x2000, 256);
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.completed_ps.size(), 2u);
    EXPECT_EQ(bench.completed_ps[0], (20 + 300 + 276 + 300) * ns);
    EXPECT_EQ(bench.completed_ps[1], (20 + 300 + 2 * 276 + 300) * ns);
}

TEST(PcieRead, that_is_refused_completes_as_refused)
{
    LinkBench bench(byte_a_ns());
    bench.memory.end = 0x1000;
    const auto read = bench.read(0x1000, 64);
    bench.run(10'000 * ns);
    ASSERT_EQ(bench.completed_ps.size(), 1u);
    EXPECT_EQ(bench.completed_ps[0], (20 + 300 + 20 + 300) * ns); // no payload
    EXPECT_TRUE(read->refused);
}

} // namespace
} // namespace itstorm
