// SPDX-License-Identifier: Apache-2.0
// A storage controller behind its function: the time of a command, channels in parallel, and that
// random writes of a hostile driver do no harm. Registers and entries are literals (arch/nvme.h).
#include "patterns.h"
#include "ring_bench.h"

namespace itstorm {
namespace {

constexpr std::uint32_t control = 0x00, ring_log2 = 0x04, sq_base = 0x08, cq_base = 0x10,
                        sq_tail = 0x18, cq_head = 0x1c, coalesce = 0x38;
constexpr std::uint64_t submissions = 0x4000'0000, completions = 0x4001'0000;

FunctionConfig nvme_config(const LinkConfig& link, NvmeConfig nvme)
{
    FunctionConfig config = ring_config(DeviceType::Nvme, link);
    config.nvme = nvme;
    return config;
}

struct NvmeBench : RingBench {
    std::vector<std::uint64_t> consumed_ps;
    unsigned completed = 0, failed = 0, refused = 0;
    std::uint64_t level = 0;

    explicit NvmeBench(NvmeConfig nvme = { NvmeService::Fixed, 1'000'000, 2 },
                       const LinkConfig& link = ideal())
        : RingBench(nvme_config(link, nvme))
    {
        KindProbes& facts = function.probes.kind;
        facts.command.attach([this](const NvmeCommandFact& f) {
            ++completed;
            failed += !f.ok;
        });
        facts.command_consumed.attach(
            [this](const CommandConsumedFact& f) { consumed_ps.push_back(f.ps); });
        facts.command_level.attach([this](const CommandLevelFact& f) { level = f.commands; });
        facts.fetch_refused.attach([this](const FetchRefusedFact&) { ++refused; });
    }

