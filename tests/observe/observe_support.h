// SPDX-License-Identifier: Apache-2.0
// Shared by the tests in this folder: letting time pass, and finding numbers by name.
#pragma once
#include "observe/statistic_kinds.h"
#include "observe/stats.h"
#include <gtest/gtest.h>
#include <limits>
#include <string>

namespace itstorm {

inline void pass_ps(std::uint64_t ps)
{
    sc_core::sc_start(sc_core::sc_time::from_value(ps));
}

// The number of that name; NaN (equal to nothing) if it is absent.
inline double value_of(const std::vector<Scalar>& scalars, const std::string& name)
{
    for (const Scalar& scalar : scalars)
        if (scalar.name == name)
            return scalar.value;
    return std::numeric_limits<double>::quiet_NaN();
}

inline bool has(const std::vector<Scalar>& scalars, const std::string& name)
{
    return value_of(scalars, name) == value_of(scalars, name);
}

inline std::string unit_of(const std::vector<Scalar>& scalars, const std::string& name)
{
    for (const Scalar& scalar : scalars)
        if (scalar.name == name)
            return scalar.unit;
    return "absent";
}

} // namespace itstorm
