// SPDX-License-Identifier: Apache-2.0
// A driver's accesses to a function: BARs and configuration space, enables, the interrupt pin,
// Function Level Reset, and how the ledger books the messages that these hold back.
#include "device_bench.h"

namespace itstorm {
namespace {

struct Wire : SpiIf {
    std::vector<std::pair<unsigned, bool>> changes;
    void spi(unsigned intid, bool level) override { changes.emplace_back(intid, level); }
};

FunctionConfig with_pin()
{
    FunctionConfig config = DeviceBench::config(ideal(), 4);
    config.intx = true;
    config.intx_spi = 70;
    return config;
}

struct PinBench {
    Ledger ledger;
    PciFunction function{ "nic0", 0, with_pin(), 1, ledger };
    FarEnd far_end{ "far_end" };
    Windows software{ "software", function };
    Wire wire;

    PinBench()
    {
        function.upstream.bind(far_end.socket);
        function.intx.bind(wire);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        configure(0x04, 2);
    }
    void configure(std::uint32_t offset, std::uint32_t value)
    {
        EXPECT_TRUE(bus_write(software.configuration.socket, offset, &value, 2));
    }
    void clear(std::uint32_t causes)
    {
        EXPECT_TRUE(bus_write(software.bar0.socket, 0x08, &causes, 4));
    }
};

TEST(FunctionAccess, configuration_space_takes_one_two_and_four_aligned_bytes)
{
    DeviceBench bench(ideal());
    std::uint64_t data = 0;
    auto& socket = bench.software.configuration.socket;
    for (const unsigned bytes : { 1u, 2u, 4u }) {
        EXPECT_TRUE(bus_read(socket, 0x34, &data, bytes)) << bytes;
        EXPECT_FALSE(bytes > 1 && bus_read(socket, 0x35, &data, bytes)) << bytes;
    }
    EXPECT_FALSE(bus_read(socket, 0x38, &data, 8));
    EXPECT_FALSE(bus_read(socket, 0x1000, &data, 4));
}

TEST(FunctionAccess, without_memory_space_enable_the_bars_do_not_answer)
{
    DeviceBench bench(ideal());
    std::uint32_t data = 0;
    bench.configure(0x04, 4, 2);
    EXPECT_FALSE(bus_read(bench.software.bar0.socket, 0, &data, 4));
    EXPECT_FALSE(bus_read(bench.software.bar2.socket, 0, &data, 4));
    bench.configure(0x04, 6, 2);
    EXPECT_TRUE(bus_read(bench.software.bar0.socket, 0, &data, 4));
    EXPECT_TRUE(bus_read(bench.software.bar2.socket, 0, &data, 4));
}

TEST(FunctionAccess, without_bus_master_a_message_waits_and_then_leaves)
{
    DeviceBench bench(ideal());
    bench.configure(0x04, 2, 2);
    bench.function.send(1);
    bench.run(500);
    EXPECT_EQ(bench.far_end.writes.size(), 0u);
    EXPECT_EQ(bench.function.in_flight(), 1u);
    bench.configure(0x04, 6, 2);
    bench.run(1);
    ASSERT_EQ(bench.far_end.writes.size(), 1u);
    EXPECT_EQ(bench.far_end.writes[0].at_ps, 500u);
}

TEST(FunctionAccess, a_message_in_the_slot_waits_for_bus_master)
{
    DeviceBench bench(lanes_only());
    bench.function.send(0); // in the transmitter
    bench.function.send(1); // in the slot
    bench.configure(0x04, 2, 2);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100 }));
    bench.configure(0x04, 6, 2);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 101 }));
}

TEST(FunctionAccess, clearing_the_function_mask_sends_the_pending_messages)
{
    DeviceBench bench(ideal());
    bench.configure(0xa2, 0xc000, 2);
    bench.function.send(0);
    bench.function.send(3);
    EXPECT_EQ(bench.read(0x8000), 9u);
    bench.configure(0xa2, 0x8000, 2);
    bench.run(1);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 103 }));
}

