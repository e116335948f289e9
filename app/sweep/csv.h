// SPDX-License-Identifier: Apache-2.0
// A table of comma-separated values, written row by row so that a reader never sees part of a row.
#pragma once
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

class Csv {
public:
    explicit Csv(const std::string& path); // throws if it cannot be created
    void row(const std::vector<std::string>& cells);
    void flush(); // throws if a row could not be written

private:
    const std::string path_;
    std::ofstream file_;
};

// The shortest text that reads back as the same number; empty for no number.
std::string csv_number(const std::optional<double>& number);

} // namespace itstorm
