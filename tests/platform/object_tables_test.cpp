// SPDX-License-Identifier: Apache-2.0
// The checks of an object's tables. The rows lie in this program, which stands for the object.
#include "platform/object_tables.h"
#include "support/knob_rows.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;

namespace {

const char in_the_object = 0;

std::string trouble_with(const hv_knob& knob)
{
    return trouble_in(ObjectMemory(&in_the_object), "knobs", std::vector<hv_knob>{ knob });
}

hv_knob set_of(const char* words, std::uint64_t initial)
{
    return set_knob("detect", words, initial, "what detects");
}

} // namespace

TEST(ObjectTables, a_set_may_begin_empty_full_or_with_some_of_its_words)
{
    for (const std::uint64_t initial : { 0, 1, 2, 3 })
        EXPECT_EQ(trouble_with(set_of("inflight|rate", initial)), "");
}

TEST(ObjectTables, a_set_that_begins_with_a_word_it_does_not_have_is_refused)
{
    EXPECT_THAT(trouble_with(set_of("inflight|rate", 4)),
                HasSubstr("more bits than its 2 choices"));
}

TEST(ObjectTables, none_is_no_word_of_a_set)
{
    EXPECT_THAT(trouble_with(set_of("none|rate", 0)), HasSubstr("'none' is the empty set"));
}

TEST(ObjectTables, a_set_without_words_is_refused)
{
    EXPECT_THAT(trouble_with(set_of(nullptr, 0)), HasSubstr("needs its words"));
    EXPECT_THAT(trouble_with(set_of("", 0)), HasSubstr("are no words"));
}
