// SPDX-License-Identifier: Apache-2.0
// `itstorm merge`: joins the shards of a sweep, wherever they ran.
#include "output_file.h"
#include "sweep/answer.h"
#include "sweep/commands.h"
#include <ostream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

// Whether the result would overwrite a shard before it is read.
bool is_result(const std::string& path, const fs::path& result)
{
    std::error_code error;
    return fs::equivalent(path, result, error) && !error;
}

std::string refuse(const std::string& path, const fs::path& result, const Study& study)
{
    const std::string trouble = refuse_database(path);
    if (!trouble.empty())
        return trouble;
    if (is_result(path, result))
        return path + ": is where the result goes; -o names another folder";
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
    const fs::path folder = results_folder(options, *study);
    const fs::path path = database_path(folder, Shard());
    for (const std::string& shard : options.sweep.databases) {
        const std::string trouble = refuse(shard, path, *study);
        if (!trouble.empty()) {
            err << trouble << "\n";
            return status_invalid;
        }
    }
    make_folder(folder);
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
