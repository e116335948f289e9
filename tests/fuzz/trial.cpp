// SPDX-License-Identifier: Apache-2.0
#include "trial.h"
#include "child.h"
#include <algorithm>
#include <filesystem>
#include <fstream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

constexpr long peak_kib_max = 2l << 20; // no scenario of three milliseconds needs 2 GiB

void write(const std::string& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

// Whether the message names a place, file:line:column, in the scenario, in a preset or in the
// trace.
bool has_position(const std::string& output)
{
    return output.find(".yaml:") != std::string::npos ||
           output.find(std::string(generated_trace_name) + ":") != std::string::npos;
}

// Whether the limit of real time ended the run: two such runs may differ.
bool ended_by_wall_time(const std::string& output)
{
    return output.find("wall time") != std::string::npos;
}

std::string fault_of(const ChildEnd& end, const std::string& output)
{
    if (end.is_hung)
        return "hang";
    if (end.signal != 0)
        return "signal " + std::to_string(end.signal);
    if (end.status > 4 || end.status == 3)
        return "status " + std::to_string(end.status);
    if (end.status == 2 && !has_position(output))
        return "refused without a position";
    return end.peak_kib > peak_kib_max ? "memory" : "";
}

// Relative paths of all files below a folder, sorted.
std::vector<std::string> files_below(const std::string& folder)
{
    std::vector<std::string> files;
    if (fs::exists(folder))
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file())
                files.push_back(fs::relative(entry.path(), folder).string());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

Trial::Trial(std::string itstorm, std::string folder)
    : itstorm_(std::move(itstorm)), folder_(std::move(folder))
{
}

Verdict Trial::run(const GeneratedScenario& scenario)
{
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write(scenario_file(), to_yaml(scenario.document));
    if (!scenario.trace.empty())
        write(folder_ + "/" + generated_trace_name, scenario.trace);
    const double limit = (scenario.wall_time_s + 1) * scenario.variants;
    const Verdict first = run_once("first", limit);
    if (!first.fault.empty() || first.status == 2 || ended_by_wall_time(first.output))
        return first;
    if (scenario.ends_well && first.status != 0)
        return { "stuck or lost", first.status, first.cpu_seconds, first.output };
    Verdict second = run_once("second", limit);
    if (second.fault.empty() && !ended_by_wall_time(second.output)) {
        second.fault = difference();
        if (second.fault.empty() && second.status != first.status)
            second.fault = "differs: exit status";
    }
    return second;
}

Verdict Trial::run_once(const std::string& out, double limit_seconds)
{
    const std::string log = folder_ + "/" + out + ".log";
    const ChildEnd end = run_child(
        { itstorm_, "run", scenario_file(), "--out", folder_ + "/" + out }, log, limit_seconds);
    Verdict verdict;
    verdict.output = read_whole(log);
    verdict.status = end.status;
    verdict.cpu_seconds = end.cpu_seconds;
    verdict.fault = fault_of(end, verdict.output);
    return verdict;
}

std::string Trial::difference() const
{
    const std::string first = folder_ + "/first", second = folder_ + "/second";
    const auto files = files_below(first);
    if (files != files_below(second))
        return "differs: the list of files";
    for (const std::string& file : files)
        if (read_whole(first + "/" + file) != read_whole(second + "/" + file))
            return "differs: " + file;
    return "";
}

} // namespace itstorm
