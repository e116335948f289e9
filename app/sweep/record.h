// SPDX-License-Identifier: Apache-2.0
// What is kept of a point: how it ended, its verdicts, and the numbers that the scenario's `table`
// asks for. The process of the point writes it, the parent reads it and stores it in the database.
#pragma once
#include "result_json.h"
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

struct PointVerdict {
    std::string id, outcome; // passed, failed, undecided, skipped
    std::optional<double> value;
    std::string text;
};

struct PointRecord {
    std::uint64_t seed = 0;
    std::string ending, message; // a process that died ends as a fault
    std::uint64_t end_ps = 0;
    std::vector<PointVerdict> verdicts;
    std::vector<std::optional<double>> numbers; // beside Scenario::table; none: never occurred, or
                                                // cut short
    double wall_s = 0;

    bool is_finished() const { return ending == ending_name(Ending::Finished); }
    bool is_interrupted() const { return ending == ending_name(Ending::Interrupted); }
    bool passed() const; // finished, and no expectation failed or stayed undecided
};

// The record of a run of this scenario. Expectations that need another variant are skipped.
PointRecord record_of(const Scenario& scenario, const RunOutput& output);

// The record of a point that has left none itself.
PointRecord failed_record(const std::string& why);

std::string to_text(const PointRecord& record);
std::optional<PointRecord> from_text(const std::string& text);

} // namespace itstorm
