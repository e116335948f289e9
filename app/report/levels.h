// SPDX-License-Identifier: Apache-2.0
// series.csv read again, with as few rows as a picture needs: neighbours become one row, of which
// the mean (by time) and the largest value are kept, so that no peak is lost.
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

// Text that is no such file: nothing.
std::optional<Levels> read_levels(const std::string& csv, std::size_t rows_most);

} // namespace itstorm
