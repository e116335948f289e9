// SPDX-License-Identifier: Apache-2.0
// The results of a sweep in one SQLite file, committed point by point. Except for the table
// `timing` (real time and host), its contents do not depend on how often the sweep was interrupted
// nor on how many points ran at a time.
#pragma once
#include "sweep/record.h"
#include "sweep/spread.h"
#include "sweep/sqlite.h"
#include "sweep/study.h"

namespace itstorm {

// Why the file cannot be the database of a sweep; empty: it can. Does not change it. A sweep that
// is killed soon after its start may leave a file without tables, which only `may_be_empty`
// accepts.
std::string refuse_database(const std::string& path, bool may_be_empty = false);

class Database {
public:
    // Opens the database, or creates it. Throws if the file is something else.
    Database(const std::string& path, const Study& study);

    bool is_empty() const { return is_empty_; } // it has just been created
    std::string
    difference() const;         // what of the study has changed since it was created, or nothing
    std::vector<bool> points(); // by number: whether the point is there

    void add(std::size_t point, const PointRecord& record);
    PointRecord read(std::size_t point); // which must be there
    void add_spread(std::size_t configuration, std::size_t statistic, const Spread& spread);

    void
    add_all_of(const std::string& path); // of another shard; points that are there already stay

private:
    void describe();

    const Study& study_;
    Sqlite db_;
    bool is_empty_;
    Statement add_point_, add_value_, add_number_, add_verdict_, add_timing_, add_spread_;
    Statement read_point_, read_numbers_, read_verdicts_;
};

// The value as other programs read it, in seconds, bytes, per second or hertz; nothing: it is a
// word.
std::optional<double> plain_number(const std::string& value);

} // namespace itstorm
