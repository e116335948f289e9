// SPDX-License-Identifier: Apache-2.0
// The set of pending LPIs, which finds the best candidate without a scan.
#include "redistributor/lpi_set.h"
#include <algorithm>
#include <chrono>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <vector>

namespace {

struct Set : lpi_set {
    Set() : lpi_set{} {}
    ~Set() { lpi_set_free(this); }
};

void expect_best(const lpi_set& s, std::uint32_t intid, unsigned priority)
{
    const candidate best = lpi_set_best(&s);
    EXPECT_EQ(best.intid, intid);
    EXPECT_EQ(best.priority, priority);
}

} // namespace

TEST(LpiSet, a_pending_lpi_is_no_candidate_until_its_configuration_is_known)
{
    Set s;
    EXPECT_TRUE(lpi_set_add(&s, 8195, LPI_UNKNOWN));
    EXPECT_FALSE(candidate_exists(lpi_set_best(&s)));
    lpi_set_level(&s, 8195, lpi_level(0xa0, true));
    expect_best(s, 8195, 0xa0);
}

TEST(LpiSet, a_disabled_lpi_stays_pending_and_is_no_candidate)
{
    Set s;
    lpi_set_add(&s, 8195, lpi_level(0xa0, true));
    lpi_set_level(&s, 8195, lpi_level(0xa0, false));
    EXPECT_FALSE(candidate_exists(lpi_set_best(&s)));
    EXPECT_TRUE(lpi_set_has(&s, 8195));
    EXPECT_EQ(lpi_set_count(&s), 1u);
}

TEST(LpiSet, a_second_add_merges)
{
    Set s;
    EXPECT_TRUE(lpi_set_add(&s, 8195, 20));
    EXPECT_FALSE(lpi_set_add(&s, 8195, 4));
    EXPECT_EQ(lpi_set_level_of(&s, 8195), 20u);
    EXPECT_EQ(lpi_set_count(&s), 1u);
}

TEST(LpiSet, highest_priority_is_the_lowest_number)
{
    Set s;
    lpi_set_add(&s, 8195, lpi_level(0xa0, true));
    lpi_set_add(&s, 8196, lpi_level(0x80, true));
    expect_best(s, 8196, 0x80);
    lpi_set_remove(&s, 8196);
    expect_best(s, 8195, 0xa0);
}

TEST(LpiSet, equal_priorities_go_by_lowest_intid)
{
    Set s;
    for (const std::uint32_t intid : { 70000u, 8196u, 8195u })
        lpi_set_add(&s, intid, lpi_level(0xa0, true));
    expect_best(s, 8195, 0xa0);
}

TEST(LpiSet, a_level_of_an_lpi_that_is_not_pending_changes_nothing)
{
    Set s;
    lpi_set_level(&s, 8195, 20);
    EXPECT_FALSE(candidate_exists(lpi_set_best(&s)));
    EXPECT_FALSE(lpi_set_has(&s, 8195));
    EXPECT_EQ(lpi_set_level_of(&s, 8195), LPI_UNKNOWN);
}

TEST(LpiSet, last_is_a_disabled_lpi_and_then_the_lowest_priority)
{
    Set s;
    lpi_set_add(&s, 8193, LPI_UNKNOWN); // is never the last
    lpi_set_add(&s, 8194, lpi_level(0x80, true));
    lpi_set_add(&s, 8195, lpi_level(0xa0, true));
    lpi_set_add(&s, 8196, lpi_level(0x00, false));
    std::vector<std::uint32_t> order;
    for (std::uint32_t intid; lpi_set_last(&s, &intid); lpi_set_remove(&s, intid))
        order.push_back(intid);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{ 8196, 8195, 8194 }));
    EXPECT_EQ(lpi_set_count(&s), 1u);
}

TEST(LpiSet, first_is_the_best_lpi_and_an_unknown_one_comes_last)
{
    Set s;
    lpi_set_add(&s, 8193, LPI_UNKNOWN);
    lpi_set_add(&s, 8194, LPI_DISABLED);
    lpi_set_add(&s, 8195, lpi_level(0xa0, true));
    std::vector<std::uint32_t> order;
    for (std::uint32_t intid; lpi_set_first(&s, &intid); lpi_set_remove(&s, intid))
        order.push_back(intid);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{ 8195, 8194, 8193 }));
}

TEST(LpiSet, an_lpi_is_a_candidate_only_at_its_own_priority)
{
    Set s;
    lpi_set_add(&s, 8195, lpi_level(0xa0, true));
    EXPECT_TRUE(lpi_set_is_candidate(&s, { 8195, 0xa0 }));
    EXPECT_FALSE(lpi_set_is_candidate(&s, { 8195, 0xa8 }));
    EXPECT_FALSE(lpi_set_is_candidate(&s, { 8196, 0xa0 }));
}

TEST(LpiSet, agrees_with_a_naive_model_on_random_operations)
{
    struct Lpi {
        bool ready = false;
        std::uint8_t priority = 0;
    };
    std::mt19937 random(7);
    std::map<std::uint32_t, Lpi> model;
    Set s;
    for (int n = 0; n < 100000; ++n) {
        const std::uint32_t intid = 8192 + (n % 4 == 0 ? random() % 16000000 : random() % 300);
        const auto priority = static_cast<std::uint8_t>(random() & 0xf8);
        const bool enabled = random() % 4 != 0;
        switch (random() % 3) {
        case 0:
            ASSERT_EQ(lpi_set_add(&s, intid, LPI_UNKNOWN), model.try_emplace(intid).second);
            break;
        case 1:
            lpi_set_level(&s, intid, lpi_level(priority, enabled));
            if (model.count(intid) != 0)
                model[intid] = { enabled, priority };
            break;
        default: ASSERT_EQ(lpi_set_remove(&s, intid), model.erase(intid) == 1); break;
        }
        candidate expected = candidate_none();
        if (n % 16 == 0) { // the naive model scans
            for (const auto& [id, lpi] : model)
                if (lpi.ready)
                    expected = candidate_best(expected, { id, lpi.priority });
            ASSERT_TRUE(candidate_same(lpi_set_best(&s), expected)) << n;
        }
        ASSERT_EQ(lpi_set_count(&s), model.size());
    }
    auto at = model.begin();
    std::uint32_t intid;
    for (std::uint32_t from = 0; lpi_set_next(&s, from, &intid); from = intid + 1, ++at)
        ASSERT_EQ(intid, at->first);
    EXPECT_EQ(at, model.end());
}

TEST(LpiSet, sixty_four_thousand_pending_lpis_cost_no_more_than_one)
{
    // Ratio of the best of three host times, with a wide margin: a scan would be thousands of times
    // slower.
    const auto rounds = [](lpi_set& s) {
        const auto start = std::chrono::steady_clock::now();
        for (int n = 0; n < 50000; ++n) {
            lpi_set_add(&s, 8192, LPI_UNKNOWN);
            lpi_set_level(&s, 8192, lpi_level(0x20, true));
            lpi_set_remove(&s, lpi_set_best(&s).intid);
        }
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    Set one, many;
    lpi_set_add(&one, 9000, lpi_level(0xa0, true));
    for (std::uint32_t intid = 8193; intid < 8193 + 65536; ++intid)
        lpi_set_add(&many, intid, lpi_level(static_cast<std::uint8_t>(0xa0 + intid % 8 * 8), true));
    const auto best_of_three = [&](lpi_set& s) {
        return std::min({ rounds(s), rounds(s), rounds(s) });
    };
    EXPECT_LT(best_of_three(many), 5 * best_of_three(one));
}
