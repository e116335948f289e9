// SPDX-License-Identifier: Apache-2.0
// Reads series.csv with no more rows than a picture needs. Neighbouring rows are merged into one
// with their time-weighted mean and their largest value, so that no peak is lost.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

struct Levels {
    struct One {
        std::string name; // "its0.cmdq.occupancy"
        std::vector<double> mean, max;
    };
    std::vector<double> from_us; // where each row begins
    double end_us = 0;
    std::vector<One> all;

    const One* find(const std::string& name) const;
};

// Nothing if `csv` is not the text of a series.csv.
std::optional<Levels> read_levels(const std::string& csv, std::size_t rows_most);

} // namespace itstorm
