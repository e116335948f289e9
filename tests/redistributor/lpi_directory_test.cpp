// SPDX-License-Identifier: Apache-2.0
// Which redistributors may know the configuration byte of an LPI. A stray knows an LPI whose
// collection leads to another redistributor.
#include "redistributor/lpi_directory.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <vector>

namespace {

using Targets = std::vector<std::uint32_t>;

struct Directory : lpi_directory {
    Directory() { lpi_directory_init(this, 4); }
    ~Directory() { lpi_directory_free(this); }

    Targets list_of(std::uint32_t intid) const
    {
        Targets list(lpi_directory_list(this, intid, nullptr));
        lpi_directory_list(this, intid, list.data());
        std::sort(list.begin(), list.end());
        return list;
    }
    Targets astray() const { return Targets(stray, stray + strays); }
};

} // namespace

TEST(LpiDirectory, names_each_reader_of_an_lpi_once)
{
    Directory d;
    EXPECT_EQ(d.list_of(8192), Targets{});
    for (const std::uint32_t target : { 2u, 0u, 2u })
        lpi_directory_learn(&d, 8192, target);
    lpi_directory_learn(&d, 0x00ffffff, 1);
    EXPECT_EQ(d.list_of(8192), (Targets{ 0, 2 }));
    EXPECT_EQ(d.list_of(0x00ffffff), Targets{ 1 });
}

TEST(LpiDirectory, forgets_one_reader_and_keeps_the_others)
{
    Directory d;
    for (const std::uint32_t target : { 0u, 1u, 2u })
        lpi_directory_learn(&d, 8192, target);
    lpi_directory_forget(&d, 8192, 1);
    lpi_directory_forget(&d, 8192, 3); // not a reader
    EXPECT_EQ(d.list_of(8192), (Targets{ 0, 2 }));
    lpi_directory_learn(&d, 8193, 3); // takes the place that is free
    EXPECT_EQ(d.list_of(8192), (Targets{ 0, 2 }));
    EXPECT_EQ(d.list_of(8193), Targets{ 3 });
}

TEST(LpiDirectory, a_target_that_reads_an_lpi_of_its_own_collection_is_no_stray)
{
    Directory d;
    lpi_directory_map_collection(&d, 0, 7, 1);
    lpi_directory_map_lpi(&d, 8192, 0, 7);
    lpi_directory_learn(&d, 8192, 1);
    lpi_directory_learn(&d, 8193, 2); // no command has mapped this one
    EXPECT_EQ(d.astray(), Targets{});
}

TEST(LpiDirectory, a_target_that_reads_an_lpi_of_another_targets_collection_is_a_stray)
{
    Directory d;
    lpi_directory_map_collection(&d, 0, 7, 1);
    lpi_directory_map_lpi(&d, 8192, 0, 7);
    lpi_directory_learn(&d, 8192, 3);
    lpi_directory_learn(&d, 8192, 3);
    EXPECT_EQ(d.astray(), Targets{ 3 });
}

TEST(LpiDirectory, an_lpi_mapped_elsewhere_makes_strays_of_the_targets_that_know_it)
{
    Directory d;
    lpi_directory_learn(&d, 8192, 0);
    lpi_directory_learn(&d, 8192, 1);
    lpi_directory_map_collection(&d, 0, 7, 1);
    lpi_directory_map_lpi(&d, 8192, 0, 7);
    EXPECT_EQ(d.astray(), Targets{ 0 });
}

TEST(LpiDirectory, a_reader_of_an_lpi_of_an_unmapped_collection_is_a_stray)
{
    Directory d;
    lpi_directory_learn(&d, 8192, 1);
    lpi_directory_map_lpi(&d, 8192, 0, 7);
    EXPECT_EQ(d.astray(), Targets{ 1 });
}

TEST(LpiDirectory, a_collection_that_moves_makes_a_stray_of_its_old_target)
{
    Directory d;
    lpi_directory_map_collection(&d, 0, 7, 1);
    lpi_directory_map_collection(&d, 0, 7, 1);
    EXPECT_EQ(d.astray(), Targets{});
    lpi_directory_map_collection(&d, 0, 7, 2);
    EXPECT_EQ(d.astray(), Targets{ 1 });
}

TEST(LpiDirectory, one_icid_of_two_itss_is_two_collections)
{
    Directory d;
    lpi_directory_map_collection(&d, 0, 7, 1);
    lpi_directory_map_collection(&d, 1, 7, 2);
    lpi_directory_map_lpi(&d, 8192, 1, 7);
    lpi_directory_learn(&d, 8192, 2);
    EXPECT_EQ(d.astray(), Targets{});
}

TEST(LpiDirectory, a_cured_stray_may_go_astray_again)
{
    Directory d;
    lpi_directory_map_lpi(&d, 8192, 0, 7);
    for (const std::uint32_t target : { 3u, 0u, 2u })
        lpi_directory_learn(&d, 8192, target);
    lpi_directory_cured(&d, 0);
    lpi_directory_cured(&d, 0);
    EXPECT_EQ(d.astray(), (Targets{ 3, 2 }));
    lpi_directory_learn(&d, 8192, 0);
    EXPECT_EQ(d.astray(), (Targets{ 3, 2, 0 }));
}
