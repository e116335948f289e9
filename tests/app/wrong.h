// SPDX-License-Identifier: Apache-2.0
// Shared by the tests of wrong scenarios: each expects exactly one message, at the right place,
// with the allowed values or a suggestion.
#pragma once
#include "app_support.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#define EXPECT_ONE_ERROR(text, place, fragment)                                                    \
    EXPECT_THAT(errors_of(text),                                                                   \
                testing::ElementsAre(testing::AllOf(testing::StartsWith(place ": error: "),        \
                                                    testing::HasSubstr(fragment))))
