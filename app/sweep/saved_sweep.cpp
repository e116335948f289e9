// SPDX-License-Identifier: Apache-2.0
// Reads finished sweeps for `itstorm diff`: each point is a result, named by the values that it
// sets.
#include "sweep/commands.h"
#include "sweep/sqlite.h"
#include <filesystem>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

class SweepReader {
public:
    explicit SweepReader(const std::string& path)
        : db_(path), points_(db_, "SELECT point, configuration, repetition, ending FROM point"),
          values_(db_, "SELECT path, text FROM value JOIN knob USING(knob) WHERE configuration = ? "
                       "ORDER BY knob"),
          numbers_(db_, "SELECT name, unit, value FROM number JOIN statistic USING(statistic) "
                        "WHERE point = ?"),
          verdicts_(db_, "SELECT expectation, outcome, text FROM verdict WHERE point = ?")
    {
    }

    SavedResults read()
    {
        SavedResults all;
        while (points_.step()) {
            ReadResult& result = all[name_of(points_.number(1), points_.number(2))];
            result.ending = ending_of(points_.text(3));
            read_point(points_.number(0), result);
        }
        return all;
    }

private:
    std::string name_of(std::uint64_t configuration, std::uint64_t repetition)
    {
        std::string name;
        values_.bind(1, configuration);
        while (values_.step())
            name += (name.empty() ? "" : ", ") + values_.text(0) + "=" + values_.text(1);
        return repetition == 0 ? name : name + ", again " + std::to_string(repetition);
    }

    void read_point(std::uint64_t point, ReadResult& result)
    {
        numbers_.bind(1, point);
        while (numbers_.step())
            if (const auto value = numbers_.real(2))
                result.numbers.run.numbers[numbers_.text(0)] = { *value, numbers_.text(1), "" };
        verdicts_.bind(1, point);
        while (verdicts_.step()) {
            if (verdicts_.text(1) == "skipped")
                result.judgement.skipped.push_back(verdicts_.text(0));
            else
                result.judgement.verdicts.push_back({ verdicts_.text(0),
                                                      outcome_of(verdicts_.text(1)),
                                                      verdicts_.text(2),
                                                      {},
                                                      "" });
        }
    }

    Sqlite db_;
    Statement points_, values_, numbers_, verdicts_;
};

} // namespace

fs::path sweep_database(const std::string& path)
{
    std::error_code error;
    return fs::is_directory(path, error) ? fs::path(path) / "sweep.db" : fs::path(path);
}

bool is_saved_sweep(const std::string& path)
{
    std::error_code error;
    const fs::path database = sweep_database(path);
    return database.extension() == ".db" && fs::is_regular_file(database, error);
}

std::optional<SavedResults> read_saved_sweep(const std::string& path, std::string& error)
{
    try {
        return SweepReader(sweep_database(path).string()).read();
    } catch (const std::exception& e) {
        error = path + ": is no sweep: " + e.what();
        return std::nullopt;
    }
}

} // namespace itstorm
