// SPDX-License-Identifier: Apache-2.0
// `itstorm report`: of one run its own report again; of several runs one that compares them; of a
// sweep what it says.
#include "command.h"
#include "glance.h"
#include "output_file.h"
#include "report/command_line.h"
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

// The folders with results that a path names: itself, or those of variants in it.
std::vector<fs::path> run_folders_of(const fs::path& path)
{
    std::error_code error;
    if (fs::exists(path / "result.json", error))
        return { path };
    std::vector<fs::path> folders;
    for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
        if (fs::exists(at->path() / "result.json", error))
            folders.push_back(at->path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::string name_of(const fs::path& folder, const fs::path& given, bool is_one_of_several)
{
    const std::string below = folder == given ? "" : folder.filename().string();
    if (!is_one_of_several)
        return below.empty() ? given.filename().string() : below;
    return below.empty() ? given.string() : (given / below).string();
}

std::optional<ComparisonData> read_runs(const Options& options, const fs::path& file,
                                        std::string& error)
{
    ComparisonData all{ "Comparison", "", "", {}, {} };
    for (const std::string& path : options.files)
        for (const fs::path& folder : run_folders_of(path)) {
            auto run = read_run(folder.string(), error);
            if (!run)
                return std::nullopt;
            run->name = name_of(folder, path, options.files.size() > 1);
            if (fs::exists(folder / report_name))
                run->folder = fs::proximate(folder, fs::absolute(file).parent_path()).string();
            all.runs.push_back(std::move(*run));
        }
    for (const std::string& path : options.files)
        if (run_folders_of(path).empty()) {
            error = path + ": there is no result of a run or of a sweep in it";
            return std::nullopt;
        }
    return all;
}

void add_table(ComparisonData& all)
{
    std::vector<Scenario> scenarios(all.runs.size());
    std::vector<NamedResult> results;
    for (std::size_t n = 0; n < all.runs.size(); ++n) {
        scenarios[n].variant = all.runs[n].name;
        results.push_back({ &scenarios[n], all.runs[n].result });
    }
    all.table = glance(results, {});
}

int write_report(const fs::path& file, const std::string& text, std::ostream& out)
{
    write_file(file.string(), text);
    out << file.string() << "\n";
    return status_passed;
}

} // namespace

int command_report(const Options& options, std::ostream& out, std::ostream& err)
{
    std::string error;
    if (options.files.size() == 1 && is_saved_sweep(options.files[0])) {
        const fs::path given = options.files[0];
        const fs::path folder = fs::is_directory(given) ? given : given.parent_path();
        const fs::path file = options.out.empty() ? folder / report_name : fs::path(options.out);
        const auto text = report_of_sweep(options.files[0], "", error);
        if (text)
            return write_report(file, *text, out);
        err << "error: " << error << "\n";
        return status_invalid;
    }
    const fs::path beside =
        options.files.size() == 1 ? fs::path(options.files[0]) / report_name : report_name;
    const fs::path file = options.out.empty() ? beside : fs::path(options.out);
    auto all = read_runs(options, file, error);
    if (!all) {
        err << "error: " << error << "\n";
        return status_invalid;
    }
    if (all->runs.size() == 1)
        return write_report(file, run_report(all->runs[0]), out);
    all->title = all->runs[0].result.meta.scenario;
    for (const RunData& run : all->runs)
        if (run.result.meta.scenario != all->title)
            all->title = "Comparison";
    if (all->title != "Comparison")
        all->summary = all->runs[0].result.meta.summary;
    std::vector<std::string> words = { "itstorm", "report" };
    words.insert(words.end(), options.files.begin(), options.files.end());
    all->command = shell_line(words);
    add_table(*all);
    return write_report(file, comparison_report(*all), out);
}

} // namespace itstorm
