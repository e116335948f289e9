// SPDX-License-Identifier: Apache-2.0
// Kept points: see kept_points.h.
#include "sweep/kept_points.h"
#include "old_results.h"
#include "output_file.h"
#include "report/run_report.h"

namespace itstorm {

namespace fs = std::filesystem;

KeptPoints::Which kept_of(const std::string& word)
{
    return word == "all"      ? KeptPoints::Which::All
           : word == "failed" ? KeptPoints::Which::Failed
                              : KeptPoints::Which::None;
}

void KeptPoints::remove(std::size_t point) const
{
    std::error_code error;
    remove_results(folder_of(point), false);
    fs::remove(folder_of(point), error); // fails, as it should, if something else is in it
    fs::remove(folder_, error);
}

std::string KeptPoints::prepare(std::size_t point) const
{
    if (which_ == Which::None)
        return "";
    const fs::path folder = folder_of(point);
    fs::create_directories(folder);
    remove_results(folder, false);
    return folder.string();
}

void KeptPoints::ended(std::size_t point, const PointRecord& record,
                       const std::string& command) const
{
    if (which_ == Which::None)
        return;
    if (which_ == Which::Failed && record.passed())
        return remove(point);
    const fs::path folder = folder_of(point);
    std::string error;
    if (record.passed()) {
        std::error_code none;
        fs::remove(folder / "flight.bin", none);
    }
    if (auto run = read_run(folder.string(), error)) { // a process that died has left no results
        run->command = command;
        write_file((folder / "report.html").string(), run_report(*run));
    }
}

} // namespace itstorm
