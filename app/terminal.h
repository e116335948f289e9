// SPDX-License-Identifier: Apache-2.0
// The terminal that standard output goes to.
#pragma once
#include <cstddef>

namespace itstorm {

std::size_t terminal_width(); // in characters; 0: it is no terminal

} // namespace itstorm
