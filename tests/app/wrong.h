// SPDX-License-Identifier: Apache-2.0
// What the tests of wrong scenarios share: each expects exactly one message, at the right place,
// that says what is allowed or meant.
#pragma once
#include "app_support.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#define EXPECT_ONE_ERROR(text, place, fragment)                                                    \
    EXPECT_THAT(errors_of(text),                                                                   \
                testing::ElementsAre(testing::AllOf(testing::StartsWith(place ": error: "),        \
                                                    testing::HasSubstr(fragment))))
