// SPDX-License-Identifier: Apache-2.0
// Thrown where something that the user named turns out to be unusable. The command ends with status
// 2, as for every other error in arguments and scenarios.
#pragma once
#include <stdexcept>

namespace itstorm {

class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace itstorm
