// SPDX-License-Identifier: Apache-2.0
// RunData: see run_data.h.
#include "report/run_data.h"
#include "regular_file.h"
#include "saved_results.h"
#include <filesystem>

namespace itstorm {

namespace {

constexpr std::size_t rows_most =
    1400; // of a series; a laptop's screen has no more columns to show

} // namespace

std::optional<RunData> read_run(const std::string& folder, std::string& error)
{
    const std::filesystem::path path = folder;
    auto result = read_saved_file(path / "result.json", error);
    if (!result)
        return std::nullopt;
    const std::string name =
        result->meta.variant.empty() ? result->meta.scenario : result->meta.variant;
    RunData run;
    run.name = name;
    run.result = std::move(*result);
    run.levels = read_levels(text_of_file(path / "series.csv"), rows_most);
    run.effective = text_of_file(path / "effective.yaml");
    run.profile = text_of_file(path / "profile.txt");
    return run;
}

std::optional<double> number_in(const Numbers& numbers, const std::string& name)
{
    const auto at = numbers.find(name);
    return at == numbers.end() ? std::nullopt : std::optional(at->second.value);
}

std::vector<std::string> names_with(const Numbers& numbers, const std::string& suffix)
{
    std::vector<std::string> names;
    for (const auto& [name, number] : numbers)
        if (name.size() > suffix.size() &&
            name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0)
            names.push_back(name.substr(0, name.size() - suffix.size()));
    return names;
}

} // namespace itstorm
