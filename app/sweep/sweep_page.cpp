// SPDX-License-Identifier: Apache-2.0
// Reads a sweep's database for its report.
#include "command_line.h"
#include "report/sweep_report.h"
#include "stat_names.h"
#include "sweep/commands.h"
#include "sweep/database.h"
#include "sweep/spread.h"
#include "sweep/sqlite.h"
#include <algorithm>
#include <filesystem>
#include <map>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

class SweepPageReader {
public:
    SweepPageReader(const fs::path& database, std::string file)
        : db_(database.string()), folder_(database.parent_path()),
          file_(file.empty() || file == standard_input ? "FILE" : std::move(file))
    {
    }

    SweepData read()
    {
        read_facts();
        read_knobs();
        read_statistics();
        read_points();
        read_numbers();
        return std::move(sweep_);
    }

private:
    void read_facts()
    {
        Statement facts(db_, "SELECT key, value FROM sweep");
        while (facts.step())
            if (facts.text(0) == "name")
                sweep_.name = facts.text(1);
            else if (facts.text(0) == "version")
                sweep_.version = facts.text(1);
    }

    // Knobs that move in step become one. The values of a knob are in the order of their first
    // occurrence, which is the order of the scenario, since configurations are numbered in that
    // order.
    void read_knobs()
    {
        Statement knobs(db_, "SELECT group_concat(path, ', ') FROM (SELECT axis, path FROM knob "
                             "ORDER BY knob) GROUP BY "
                             "axis ORDER BY axis");
        while (knobs.step())
            sweep_.knobs.push_back({ knobs.text(0), {}, {} });
        Statement values(db_, "SELECT configuration, axis, group_concat(text, ', '), sum(number), "
                              "count(*) FROM (SELECT * FROM "
                              "value JOIN knob USING(knob) ORDER BY configuration, knob) GROUP BY "
                              "configuration, axis "
                              "ORDER BY configuration, axis");
        while (values.step()) {
            const auto number = values.number(4) == 1 ? values.real(3) : std::nullopt;
            configuration(values.number(0))
                .at.push_back(place_of(sweep_.knobs.at(values.number(1)), values.text(2), number));
        }
        for (SweepData::Knob& knob : sweep_.knobs)
            if (knob.numbers.size() != knob.values.size())
                knob.numbers.clear(); // a value is a word: the knob has no numbers
    }

    static std::size_t place_of(SweepData::Knob& knob, const std::string& value,
                                std::optional<double> number)
    {
        const auto found = std::find(knob.values.begin(), knob.values.end(), value);
        const auto place = static_cast<std::size_t>(found - knob.values.begin());
        if (found == knob.values.end()) {
            knob.values.push_back(value);
            if (number)
                knob.numbers.push_back(*number);
        }
        return place;
    }

    SweepData::Configuration& configuration(std::uint64_t number)
    {
        const auto [at, is_new] = places_.try_emplace(number, sweep_.configurations.size());
        if (is_new)
            sweep_.configurations.emplace_back();
        return sweep_.configurations[at->second];
    }

    void read_statistics()
    {
        Statement statistics(db_, "SELECT name, unit FROM statistic ORDER BY statistic");
        while (statistics.step())
            sweep_.statistics.push_back({ statistics.text(0), statistics.text(1),
                                          is_percent(statistics.text(0), statistics.text(1)) });
    }

    // The name is the title of a table row: "dom2.progress in during / fair/during" is a ratio.
    static bool is_percent(const std::string& name, const std::string& unit)
    {
        return is_share(name.substr(0, name.find(" in ")), unit) ||
               (unit == "1" && name.find(" / ") != std::string::npos);
    }

    void read_points()
    {
        Statement points(db_, "SELECT point, configuration, repetition, ending, passed, arguments, "
                              "message FROM point ORDER BY point");
        Statement verdicts(db_, "SELECT expectation, text FROM verdict WHERE point = ? AND outcome "
                                "NOT IN ('passed', 'skipped') ORDER BY place");
        while (points.step()) {
            configuration(points.number(1));
            SweepData::Point point{};
            point.configuration = places_.at(points.number(1));
            point.ending = points.text(3);
            point.passed = points.number(4) != 0;
            point.failed = points.text(6);
            if (points.number(2) != 0)
                point.again = ", again " + std::to_string(points.number(2));
            verdicts.bind(1, points.number(0));
            std::vector<Verdict> unmet;
            while (verdicts.step())
                unmet.push_back({ verdicts.text(0), Outcome::Failed, verdicts.text(1), {}, "" });
            point.failed = unmet_text(unmet);
            point.command = command_of_point(file_, points.text(5));
            const std::string folder = "points/" + std::to_string(points.number(0));
            if (fs::exists(folder_ / folder / "report.html"))
                point.folder = folder + "/report.html";
            sweep_.points.push_back(point);
        }
    }

    void read_numbers()
    {
        Statement numbers(
            db_, "SELECT configuration, statistic, value FROM number JOIN point USING(point) "
                 "WHERE value IS NOT NULL ORDER BY point");
        std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<double>> values;
        while (numbers.step())
            values[{ numbers.number(0), numbers.number(1) }].push_back(*numbers.real(2));
        for (SweepData::Configuration& one : sweep_.configurations)
            one.cells.resize(sweep_.statistics.size());
        for (const auto& [key, list] : values)
            if (const auto spread = spread_of(list))
                configuration(key.first).cells.at(key.second) = { spread->mean,
                                                                  spread->ci95.value_or(0) };
    }

    Sqlite db_;
    const fs::path folder_;
    const std::string file_;
    std::map<std::uint64_t, std::size_t> places_; // by configuration
    SweepData sweep_;
};

} // namespace

std::optional<std::string> report_of_sweep(const std::string& path, const std::string& file,
                                           std::string& error)
{
    try {
        return sweep_report(SweepPageReader(sweep_database(path), file).read());
    } catch (const std::exception& e) {
        error = path + ": is no sweep: " + e.what();
        return std::nullopt;
    }
}

} // namespace itstorm