TEST(FunctionAccess, msi_messages_leave_by_the_same_slot)
{
    DeviceBench bench(lanes_only());
    bench.configure(0xa2, 0, 2);
    bench.configure(0x84, 0x0809'0040, 4);
    bench.configure(0x8c, 0x10, 2);
    bench.configure(0x82, 0x21, 2); // four vectors
    for (const unsigned vector : { 1u, 2u, 3u, 3u })
        bench.function.send(vector);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 0x11, 0x12, 0x13 }));
    EXPECT_EQ(bench.ledger.merged_in_device, 1u);
    EXPECT_EQ(bench.booked(), bench.ledger.msis_sent);
}

// ---- the pin ----

TEST(FunctionPin, is_asserted_once_by_events_which_are_no_messages)
{
    PinBench bench;
    bench.function.send(1);
    bench.function.send(2);
    EXPECT_EQ(bench.wire.changes, (std::vector<std::pair<unsigned, bool>>{ { 70, true } }));
    EXPECT_EQ(bench.ledger.msis_sent, 0u);
    EXPECT_EQ(bench.function.in_flight(), 0u);
}

TEST(FunctionPin, falls_when_the_last_cause_is_cleared)
{
    PinBench bench;
    bench.function.send(1);
    bench.function.send(2);
    bench.clear(2);
    EXPECT_EQ(bench.wire.changes.size(), 1u);
    bench.clear(4);
    EXPECT_EQ(bench.wire.changes.back(), (std::pair<unsigned, bool>{ 70, false }));
}

TEST(FunctionPin, is_lowered_by_interrupt_disable_and_every_edge_is_reported)
{
    PinBench bench;
    std::vector<bool> levels;
    bench.function.probes.intx.attach([&](const IntxFact& fact) { levels.push_back(fact.level); });
    bench.function.send(0);
    bench.configure(0x04, 0x402);
    bench.configure(0x04, 0x002);
    EXPECT_EQ(levels, (std::vector<bool>{ true, false, true }));
}

// ---- Function Level Reset ----

struct ResetBench : DeviceBench {
    ResetBench() : DeviceBench(lanes_only()) {}
    void reset() { configure(0x48, 0x8000, 2); }
};

TEST(FunctionReset, books_pending_messages_as_cleared)
{
    ResetBench bench;
    bench.mask(3, true);
    for (const unsigned vector : { 0u, 1u, 2u, 3u }) // transmitter, slot, two pending bits
        bench.function.send(vector);
    bench.reset();
    EXPECT_EQ(bench.ledger.cleared, 3u);
    EXPECT_EQ(bench.function.in_flight(), 1u);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100 })); // the one in the transmitter
    EXPECT_EQ(bench.booked() + bench.ledger.cleared, bench.ledger.msis_sent);
}

TEST(FunctionReset, ends_the_traffic_and_turns_the_function_off)
{
    ResetBench bench;
    bench.function.start(periodic(1e6));
    bench.reset();
    EXPECT_FALSE(bench.function.running());
    EXPECT_EQ(bench.configuration(0x04, 2), 0u);
    EXPECT_EQ(bench.configuration(0xa2, 2), 3u);
    const std::uint64_t sent = bench.ledger.msis_sent;
    bench.run(10'000'000);
    EXPECT_EQ(bench.ledger.msis_sent, sent);
}

TEST(FunctionReset, leaves_a_function_that_works_once_it_is_set_up_again)
{
    ResetBench bench;
    bench.reset();
    bench.configure(0x04, 6, 2);
    bench.configure(0xa2, 0x8000, 2);
    EXPECT_EQ(bench.read(12), 1u); // masked
    bench.program(0);
    bench.function.send(0);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100 }));
}

} // namespace
} // namespace itstorm
