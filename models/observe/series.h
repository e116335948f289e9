// series.csv: levels over time, one row per interval with their mean, maximum and last value.
// Computed when a level changes, for all intervals that have passed since, so a quiet stretch costs
// nothing until then. The text is the same for the same run: integer arithmetic only.
#pragma once
#include "its/its_facts.h"
#include "redistributor/redistributor_facts.h"
#include <ostream>
#include <string>
#include <vector>

namespace itstorm {

class Series {
public:
    static constexpr std::uint64_t default_interval_ps = 10'000'000; // 10 us

    // Columns: time_us (start of the interval), then three per level. `out` outlives this.
    Series(std::ostream& out, const std::vector<std::string>& its, unsigned targets,
           std::uint64_t interval_ps = default_interval_ps);

    void ring(unsigned its, const RingFact& fact) { change(its, fact.used); } // its: by index
    void on(const LpiLevelFact& fact) { change(rings_ + fact.target, fact.pending); }
    void finish(); // writes what is left; the last row may cover less than an interval

private:
    struct Level {
        std::uint64_t value = 0, max = 0, since_ps = 0;
        unsigned __int128 area = 0; // of the current interval: value x ps
    };

    void change(std::size_t level, std::uint64_t value);
    void pass_to(std::uint64_t now_ps);
    void write_row(std::uint64_t end_ps);

    std::ostream& out_;
    const std::size_t rings_;
    const std::uint64_t interval_ps_;
    std::uint64_t start_ps_ = 0; // of the current interval
    std::vector<Level> levels_;
};

} // namespace itstorm
