// SPDX-License-Identifier: Apache-2.0
// CSV: see csv.h.
#include "sweep/csv.h"
#include "output_file.h"
#include "text_layout.h"
#include <cerrno>
#include <stdexcept>

namespace itstorm {

namespace {

std::string quoted_cell(const std::string& text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string all = "\"";
    for (const char c : text)
        all += c == '"' ? "\"\"" : std::string(1, c);
    return all + "\"";
}

} // namespace

Csv::Csv(const std::string& path) : path_(path)
{
    errno = 0;
    file_.open(path, std::ios::binary | std::ios::trunc);
    flush();
}

void Csv::row(const std::vector<std::string>& cells)
{
    std::string line;
    for (std::size_t n = 0; n < cells.size(); ++n)
        line += (n == 0 ? "" : ",") + quoted_cell(cells[n]);
    file_ << line << '\n';
}

void Csv::flush()
{
    errno = 0;
    file_.flush();
    if (!file_)
        throw std::runtime_error(cannot_be_written(path_));
}

std::string csv_number(const std::optional<double>& number)
{
    if (!number)
        return "";
    return exact_text(*number);
}

} // namespace itstorm
