// SPDX-License-Identifier: Apache-2.0
// Lines of comma-separated values.
#include "csv_line.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;

TEST(CsvLine, a_cell_is_quoted_if_it_must_be)
{
    EXPECT_EQ(csv_line({ "a", "", "b,c", "d \"e\"", "f\ng" }),
              "a,,\"b,c\",\"d \"\"e\"\"\",\"f\ng\"\n");
}

TEST(CsvLine, is_read_as_it_was_written)
{
    EXPECT_THAT(csv_cells("a,,\"b,c\",\"d \"\"e\"\"\",\"\""),
                ElementsAre("a", "", "b,c", "d \"e\"", ""));
}
