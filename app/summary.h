// What a run says on the terminal: verdicts, the scenario's table or the journey of its first MSI.
// At most a screen.
#pragma once
#include "result_json.h"
#include <string>
#include <vector>

namespace itstorm {

struct NamedResult {
    const Scenario* scenario;
    ReadResult result;
};

// Verdicts and how the run ended.
std::string summary_text(const NamedResult& run);

// The `table` of the scenario: a row for each statistic, a column for each variant.
std::string table_text(const std::vector<NamedResult>& runs);

// Hop by hop, with the sum.
std::string journey_text(const std::vector<Hop>& journey);

} // namespace itstorm
