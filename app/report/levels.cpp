// SPDX-License-Identifier: Apache-2.0
// Levels: see levels.h.
#include "report/levels.h"
#include "csv_line.h"
#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace itstorm {

namespace {

constexpr std::size_t columns_before = 2; // time_us, interval_us
constexpr std::size_t columns_each = 3;   // .mean, .max, .last

// Merges several rows of the file into one.
class Bucket {
public:
    explicit Bucket(std::size_t levels) : area_(levels), max_(levels) {}

    void add(const std::vector<double>& row)
    {
        if (span_us_ == 0)
            from_us_ = row[0];
        span_us_ += row[1];
        for (std::size_t n = 0; n < area_.size(); ++n) {
            area_[n] += row[columns_before + columns_each * n] * row[1];
            max_[n] = std::max(max_[n], row[columns_before + columns_each * n + 1]);
        }
    }

    void move_to(Levels& levels)
    {
        if (span_us_ == 0)
            return;
        levels.from_us.push_back(from_us_);
        levels.end_us = from_us_ + span_us_;
        for (std::size_t n = 0; n < area_.size(); ++n) {
            levels.all[n].mean.push_back(area_[n] / span_us_);
            levels.all[n].max.push_back(max_[n]);
        }
        *this = Bucket(area_.size());
    }

private:
    double from_us_ = 0, span_us_ = 0;
    std::vector<double> area_, max_;
};

bool read_row(const std::string& line, std::vector<double>& row)
{
    const auto cells = csv_cells(line);
    if (cells.size() != row.size())
        return false;
    for (std::size_t n = 0; n < cells.size(); ++n)
        row[n] = std::strtod(cells[n].c_str(), nullptr);
    return true;
}

} // namespace

const Levels::One* Levels::find(const std::string& name) const
{
    const auto at =
        std::find_if(all.begin(), all.end(), [&](const One& o) { return o.name == name; });
    return at == all.end() ? nullptr : &*at;
}

std::optional<Levels> read_levels(const std::string& csv, std::size_t rows_most)
{
    const auto lines = static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n'));
    std::istringstream in(csv);
    std::string line;
    std::getline(in, line);
    const auto names = csv_cells(line);
    if (names.size() <= columns_before || names[0] != "time_us" ||
        (names.size() - columns_before) % columns_each != 0)
        return std::nullopt;
    Levels levels;
    for (std::size_t n = columns_before; n < names.size(); n += columns_each)
        levels.all.push_back({ names[n].substr(0, names[n].rfind('.')), {}, {} });

    const std::size_t each = std::max<std::size_t>(1, (lines + rows_most - 1) / rows_most);
    Bucket bucket(levels.all.size());
    std::vector<double> row(names.size());
    for (std::size_t n = 1; std::getline(in, line) && read_row(line, row); ++n) {
        bucket.add(row);
        if (n % each == 0)
            bucket.move_to(levels);
    }
    bucket.move_to(levels);
    return levels;
}

} // namespace itstorm
