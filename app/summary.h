// SPDX-License-Identifier: Apache-2.0
// What a run says on the terminal besides its table: verdicts, and the journey of its first MSI.
#pragma once
#include "table.h"

namespace itstorm {

// How the run ended and its verdicts. Lines of what passed are cut at `width`, if it is not 0.
std::string summary_text(const NamedResult& run, std::size_t width);

// The same without what went well; empty: everything did.
std::string trouble_text(const NamedResult& run);

// Hop by hop, with the sum.
std::string journey_text(const std::vector<Hop>& journey, std::size_t width);

} // namespace itstorm