    // Turns a queue on, with rings of 64 entries.
    void turn_on(std::uint32_t queue, std::uint64_t sq = submissions,
                 std::uint64_t cq = completions)
    {
        write(queue, ring_log2, 6);
        write(queue, sq_base, static_cast<std::uint32_t>(sq));
        write(queue, sq_base + 4, static_cast<std::uint32_t>(sq >> 32));
        write(queue, cq_base, static_cast<std::uint32_t>(cq));
        write(queue, control, 1);
    }
    // Submits the first `count` entries, with their number as identifier; opcode 2 is a read.
    void submit(std::uint32_t queue, std::uint32_t count, std::uint64_t opcode = 2)
    {
        for (std::uint32_t entry = 0; entry < count; ++entry)
            memory.set_word(submissions + entry * 64, entry << 16 | opcode);
        write(queue, sq_tail, count);
    }
    std::vector<std::uint64_t> completion_times() const
    {
        std::vector<std::uint64_t> times;
        for (const GuestMemory::Event& event : memory.writes)
            if (!event.is_message)
                times.push_back(event.at_ps);
        return times;
    }
};

TEST(NvmeDevice, a_command_takes_its_fetch_its_service_and_its_completion)
{
    NvmeBench bench({ NvmeService::Fixed, 1'000'000, 2 }, lanes_only());
    bench.turn_on(1);
    bench.submit(1, 1);
    bench.run_ns(5000);
    ASSERT_EQ(bench.memory.writes.size(), 2u);
    // Request of 20 bytes and 300 ns, completion of 84 bytes and 300 ns, 1 us, 36 bytes and 300 ns.
    EXPECT_EQ(bench.memory.writes[0].at_ps,
              5'000u + 300'000 + 300'000 + 21'000 + 1'000'000 + 9'000 + 300'000);
    EXPECT_TRUE(bench.memory.writes[1].is_message);
    EXPECT_EQ(bench.memory.writes[1].data, 1u);
    EXPECT_EQ(bench.memory.word(completions + 8), 0x0001'0000'0001'0001u);
}

TEST(NvmeDevice, channels_work_in_parallel_and_further_commands_wait)
{
    NvmeBench bench;
    bench.turn_on(0);
    bench.submit(0, 5);
    bench.run_ns(10'000);
    EXPECT_EQ(
        bench.completion_times(),
        (std::vector<std::uint64_t>{ 1'000'000, 1'000'000, 2'000'000, 2'000'000, 3'000'000 }));
}

TEST(NvmeDevice, exponential_service_has_its_mean)
{
    NvmeBench bench({ NvmeService::Exponential, 1'000'000, 1 });
    bench.turn_on(0);
    constexpr std::uint32_t commands = 5000;
    bench.submit(0, 63);
    for (std::uint32_t done = 0; done < commands; done = bench.completed) {
        bench.run_ns(10'000);
        const std::uint32_t free = bench.completed % 64;
        bench.write(0, cq_head, free);
        bench.write(0, sq_tail, (free + 63) % 64);
    }
    const double mean = static_cast<double>(bench.completion_times().back()) / bench.completed;
    EXPECT_NEAR(mean, 1e6, 1e6 * 4 / std::sqrt(commands)); // four standard errors
}

TEST(NvmeDevice, latency_is_measured_from_the_doorbell_to_the_consumption_of_the_completion)
{
    NvmeBench bench;
    bench.turn_on(0);
    bench.submit(0, 2);
    EXPECT_EQ(bench.level, 2u);
    bench.run_ns(4000);
    bench.write(0, cq_head, 1);
    EXPECT_EQ(bench.consumed_ps, (std::vector<std::uint64_t>{ 4'000'000 }));
    EXPECT_EQ(bench.level, 1u);
}

TEST(NvmeDevice, coalesced_completions_share_an_interrupt)
{
    NvmeBench bench;
    bench.turn_on(0);
    bench.write(0, coalesce, 4);
    bench.submit(0, 8);
    bench.run_ns(10'000);
    EXPECT_EQ(bench.memory.message_times(), (std::vector<std::uint64_t>{ 2'000'000, 4'000'000 }));
}

TEST(NvmeDevice, an_unknown_command_fails_without_service)
{
    NvmeBench bench;
    bench.turn_on(0);
    bench.submit(0, 1, 0x7f);
    bench.run_ns(1);
    EXPECT_EQ(bench.failed, 1u);
    EXPECT_EQ(bench.memory.word(completions + 8), 0x0003'0000'0000'0001u); // status 1, phase 1
}

// ---- hostile drivers ----

TEST(NvmeDevice, a_queue_whose_entries_are_outside_memory_fails_and_the_others_continue)
{
    NvmeBench bench;
    bench.turn_on(0, 0xffff'ffff'ffff'ffc0);
    bench.turn_on(1);
    bench.write(0, sq_tail, 1);
    bench.submit(1, 1);
    bench.run_ns(5000);
    EXPECT_EQ(bench.read(0, control), 2u);
    EXPECT_EQ(bench.refused, 1u);
    EXPECT_EQ(bench.completed, 1u);
    EXPECT_EQ(bench.level, 1u);
}

TEST(NvmeDevice, completions_outside_memory_are_refused_one_by_one)
{
    NvmeBench bench;
    bench.turn_on(0, submissions, 0x1000);
    bench.submit(0, 5);
    bench.run_ns(10'000);
    EXPECT_EQ(bench.memory.refused, 5u);
    EXPECT_EQ(bench.completed, 5u);
}

TEST(NvmeDevice, a_queue_turned_off_during_its_commands_writes_nothing)
{
    NvmeBench bench;
    bench.turn_on(0);
    bench.submit(0, 4);
    bench.run_ns(500);
    bench.write(0, control, 0);
    bench.write(0, control, 1);
    bench.run_ns(10'000);
    EXPECT_TRUE(bench.memory.writes.empty());
    EXPECT_EQ(bench.level, 0u);
    bench.submit(0, 1);
    bench.run_ns(10'000);
    EXPECT_EQ(bench.completed, 1u); // the channels are free again
}

TEST(NvmeDevice, function_level_reset_during_a_fetch_discards_the_commands)
{
    NvmeBench bench({ NvmeService::Fixed, 1'000'000, 2 }, lanes_only());
    bench.turn_on(0);
    bench.submit(0, 1);
    bench.run_ns(100);
    bench.function_level_reset();
    bench.run_ns(10'000);
    EXPECT_EQ(bench.completed, 0u);
    EXPECT_EQ(bench.refused, 0u);
    EXPECT_TRUE(bench.memory.writes.empty());
}

TEST(NvmeDevice, random_register_writes_over_random_memory_keep_the_ledger_balanced)
{
    NvmeBench bench({ NvmeService::Exponential, 200'000, 4 });
    std::mt19937_64 random(5);
    std::generate(bench.memory.data.begin(), bench.memory.data.end(),
                  [&] { return static_cast<std::uint8_t>(random() % 4); });
    bench.write_at_random(20'000, 4);
    EXPECT_GT(bench.completed, 100u);
    EXPECT_LT(bench.memory.highest_message(), 4u);
    bench.expect_balance();
}

} // namespace
} // namespace itstorm
