// SPDX-License-Identifier: Apache-2.0
// Comma-separated values: see csv_line.h.
#include "csv_line.h"

namespace itstorm {

namespace {

std::string csv_cell(const std::string& text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

} // namespace

std::string csv_line(const std::vector<std::string>& cells)
{
    std::string line;
    for (std::size_t n = 0; n < cells.size(); ++n)
        line += (n == 0 ? "" : ",") + csv_cell(cells[n]);
    return line + "\n";
}

// In a quoted cell two quotes stand for one.
std::vector<std::string> csv_cells(const std::string& line)
{
    std::vector<std::string> cells(1);
    bool is_quoted = false;
    for (std::size_t n = 0; n < line.size(); ++n) {
        const char c = line[n];
        if (c == '"') {
            is_quoted = !is_quoted;
            if (is_quoted && n > 0 && line[n - 1] == '"')
                cells.back() += c;
        } else if (c == ',' && !is_quoted)
            cells.emplace_back();
        else
            cells.back() += c;
    }
    return cells;
}

} // namespace itstorm
