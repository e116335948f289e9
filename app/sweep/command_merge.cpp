// SPDX-License-Identifier: Apache-2.0
// `itstorm merge`: shards of a sweep, which ran on any machines, become one.
#include "sweep/answer.h"
#include "sweep/commands.h"
#include <ostream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

std::string refuse(const std::string& path, const Study& study)
{
    if (!fs::exists(path))
        return path + ": is not there";
    const std::string difference = Database(path, study).difference();
    return difference.empty() ? "" : path + ": is of another sweep, different in: " + difference;
}

} // namespace

int command_merge(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err)
{
    const ObjectTables tables = objects_for(options, backend);
    const auto study = read_study(options, tables, err);
    if (!study)
        return status_invalid;
    for (const std::string& path : options.sweep.databases) {
        const std::string trouble = refuse(path, *study);
        if (!trouble.empty()) {
            err << trouble << "\n";
            return status_invalid;
        }
    }
    const fs::path folder = results_folder(options, *study);
    fs::create_directories(folder);
    const fs::path path = database_path(folder, Shard());
    for (const char* suffix : { "", "-wal", "-shm" })
        fs::remove(path.string() + suffix);
    Results results(folder, *study, Shard());
    for (const std::string& database : options.sweep.databases)
        results.database().add_all_of(database);
    results.catch_up();
    out << answer_text(*study, results) << results.done() << " points, " << results.failed()
        << " not passed";
    if (!results.is_complete())
        out << "; " << study->plan.points() - results.done()
            << " are missing: sweep --resume goes on";
    out << "\nresults: " << folder.string() << "/sweep.csv, sweep.db\n";
    return results.is_complete() ? status_of(results) : status_failed;
}

} // namespace itstorm
