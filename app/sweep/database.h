// SPDX-License-Identifier: Apache-2.0
// The results of a sweep in one SQLite file, committed point by point. What is in it does not
// depend on how often the sweep was interrupted, nor on how many points ran at a time; the table
// `timing`, real time and host, is the exception.
#pragma once
#include "sweep/record.h"
#include "sweep/spread.h"
#include "sweep/sqlite.h"
#include "sweep/study.h"

namespace itstorm {

// Why a file cannot be what a sweep has left; empty: it can. Does not change it. A sweep that is
// killed at once may leave a file without tables, which only `may_be_empty` accepts.
std::string refuse_database(const std::string& path, bool may_be_empty = false);

class Database {
public:
    // Created if it is not there. Throws if it is something else.
    Database(const std::string& path, const Study& study);

    bool is_empty() const { return is_empty_; } // it has just been created
    std::string
    difference() const;         // what of the study is not as when it was created; empty: nothing
    std::vector<bool> points(); // which are there

    void add(std::size_t point, const PointRecord& record);
    PointRecord read(std::size_t point); // is there
    void add_spread(std::size_t configuration, std::size_t statistic, const Spread& spread);

    void add_all_of(const std::string& path); // another shard's; points that are there stay

private:
    void describe();

    const Study& study_;
    Sqlite db_;
    bool is_empty_;
    Statement add_point_, add_value_, add_number_, add_verdict_, add_timing_, add_spread_;
    Statement read_point_, read_numbers_, read_verdicts_;
};

// A number as tools read it: seconds, bytes, per second, hertz; none: a word.
std::optional<double> plain_number(const std::string& value);

} // namespace itstorm
