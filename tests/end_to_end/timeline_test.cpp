// SPDX-License-Identifier: Apache-2.0
// The end of a timeline, as a user sees it.
#include "program.h"

TEST(Timeline, what_the_last_entry_sends_is_sent_before_the_run_ends)
{
    const auto result = itstorm::run_program("tests/end_to_end/last_entry.yaml", "last-entry");
    EXPECT_EQ(result.at("meta").at("end_time").at("value"), 5e-3) << result.at("meta").dump();
    EXPECT_EQ(result.at("stats").at("nic0.msi.sent").at("value"), 1);
}
