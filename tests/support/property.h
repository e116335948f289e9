// SPDX-License-Identifier: Apache-2.0
// RapidCheck under GoogleTest, with a fixed seed: a failure is the same on every run, and is
// shrunk. RC_PARAMS in the environment takes precedence ("seed=7 max_success=10000" looks further).
#pragma once
#include <cstdlib>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace itstorm {

template <class Property>
void expect_property(const char* sentence, Property&& property)
{
    static const int once = setenv("RC_PARAMS", "seed=20 max_success=1000 max_size=300", 0);
    (void)once; // RapidCheck reads it with its first check
    EXPECT_TRUE(rc::check(sentence, std::forward<Property>(property)));
}

} // namespace itstorm
