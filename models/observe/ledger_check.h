// SPDX-License-Identifier: Apache-2.0
// Checks the ledger at the end of a run: both equations of common/ledger.h. The caller counts the
// messages and commands in flight, by asking every block.
#pragma once
#include "common/ledger.h"
#include <string>

namespace itstorm {

// Empty: both hold. Otherwise a message of several lines that shows every term and the differences.
std::string check_ledger(const Ledger& ledger, std::uint64_t msis_in_flight,
                         std::uint64_t commands_in_ring);

} // namespace itstorm
