// SPDX-License-Identifier: Apache-2.0
// A network card behind its function: which descriptors and messages reach memory and when, and
// that random writes of a hostile driver do no harm. Registers of a queue are literals
// (arch/nic.h).
#include "patterns.h"
#include "ring_bench.h"

namespace itstorm {
namespace {

constexpr std::uint32_t control = 0x00, ring_log2 = 0x04, base_lo = 0x08, base_hi = 0x0c,
                        tail = 0x14, missed = 0x18, mask = 0x30, interval = 0x34, coalesce = 0x38,
                        coalesce_time = 0x3c;

struct NicBench : RingBench {
    std::vector<std::uint64_t> handled_ps;
    unsigned packets = 0, packets_missed = 0;
    std::uint64_t filled = 0;

    explicit NicBench(const LinkConfig& link = ideal())
        : RingBench(ring_config(DeviceType::Nic, link))
    {
        KindProbes& facts = function.probes.kind;
        facts.packet.attach([this](const PacketFact& f) {
            ++packets;
            packets_missed += f.missed;
        });
        facts.packet_handled.attach(
            [this](const PacketHandledFact& f) { handled_ps.push_back(f.ps); });
        facts.rx_level.attach([this](const RxLevelFact& f) { filled = f.filled; });
    }

    void turn_on(std::uint32_t queue, std::uint64_t base = GuestMemory::base)
    {
        write(queue, ring_log2, 4);
        write(queue, base_lo, static_cast<std::uint32_t>(base));
        write(queue, base_hi, static_cast<std::uint32_t>(base >> 32));
        write(queue, control, 1);
        write(queue, tail, 16);
    }
    void receive(unsigned vector, std::uint64_t count, double rate = 1e7)
    {
        PatternConfig pattern = periodic(rate, count);
        pattern.first_vector = vector;
        function.start(pattern);
    }
};

TEST(NicDevice, the_packets_descriptor_is_in_memory_before_its_interrupt)
{
    LinkConfig link = lanes_only();
    NicBench bench(link);
    bench.turn_on(2);
    bench.receive(2, 1);
    bench.run_ns(1000);
    ASSERT_EQ(bench.memory.writes.size(), 2u);
    EXPECT_FALSE(bench.memory.writes[0].is_message);
    EXPECT_EQ(bench.memory.writes[0].at_ps, 9'000u + 300'000u); // 36 bytes at 4 GB/s, latency
    EXPECT_TRUE(bench.memory.writes[1].is_message);
    EXPECT_EQ(bench.memory.writes[1].at_ps, 9'000u + 6'000u + 300'000u); // 24 bytes more
    EXPECT_EQ(bench.memory.writes[1].data, 2u);
    EXPECT_EQ(bench.memory.word(0x4000'0000), 1u);
    EXPECT_EQ(bench.memory.word(0x4000'0008), 1u);
}

TEST(NicDevice, an_interval_spaces_the_interrupts_of_a_burst)
{
    NicBench bench;
    bench.turn_on(0);
    bench.write(0, interval, 250);
    bench.receive(0, 10); // one every 100 ns
    bench.run_ns(5000);
    EXPECT_EQ(bench.memory.message_times(),
              (std::vector<std::uint64_t>{ 0, 250'000, 500'000, 750'000, 1'000'000 }));
}

TEST(NicDevice, coalescing_interrupts_after_its_number_of_packets)
{
    NicBench bench;
    bench.turn_on(0);
    bench.write(0, coalesce, 4);
    bench.receive(0, 10);
    bench.run_ns(5000);
    EXPECT_EQ(bench.memory.message_times(), (std::vector<std::uint64_t>{ 300'000, 700'000 }));
}

TEST(NicDevice, coalescing_interrupts_after_its_time_with_fewer_packets)
{
    NicBench bench;
    bench.turn_on(0);
    bench.write(0, coalesce, 4);
    bench.write(0, coalesce_time, 2000);
    bench.receive(0, 6);
    bench.run_ns(5000);
    EXPECT_EQ(bench.memory.message_times(), (std::vector<std::uint64_t>{ 300'000, 2'400'000 }));
}

TEST(NicDevice, an_auto_masked_queue_interrupts_once_and_unmasking_fires_at_once_with_work)
{
    NicBench bench;
    bench.turn_on(0);
    bench.write(0, mask, 2);
    bench.receive(0, 5);
    bench.run_ns(1000);
    EXPECT_EQ(bench.memory.message_times(), (std::vector<std::uint64_t>{ 0 }));
    bench.write(0, tail, 16 + 3); // two are left
    bench.write(0, mask, 2);
    bench.run_ns(1);
    EXPECT_EQ(bench.memory.message_times(), (std::vector<std::uint64_t>{ 0, 1'000'000 }));
    bench.write(0, tail, 16 + 5);
    bench.write(0, mask, 2);
    bench.run_ns(1000);
    EXPECT_EQ(bench.memory.message_times().size(), 2u);
}

TEST(NicDevice, each_queue_interrupts_by_itself)
{
    NicBench bench;
    bench.turn_on(0);
    bench.turn_on(1, GuestMemory::base + 0x1000);
    bench.write(0, mask, 1);
    bench.receive(0, 3);
    bench.run_ns(1000);
    bench.receive(1, 1);
    bench.run_ns(1000);
    ASSERT_EQ(bench.memory.message_times().size(), 1u);
    EXPECT_EQ(bench.memory.writes.back().data, 1u);
}

TEST(NicDevice, packets_without_a_descriptor_are_missed_and_counted)
{
    NicBench bench;
    bench.turn_on(0);
    bench.receive(0, 20);
    bench.run_ns(5000);
    EXPECT_EQ(bench.packets, 20u);
    EXPECT_EQ(bench.packets_missed, 4u);
    EXPECT_EQ(bench.read(0, missed), 4u);
    EXPECT_EQ(bench.filled, 16u);
}

TEST(NicDevice, latency_is_measured_from_arrival_to_the_return_of_the_descriptor)
{
    NicBench bench;
    bench.turn_on(0);
    bench.receive(0, 3);
    bench.run_ns(1000);
    bench.write(0, tail, 16 + 2);
    EXPECT_EQ(bench.handled_ps, (std::vector<std::uint64_t>{ 1'000'000, 900'000 }));
    EXPECT_EQ(bench.filled, 1u);
}

TEST(NicDevice, a_link_that_does_not_keep_up_fills_the_cards_buffer)
{
    LinkConfig link = lanes_only();
    link.bytes_per_second = 10'000'000; // 3.6 us per descriptor
    NicBench bench(link);
    bench.write(0, ring_log2, 12);
    bench.write(0, base_lo, GuestMemory::base);
    bench.write(0, mask, 1);
    bench.write(0, control, 1);
    bench.write(0, tail, 4096);
    bench.receive(0, 1000);
    bench.run_ns(100'000);
    EXPECT_EQ(bench.packets, 1000u);
    EXPECT_EQ(bench.read(0, missed), 0u);                 // there were descriptors
    EXPECT_EQ(bench.packets_missed, 1000u - 64 - 1 - 27); // buffered, on the lanes, gone
}

TEST(NicDevice, function_level_reset_turns_it_off)
{
    NicBench bench;
    bench.turn_on(0);
    bench.receive(0, 3);
    bench.run_ns(1000);
    bench.function_level_reset();
    bench.run_ns(1000);
    bench.set_up(4);
    EXPECT_EQ(bench.read(0, control), 0u);
    EXPECT_EQ(bench.filled, 0u);
    bench.receive(0, 2);
    bench.run_ns(1000);
    EXPECT_EQ(bench.packets_missed, 2u);
}

TEST(NicDevice, packets_keep_coming_through_a_function_level_reset_and_are_missed)
{
    NicBench bench;
    bench.turn_on(0);
    bench.receive(0, 30);
    bench.run_ns(950); // ten have come
    bench.function_level_reset();
    EXPECT_TRUE(bench.function.running());
    bench.run_ns(1000);
    EXPECT_EQ(bench.packets, 20u);
    EXPECT_EQ(bench.packets_missed, 10u);
    bench.set_up(4);
    bench.turn_on(0);
    bench.run_ns(2000);
    EXPECT_EQ(bench.packets, 30u);
    EXPECT_EQ(bench.packets_missed, 10u);
}

// ---- hostile drivers ----

TEST(NicDevice, a_ring_outside_memory_is_refused_packet_by_packet)
{
    NicBench bench;
    for (const std::uint64_t base : { 0x0ull, 0xffff'ffff'ffff'fff0ull }) {
        bench.write(0, control, 0);
        bench.turn_on(0, base);
        bench.receive(0, 16);
        bench.run_ns(5000);
    }
    EXPECT_EQ(bench.memory.refused, 32u);
}

TEST(NicDevice, random_register_writes_send_no_other_vector_and_keep_the_ledger_balanced)
{
    NicBench bench;
    PatternConfig pattern = at_rate(Arrival::Poisson, 2e7);
    pattern.choice = VectorChoice::Uniform;
    pattern.vector_count = 4;
    bench.function.start(pattern);
    bench.write_at_random(20'000, 3);
    EXPECT_GT(bench.packets - bench.packets_missed, 100u);
    EXPECT_LT(bench.memory.highest_message(), 4u);
    bench.expect_balance();
}

} // namespace
} // namespace itstorm
