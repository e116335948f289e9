// SPDX-License-Identifier: Apache-2.0
// series.csv: levels over time, one row per interval with their mean, maximum and last value.
// A run of any length has at most `max_rows` rows: when there are as many, each two neighbours
// become one row and the interval doubles. Rows are computed when a level changes, for all
// intervals that have ended since the last change. The arithmetic is in integers, so that the same
// run gives the same text on every host.
#pragma once
#include "its/its_facts.h"
#include "redistributor/redistributor_facts.h"
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace itstorm {

class Series {
public:
    static constexpr std::uint64_t default_interval_ps = 10'000'000; // 10 us; doubles as needed
    static constexpr std::size_t max_rows = 4096;                    // even

    Series(const std::vector<std::string>& its, unsigned targets,
           std::uint64_t interval_ps = default_interval_ps);

    void ring(unsigned its, const RingFact& fact); // its: by index
    void on(const LpiLevelFact& fact) { change(rings_ + fact.target, fact.pending); }
    void finish(); // the run ends; the last row may cover less than an interval

    // Columns: time_us (start of the row), interval_us (its length), then three per level.
    void write(std::ostream& out) const;

    // The capacity of each level that has one, by name.
    std::map<std::string, std::uint64_t> capacities() const;

private:
    using Area = unsigned __int128; // value x ps

    struct Level {
        std::uint64_t value = 0, max = 0, since_ps = 0;
        Area area = 0; // of the current interval
    };
    struct Cell { // a level in a row
        Area area;
        std::uint64_t max, last;
    };

    std::size_t rows() const { return cells_.size() / levels_.size(); }
    void change(std::size_t level, std::uint64_t value);
    void pass_to(std::uint64_t now_ps);
    void end_row(std::uint64_t end_ps);
    void widen();
    void take_back_row();
    void write_row(std::ostream& out, std::size_t row) const;

    const std::size_t rings_;
    std::vector<std::uint64_t> capacities_; // of the rings; 0: the ITS never had a ring
    std::vector<std::string> names_;
    std::uint64_t interval_ps_;
    std::uint64_t start_ps_ = 0; // of the current interval
    std::uint64_t end_ps_ = 0;   // of the run
    std::vector<Level> levels_;
    std::vector<Cell> cells_; // of the rows that have ended, row by row
};

} // namespace itstorm
