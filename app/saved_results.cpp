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

constexpr std::uint64_t bytes_most = 1u << 30;
const char* const file_name = "result.json";

std::optional<ReadResult> read_one(const std::string& path, std::string& error)
{
    RegularFile file(path);
    std::string text(std::min(file.bytes(), bytes_most), '\0');
    std::size_t size = 0;
    while (const std::size_t more = file.read(&text[size], text.size() - size))
        size += more;
    text.resize(size);
    const auto result = file.problem().empty() ? read_result(text) : std::nullopt;
    if (!result)
        error = path + ": " + (file.problem().empty() ? "is no result of a run" : file.problem());
    return result;
}

std::vector<fs::path> folders_in(const fs::path& folder)
{
    std::error_code error;
    std::vector<fs::path> folders;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (fs::exists(at->path() / file_name, error))
            folders.push_back(at->path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

} // namespace

std::optional<SavedResults> read_saved(const std::string& path, std::string& error)
{
    std::error_code ignored;
    SavedResults all;
    std::vector<std::pair<std::string, fs::path>> files;
    if (!fs::is_directory(path, ignored))
        files = { { "", path } };
    else if (fs::exists(fs::path(path) / file_name, ignored))
        files = { { "", fs::path(path) / file_name } };
    else
        for (const fs::path& folder : folders_in(path))
            files.emplace_back(folder.filename().string(), folder / file_name);
    if (files.empty())
        error = path + ": there is no " + file_name + " in it";
    for (const auto& [variant, file] : files) {
        auto result = read_one(file.string(), error);
        if (!result)
            return std::nullopt;
        all.emplace(variant, std::move(*result));
    }
    return files.empty() ? std::nullopt : std::optional(all);
}

} // namespace itstorm
