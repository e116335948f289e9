// SPDX-License-Identifier: Apache-2.0
// `itstorm sweep`: a process for each point, as many at a time as there are processors. The parent
// never elaborates: it starts points, commits what they leave, and writes the rows that are due.
#include "command_line.h"
#include "common/stop_request.h"
#include "output_file.h"
#include "platform/loader.h"
#include "sweep/answer.h"
#include "sweep/commands.h"
#include "sweep/kept_points.h"
#include "sweep/point.h"
#include "sweep/progress.h"
#include "sweep/slurm.h"
#include <csignal>
#include <map>
#include <ostream>
#include <stdexcept>
#include <unistd.h>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

// Runs the points of a shard that are not in the database.
class SweepWork : public ChildWork {
public:
    SweepWork(const Study& study, const Shard& shard, const ObjectTables& tables,
              const Backend& backend, const KeptPoints& kept, Results& results,
              SweepProgress& progress)
        : study_(study), shard_(shard), tables_(tables), backend_(backend), kept_(kept),
          results_(results), progress_(progress)
    {
    }

    std::optional<std::size_t> next() override
    {
        while (next_ < study_.plan.points() && (!shard_.has(next_) || results_.has(next_)))
            ++next_;
        if (next_ == study_.plan.points())
            return std::nullopt;
        files_.try_emplace(next_);
        return next_++;
    }

    bool run(std::size_t n) override
    {
        const Plan& plan = study_.plan;
        const PointRecord record =
            run_loaded(load_configuration(study_, plan.configuration_of(n), tables_),
                       plan.repetition_of(n), backend_, kept_.prepare(n));
        return files_.at(n).write(to_text(record));
    }

    void ended(std::size_t n, const Death& death) override
    {
        progress_.run_ended(death.seconds);
        const PointRecord record = record_left_in(files_.at(n), death);
        files_.erase(n);
        if (record.is_interrupted())
            return; // interrupted: the point is not done
        results_.add(n, record);
        kept_.ended(n, record,
                    command_of_point(study_.request.file, arguments_of(study_, n, record.seed)));
    }

    void tick() override { progress_.show(results_.done(), results_.failed()); }

private:
    const Study& study_;
    const Shard& shard_;
    const ObjectTables& tables_;
    const Backend& backend_;
    const KeptPoints& kept_;
    Results& results_;
    SweepProgress& progress_;
    std::map<std::size_t, AnonymousFile> files_; // of the points that run
    std::size_t next_ = 0;
};

// Removes the files that an earlier sweep has kept of this shard's points.
void remove_kept(const fs::path& folder, const Shard& shard, const Study& study)
{
    const KeptPoints kept(KeptPoints::Which::None, folder);
    std::error_code error;
    for (std::size_t n = 0; fs::exists(folder / "points", error) && n < study.plan.points(); ++n)
        if (shard.has(n))
            kept.remove(n);
}

// Why the results in the folder can be neither continued nor replaced; empty: they can.
std::string prepare_database(const fs::path& path, const SweepOptions& options, const Study& study)
{
    if (!fs::exists(path))
        return "";
    if (options.again) {
        for (const char* suffix : { "", "-wal", "-shm" })
            fs::remove(path.string() + suffix);
        remove_kept(path.parent_path(), options.shard, study);
        return "";
    }
    const std::string trouble = refuse_database(path.string(), options.resume);
    if (!trouble.empty())
        return trouble + "; --again begins anew";
    Database database(path.string(), study);
    if (!options.resume)
        return path.string() + ": is there already: --resume goes on with it, --again begins anew";
    const std::string difference = database.difference();
    return difference.empty()
               ? ""
               : path.string() + ": is of another sweep, different in: " + difference +
                     "; --again begins anew";
}

// Writes the report from the points that are committed.
void write_report(const fs::path& folder, const std::string& file)
{
    std::string error;
    const auto text = report_of_sweep(database_path(folder, Shard()).string(), file, error);
    if (!text)
        throw std::runtime_error(error);
    write_file((folder / "report.html").string(), *text);
}

int finish(const Study& study, Results& results, bool was_interrupted, const Shard& shard,
           const fs::path& folder, const std::string& file, std::ostream& out)
{
    if (shard.is_whole()) {
        write_report(folder, file);
        out << answer_text(study, results);
    }
    out << results.done() << " points, " << results.failed() << " not passed";
    if (was_interrupted)
        out << "; interrupted, --resume goes on";
    out << "\nresults: " << folder.string() << "/" << shard.stem() << ".csv, " << shard.stem()
        << ".db" << (shard.is_whole() ? ", report.html\n" : "\n");
    return was_interrupted ? status_interrupted : status_of(results);
}

} // namespace

bool check_sweep(const Options& options, const Loaded& loaded, const ObjectTables& tables,
                 std::ostream& err)
{
    return loaded.sweep.kind == Node::Kind::Null || read_study(options, tables, err).has_value();
}

int command_sweep(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err)
{
    const ObjectTables tables = objects_for(options, backend);
    const auto study = read_study(options, tables, err);
    if (!study)
        return status_invalid;
    if (!accept_costs(tables, options, err))
        return status_fault;
    const SweepOptions& sweep = options.sweep;
    const fs::path folder = results_folder(options, *study);
    if (sweep.slurm != 0)
        return submit_to_slurm(options, folder, out, err);
    make_folder(folder);
    const std::string trouble = prepare_database(database_path(folder, sweep.shard), sweep, *study);
    if (!trouble.empty()) {
        err << trouble << "\n";
        return status_invalid;
    }
    clear_stop_request();
    std::signal(SIGXFSZ, SIG_IGN); // beyond the limit of a file's size a write then fails, instead
                                   // of ending the process
    Results results(folder, *study, sweep.shard);
    SweepProgress progress(err, isatty(STDERR_FILENO) != 0,
                           sweep.shard.share_of(study->plan.points()), results.done(),
                           jobs_of(sweep));
    const KeptPoints kept(kept_of(sweep.keep), folder);
    SweepWork work(*study, sweep.shard, tables, backend, kept, results, progress);
    out.flush();
    err.flush();
    const bool is_whole = run_children(work, jobs_of(sweep));
    progress.finish(results.done(), results.failed());
    return finish(*study, results, !is_whole, sweep.shard, folder, options.file, out);
}

} // namespace itstorm
