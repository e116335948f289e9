// SPDX-License-Identifier: Apache-2.0
// Old results: see old_results.h.
#include "old_results.h"
#include <algorithm>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

std::vector<fs::directory_entry> entries_of(const fs::path& folder)
{
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        entries.push_back(*at);
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool is_folder(const fs::directory_entry& entry)
{
    std::error_code error;
    return entry.is_directory(error) && !entry.is_symlink(error);
}

bool is_one_of(const fs::path& path, const std::vector<fs::path>& files)
{
    return std::any_of(files.begin(), files.end(), [&](const fs::path& file) {
        std::error_code error;
        return !file.empty() && fs::equivalent(path, file, error) && !error;
    });
}

fs::path foreign_at(const fs::path& folder, const std::vector<fs::path>& also, bool below)
{
    for (const auto& entry : entries_of(folder)) {
        if (is_output_name(entry.path().filename().string()) || is_one_of(entry.path(), also))
            continue;
        if (below || !is_folder(entry))
            return entry.path();
        const fs::path found = foreign_at(entry.path(), also, true);
        if (!found.empty())
            return found;
    }
    return {};
}

} // namespace

const std::vector<std::string> output_files = {
    "result.json",      "effective.yaml", "series.csv",     "trace.vcd",        "trace.gtkw",
    "log.txt",          "table.txt",      "table.csv",      "table.md",         "report.html",
    "profile.txt",      "profile.csv",    "profile.folded", "trace.before.vcd", "trace.fst",
    "trace.before.fst", "flight.bin"
};

bool is_output_name(const std::string& name)
{
    return std::find(output_files.begin(), output_files.end(), name) != output_files.end();
}

fs::path foreign_in(const fs::path& folder, const std::vector<fs::path>& also)
{
    return foreign_at(folder, also, false);
}

void remove_results(const fs::path& folder, bool with_variants)
{
    std::error_code error;
    for (const std::string& name : output_files)
        fs::remove(folder / name, error);
    if (!with_variants)
        return;
    for (const auto& entry : entries_of(folder))
        if (is_folder(entry)) {
            remove_results(entry.path(), false);
            fs::remove(entry.path(), error); // if nothing else is in it
        }
}

} // namespace itstorm
