// SPDX-License-Identifier: Apache-2.0
// A hostile guest accesses its ECAM: any address, any value, any size. Its devices stay where the
// host has put them, and no other domain's device changes.
#include "vpci_bench.h"
#include <cstring>
#include <gtest/gtest.h>
#include <random>

using namespace fake;

namespace {

class VpciFuzz : public testing::TestWithParam<std::uint64_t>, protected VpciBench {
protected:
    std::mt19937_64 random{ GetParam() };

    std::uint64_t pick(std::uint64_t limit) { return random() % limit; }
    std::uint64_t any_value()
    {
        return pick(3) == 0 ? ~0ull : pick(2) ? random() : 1ull << pick(64);
    }
    void step()
    {
        const auto bdf = static_cast<std::uint16_t>(pick(8) ? 0x100 + pick(4) : random());
        const std::uint64_t reg = pick(8) ? pick(0x100) : pick(0x1000);
        const auto bytes = static_cast<unsigned>(pick(8) ? 1u << pick(4) : pick(256));
        access(bdf, reg, bytes, pick(3) != 0, any_value());
    }
    std::vector<std::uint32_t> bars(std::uint16_t bdf)
    {
        return { hardware(0x10, 4, bdf), hardware(0x14, 4, bdf), hardware(0x18, 4, bdf),
                 hardware(0x1c, 4, bdf) };
    }
};

TEST_P(VpciFuzz, a_hostile_guest_moves_no_device_and_changes_no_other_domains_device)
{
    const auto first = bars(0x100), second = bars(0x101);
    const config_space other = w.functions.at(0x102);
    for (int n = 0; n < 20000; n++) {
        const std::uint64_t before = w.now;
        step();
        ASSERT_LE(w.now - before, 20u) << "one access does unbounded work";
    }
    EXPECT_EQ(bars(0x100), first);
    EXPECT_EQ(bars(0x101), second);
    EXPECT_EQ(std::memcmp(&w.functions.at(0x102), &other, sizeof other), 0);
    EXPECT_GT(w.resets.size(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, VpciFuzz, testing::Range<std::uint64_t>(1, 5));

} // namespace
