// SPDX-License-Identifier: Apache-2.0
// A line of comma-separated values (RFC 4180): cells are quoted where they must be.
#pragma once
#include <string>
#include <vector>

namespace itstorm {

std::string csv_line(const std::vector<std::string>& cells); // with its line end

// The cells of a line that csv_line() has written, without its line end.
std::vector<std::string> csv_cells(const std::string& line);

} // namespace itstorm
