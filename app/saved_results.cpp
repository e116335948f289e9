// SPDX-License-Identifier: Apache-2.0
// Saved results: see saved_results.h.
#include "saved_results.h"
#include "regular_file.h"
#include <algorithm>
#include <filesystem>
#include <vector>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

const char* const result_file = "result.json";

} // namespace

std::vector<fs::path> result_folders(const fs::path& path)
{
    std::error_code error;
    if (fs::exists(path / result_file, error))
        return { path };
    std::vector<fs::path> folders;
    for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
        if (fs::exists(at->path() / result_file, error))
            folders.push_back(at->path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

std::optional<ReadResult> read_saved_file(const std::string& path, std::string& error)
{
    std::string problem;
    const std::string text = text_of_file(path, problem);
    const auto result = problem.empty() ? read_result(text) : std::nullopt;
    if (!result)
        error = path + ": " + (problem.empty() ? "is no result of a run" : problem);
    return result;
}

std::optional<SavedResults> read_saved(const std::string& path, std::string& error)
{
    std::error_code ignored;
    std::map<std::string, fs::path> files; // by variant
    if (!fs::is_directory(path, ignored))
        files[""] = path;
    else
        for (const fs::path& folder : result_folders(path))
            files[folder == path ? "" : folder.filename().string()] = folder / result_file;
    if (files.empty())
        error = path + ": there is no " + result_file + " in it";
    SavedResults all;
    for (const auto& [variant, file] : files) {
        auto result = read_saved_file(file.string(), error);
        if (!result)
            return std::nullopt;
        all.emplace(variant, std::move(*result));
    }
    return files.empty() ? std::nullopt : std::optional(all);
}

} // namespace itstorm
