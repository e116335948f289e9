// SPDX-License-Identifier: Apache-2.0
// CSV: see csv.h.
#include "sweep/csv.h"
#include "csv_line.h"
#include "output_file.h"
#include "text_layout.h"
#include <cerrno>
#include <stdexcept>

namespace itstorm {

Csv::Csv(const std::string& path) : path_(path)
{
    errno = 0;
    file_.open(path, std::ios::binary | std::ios::trunc);
    flush();
}

void Csv::row(const std::vector<std::string>& cells)
{
    file_ << csv_line(cells);
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
