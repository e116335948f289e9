// SPDX-License-Identifier: Apache-2.0
// `itstorm report`: writes the report of a run or of a sweep again, or one that compares several
// runs.
#include "command.h"
#include "command_line.h"
#include "glance.h"
#include "output_file.h"
#include "regular_file.h"
#include "report/comparison_report.h"
#include "report/run_report.h"
#include "sweep/commands.h"
#include <algorithm>
#include <filesystem>
#include <ostream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

const char* const report_name = "report.html";

// Where the report is written: the argument of -o; else the folder of results, or, of several
// folders, the current one.
fs::path report_file(const Options& options)
{
    if (!options.out.empty())
        return options.out;
    if (options.files.size() > 1)
        return report_name;
    return is_saved_sweep(options.files[0])
               ? sweep_database(options.files[0]).parent_path() / report_name
               : fs::path(options.files[0]) / report_name;
}

// Why no run can be read from `path`; empty if at least one can.
std::string refuse_path(const std::string& path)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return path + ": does not exist";
    if (is_saved_sweep(path))
        return path + ": is a sweep, whose report shows nothing else: name it alone";
    if (!fs::is_directory(status))
        return path + ": is neither a folder of results nor the database of a sweep";
    return result_folders(path).empty() ? path + ": there is no result of a run in it" : "";
}

std::string run_name(const fs::path& folder, const fs::path& given, bool is_one_of_several)
{
    const std::string below = folder == given ? "" : folder.filename().string();
    if (!is_one_of_several)
        return below.empty() ? given.filename().string() : below;
    return below.empty() ? given.string() : (given / below).string();
}

// Returns nothing if a run cannot be read; `error` then says why.
std::optional<std::vector<RunData>> read_runs(const Options& options, std::string& error)
{
    std::vector<RunData> runs;
    for (const std::string& path : options.files) {
        error = refuse_path(path);
        if (!error.empty())
            return std::nullopt;
        for (const fs::path& folder : result_folders(path)) {
            auto run = read_run(folder.string(), error);
            if (!run)
                return std::nullopt;
            run->name = run_name(folder, path, options.files.size() > 1);
            if (fs::exists(folder / report_name))
                run->folder =
                    fs::proximate(folder, fs::absolute(report_file(options)).parent_path())
                        .string();
            runs.push_back(std::move(*run));
        }
    }
    return runs;
}

// The scenario's own table if the folder has it; else the statistics that differ between the runs.
Table table_of(const std::vector<RunData>& runs, const Options& options)
{
    std::vector<Scenario> scenarios(runs.size());
    std::vector<NamedResult> results;
    for (std::size_t n = 0; n < runs.size(); ++n) {
        scenarios[n].variant = runs[n].name;
        results.push_back({ &scenarios[n], runs[n].result });
    }
    if (options.files.size() == 1)
        scenarios[0].table = table_rows(text_of_file(fs::path(options.files[0]) / "table.csv"));
    return scenarios[0].table.empty() ? glance(results, {}) : scenario_table(results);
}

std::string comparison_of(std::vector<RunData> runs, const Options& options)
{
    const ReadResult::Meta first = runs[0].result.meta;
    const bool is_one_scenario = std::all_of(runs.begin(), runs.end(), [&](const RunData& run) {
        return run.result.meta.scenario == first.scenario;
    });
    Words words = { "itstorm", "report" };
    words.insert(words.end(), options.files.begin(), options.files.end());
    if (!options.out.empty())
        words.insert(words.end(), { "-o", options.out });
    Table table = table_of(runs, options);
    return comparison_report({ is_one_scenario ? first.scenario : "Comparison",
                               is_one_scenario ? first.summary : "", shell_line(words),
                               std::move(runs), std::move(table) });
}

// Returns nothing if results cannot be read; `error` then says why.
std::optional<std::string> report_of(const Options& options, std::string& error)
{
    if (options.files.size() == 1 && is_saved_sweep(options.files[0]))
        return report_of_sweep(options.files[0], "", error);
    auto runs = read_runs(options, error);
    if (!runs)
        return std::nullopt;
    return runs->size() == 1 ? run_report((*runs)[0]) : comparison_of(std::move(*runs), options);
}

} // namespace

int command_report(const Options& options, std::ostream& out, std::ostream& err)
{
    std::string error;
    const auto text = report_of(options, error);
    if (!text) {
        err << "error: " << error << "\n";
        return status_invalid;
    }
    const std::string file = report_file(options).string();
    write_file(file, *text);
    out << file << "\n";
    return status_passed;
}

} // namespace itstorm
