// SPDX-License-Identifier: Apache-2.0
// Random writes of a guest to a hostile device, its masks and its configuration space: simulated
// time advances, the number of messages in flight stays bounded, and the ledger balances.
#include "hostile_bench.h"

namespace itstorm {
namespace {

class Fuzz {
public:
    Fuzz(HostileBench& bench, std::uint64_t seed) : bench_(bench), random_(seed) {}

    void step()
    {
        switch (below(8)) {
        case 0: bench_.configure(0x04, word(), 2); break;
        case 1: bench_.configure(0xa2, word(), 2); break;
        case 2: bench_.mask(below(4), below(2)); break;
        case 3: bench_.configure(0x48, below(4) == 0 ? 0x8000 : 0, 2); break;
        default: program();
        }
        bench_.run(1 + below(100'000));
    }

private:
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

    // A quarter each: any word, a small one, a large one, the doorbell's address.
    std::uint32_t word()
    {
        const std::uint32_t any = static_cast<std::uint32_t>(random_());
        const std::uint32_t choices[] = { any, any % 8, 0xffffffff - any % 8, 0x0809'0040 };
        return choices[below(4)];
    }

    void program()
    {
        const std::uint32_t offset = below(2) ? HOSTILE_CONTROL : 4 * below(12);
        if (below(4) == 0)
            bench_.set(offset & ~7u, static_cast<std::uint64_t>(word()) << 32 | word(), 8);
        else
            bench_.set(offset, word());
    }

    HostileBench& bench_;
    RandomStream random_;
};

void expect_bounded_and_balanced(const LinkConfig& link, std::uint64_t seed)
{
    HostileBench bench(link);
    Fuzz fuzz(bench, seed);
    for (unsigned step = 0; step < 3000; ++step) {
        fuzz.step();
        ASSERT_LT(bench.function.in_flight(), 4u + 20u + 100u) << "step " << step;
    }
    EXPECT_GT(bench.far_end.writes.size(), 100u);
    EXPECT_EQ(bench.ledger.msis_sent, bench.booked() + bench.ledger.cleared);
}

TEST(HostileFuzz, bounds_in_flight_messages_behind_a_link_with_lanes)
{
    expect_bounded_and_balanced(lanes_only(), 1);
}

TEST(HostileFuzz, bounds_in_flight_messages_behind_a_link_with_credits_only)
{
    LinkConfig link;
    link.posted_credits = 4;
    expect_bounded_and_balanced(link, 2);
}

TEST(HostileFuzz, bounds_in_flight_messages_behind_a_link_without_bounds)
{
    expect_bounded_and_balanced(ideal(), 3);
}

} // namespace
} // namespace itstorm
