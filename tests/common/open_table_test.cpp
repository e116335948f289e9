// SPDX-License-Identifier: Apache-2.0
// OpenTable must agree with std::map.
#include "common/open_table.h"
#include <gtest/gtest.h>
#include <map>
#include <random>

namespace itstorm {

namespace {

using Table = OpenTable<unsigned>;
using Model = std::map<std::uint64_t, unsigned>;

void expect_same(Table& table, const Model& model, const std::vector<std::uint64_t>& keys)
{
    ASSERT_EQ(table.size(), model.size());
    for (const std::uint64_t key : keys) {
        const unsigned* found = table.find(key);
        ASSERT_EQ(found != nullptr, model.count(key) != 0) << key;
        if (found != nullptr) {
            ASSERT_EQ(*found, model.at(key)) << key;
        }
    }
}

} // namespace

TEST(OpenTable, a_new_value_is_empty)
{
    Table table;
    EXPECT_EQ(table[7], 0u);
    EXPECT_EQ(table.size(), 1u);
    EXPECT_EQ(table.find(8), nullptr);
}

// Keys as observers use them: a class in the high bits, consecutive numbers in the low bits. With
// half of the table filled, many keys are away from their first slot.
TEST(OpenTable, agrees_with_a_map)
{
    std::vector<std::uint64_t> keys;
    for (const std::uint64_t high : { 0u, 1u, 2u, 77u })
        for (std::uint64_t n = 0; n < 64; n++)
            keys.push_back(high << 40 | n);
    std::mt19937_64 random(1);
    Table table;
    Model model;
    for (unsigned step = 0; step < 4000; step++) {
        const std::uint64_t key = keys[random() % keys.size()];
        switch (random() % 4) {
        case 0:
            table.erase(key);
            model.erase(key);
            break;
        case 1: ASSERT_EQ(table.take(key).has_value(), model.erase(key) != 0); break;
        default: table[key] = model[key] = step; break;
        }
        if (step % 16 == 0)
            expect_same(table, model, keys);
    }
    expect_same(table, model, keys);
}

TEST(OpenTable, is_empty_once_it_is_cleared)
{
    Table table;
    for (std::uint64_t key = 0; key < 100; key++)
        table[key] = 1;
    table.clear();
    expect_same(table, {}, { 0, 50, 99 });
}

} // namespace itstorm
