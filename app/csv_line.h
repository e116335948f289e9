// SPDX-License-Identifier: Apache-2.0
// Lines of comma-separated values (RFC 4180).
#pragma once
#include <string>
#include <vector>

namespace itstorm {

std::string csv_line(const std::vector<std::string>& cells); // with its line end

// The cells of a line that csv_line() has written; `line` is without its line end.
std::vector<std::string> csv_cells(const std::string& line);

} // namespace itstorm
