// SPDX-License-Identifier: Apache-2.0
// Closes the books of a run: both equations of common/ledger.h, with what is in flight found by
// walking the blocks.
#pragma once
#include "common/ledger.h"
#include <string>

namespace itstorm {

// Empty: both hold. Otherwise a message of several lines that shows every term and the differences.
std::string check_ledger(const Ledger& ledger, std::uint64_t msis_in_flight,
                         std::uint64_t commands_in_ring);

} // namespace itstorm
