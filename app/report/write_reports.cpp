// SPDX-License-Identifier: Apache-2.0
// Reports of runs: see write_reports.h.
#include "report/write_reports.h"
#include "command_line.h"
#include "output_file.h"
#include "report/comparison_report.h"
#include "report/run_report.h"

namespace itstorm {

namespace {

std::optional<RunData> read_planned(const Planned& run, const Options& options)
{
    std::string error;
    auto data = read_run(run.folder.string(), error);
    if (!data)
        return std::nullopt;
    data->folder = run.folder.filename().string();
    data->command = command_of(options, run.loaded->scenario.variant);
    return data;
}

} // namespace

void write_reports(const Options& options, const std::vector<Planned>& runs, const Table& table)
{
    const Scenario& scenario = runs[0].loaded->scenario;
    ComparisonData all{
        scenario.name, scenario.summary, command_of(options, options.variant), {}, table
    };
    for (const Planned& run : runs)
        if (auto data = read_planned(run, options)) {
            write_file(run.folder / "report.html", run_report(*data));
            all.runs.push_back(std::move(*data));
        }
    if (runs.size() > 1 && !all.runs.empty())
        write_file(base_folder(options, scenario) / "report.html", comparison_report(all));
}

} // namespace itstorm
