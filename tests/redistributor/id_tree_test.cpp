// SPDX-License-Identifier: Apache-2.0
// The sparse containers under lpi_set: set of INTIDs, byte per INTID.
#include "redistributor/id_bytes.h"
#include "redistributor/id_tree.h"
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <utility>

TEST(IdTree, insert_and_erase_report_whether_they_changed_anything)
{
    id_tree t{};
    EXPECT_TRUE(id_tree_insert(&t, 8192));
    EXPECT_FALSE(id_tree_insert(&t, 8192));
    EXPECT_TRUE(id_tree_has(&t, 8192));
    EXPECT_TRUE(id_tree_erase(&t, 8192));
    EXPECT_FALSE(id_tree_erase(&t, 8192));
    EXPECT_TRUE(id_tree_empty(&t));
    id_tree_free(&t);
}

TEST(IdTree, an_empty_tree_owns_no_memory)
{
    id_tree t{};
    std::uint32_t id;
    EXPECT_FALSE(id_tree_next(&t, 0, &id));
    EXPECT_FALSE(id_tree_has(&t, 5));
    EXPECT_EQ(t.root, nullptr);
}

TEST(IdTree, next_finds_the_borders_of_every_level)
{
    const std::set<std::uint32_t> members = { 0,    63,     64,     4095,
                                              4096, 262143, 262144, ID_TREE_LIMIT - 1 };
    id_tree t{};
    for (const std::uint32_t id : members)
        id_tree_insert(&t, id);
    std::set<std::uint32_t> walked;
    std::uint32_t id;
    for (std::uint32_t from = 0; id_tree_next(&t, from, &id); from = id + 1)
        walked.insert(id);
    EXPECT_EQ(walked, members);
    id_tree_free(&t);
}

TEST(IdTree, agrees_with_std_set_on_random_operations)
{
    std::mt19937 random(1);
    std::set<std::uint32_t> model;
    id_tree t{};
    for (int n = 0; n < 200000; ++n) {
        const std::uint32_t spread = n % 3 == 0 ? ID_TREE_LIMIT : n % 3 == 1 ? 8192 : 200;
        const std::uint32_t id = random() % spread;
        if (random() % 2 == 0) {
            ASSERT_EQ(id_tree_insert(&t, id), model.insert(id).second);
        } else {
            ASSERT_EQ(id_tree_erase(&t, id), model.erase(id) == 1);
        }
        const std::uint32_t from = random() % spread;
        const auto expected = model.lower_bound(from);
        std::uint32_t found = 0;
        ASSERT_EQ(id_tree_next(&t, from, &found), expected != model.end());
        if (expected != model.end()) {
            ASSERT_EQ(found, *expected);
        }
    }
    id_tree_free(&t);
}

TEST(IdTree, first_and_last_agree_with_std_set)
{
    std::mt19937 random(2);
    std::set<std::uint32_t> model;
    id_tree t{};
    for (int n = 0; n < 20000; ++n) {
        const std::uint32_t id = (random() % 4) << 22 | (random() % 4) << 10 | random() % 4;
        if (random() % 4 == 0) {
            model.insert(id);
            id_tree_insert(&t, id);
        } else {
            model.erase(id);
            id_tree_erase(&t, id);
        }
        std::uint32_t first = 0, last = 0;
        ASSERT_EQ(id_tree_first(&t, &first), !model.empty());
        ASSERT_EQ(id_tree_last(&t, &last), !model.empty());
        if (!model.empty()) {
            ASSERT_EQ(std::pair(first, last), std::pair(*model.begin(), *model.rbegin()));
        }
    }
    id_tree_free(&t);
}

TEST(IdBytes, are_zero_until_written_and_after_a_clear)
{
    id_bytes b{};
    EXPECT_EQ(id_bytes_get(&b, 8192), 0);
    id_bytes_put(&b, 8192, 7);
    id_bytes_put(&b, (1u << 24) - 1, 9);
    EXPECT_EQ(id_bytes_get(&b, 8192), 7);
    EXPECT_EQ(id_bytes_get(&b, (1u << 24) - 1), 9);
    EXPECT_EQ(id_bytes_get(&b, 8193), 0);
    id_bytes_clear(&b);
    EXPECT_EQ(id_bytes_get(&b, 8192), 0);
    id_bytes_put(&b, 8193, 1); // same page, new epoch
    EXPECT_EQ(id_bytes_get(&b, 8192), 0);
    EXPECT_EQ(id_bytes_get(&b, 8193), 1);
    id_bytes_free(&b);
}
