// SPDX-License-Identifier: Apache-2.0
// The files of a sweep in its folder: the database, sweep.csv with a row for each point, and
// spread.csv with a row for each configuration if points are repeated. Rows are written in the
// order of the points: a row waits for those before it.
#pragma once
#include "sweep/csv.h"
#include "sweep/database.h"
#include "sweep/shard.h"
#include <filesystem>

namespace itstorm {

class Results {
public:
    // Continues the database that is there, or makes a new one.
    Results(const std::filesystem::path& folder, const Study& study, const Shard& shard);

    Database& database() { return database_; }
    bool has(std::size_t point) const { return is_there_[point]; }
    std::size_t done() const { return done_; }     // points of this shard that have ended
    std::size_t failed() const { return failed_; } // those of them that did not pass
    const std::map<std::string, std::size_t>& endings() const
    {
        return endings_;
    } // by ending: how many points
    bool is_complete() const { return done_ == shard_.share_of(study_.plan.points()); }

    void add(std::size_t point, const PointRecord& record); // it is committed when this returns
    void catch_up(); // adds the points that the database had before, or has got from other shards

private:
    void count(const PointRecord& record);
    void write_due();
    void add_values(std::size_t configuration, std::vector<std::string>& cells) const;
    void write_row(std::size_t point, const PointRecord& record);
    void close_configuration(std::size_t configuration);
    void write_headings();

    const Study& study_;
    const Shard shard_;
    Database database_;
    std::vector<bool> is_there_;
    std::size_t done_ = 0, failed_ = 0;
    std::map<std::string, std::size_t> endings_;
    Csv points_;
    std::optional<Csv> spreads_;
    std::vector<bool> is_numeric_;         // by knob
    std::size_t due_ = 0;                  // the next point to get a row
    std::vector<PointRecord> repetitions_; // of the configuration whose rows are being written
};

// The folder that --out names, or beside that of a run.
std::filesystem::path results_folder(const Options& options, const Study& study);
std::filesystem::path database_path(const std::filesystem::path& folder, const Shard& shard);

// "host.cmdq.wait.bulk.p99 in during (s)"
std::string heading(const TableRow& row);

} // namespace itstorm
