// SPDX-License-Identifier: Apache-2.0
// Results: see results.h.
#include "sweep/results.h"
#include "sweep/range.h"
#include <algorithm>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

const char* unit_word(Dimension dimension)
{
    switch (dimension) {
    case Dimension::Duration: return "s";
    case Dimension::Bytes: return "B";
    case Dimension::Rate: return "/s";
    case Dimension::Frequency: return "Hz";
    default: return "";
    }
}

// What all values of a knob measure; nothing: some are words.
std::optional<Dimension> dimension_of(const Knob& knob)
{
    std::optional<Amount> common;
    for (const Node& value : knob.values) {
        auto amount = value.kind == Node::Kind::Scalar ? parse_amount(value.text) : std::nullopt;
        if (!amount || (common && !make_alike(*common, *amount)))
            return std::nullopt;
        common = amount;
    }
    return common ? std::optional(common->dimension) : std::nullopt;
}

std::string with_unit(const std::string& name, const std::string& unit)
{
    return unit.empty() || unit == "1" ? name : name + " (" + unit + ")";
}

std::string outcome_of(const PointRecord& record, const std::string& id)
{
    for (const PointVerdict& verdict : record.verdicts)
        if (verdict.id == id)
            return verdict.outcome;
    return "";
}

} // namespace

fs::path results_folder(const Options& options, const Study& study)
{
    return options.out.empty() ? fs::path("out") / (study.name + ".sweep") : fs::path(options.out);
}

fs::path database_path(const fs::path& folder, const Shard& shard)
{
    return folder / (shard.stem() + ".db");
}

std::string heading(const TableRow& row)
{
    return with_unit(title(row), row.unit);
}

Results::Results(const fs::path& folder, const Study& study, const Shard& shard)
    : study_(study), shard_(shard), database_(database_path(folder, shard).string(), study),
      is_there_(study.plan.points()), points_((folder / (shard.stem() + ".csv")).string())
{
    if (study.plan.repetitions > 1 && shard.is_whole())
        spreads_.emplace((folder / "spread.csv").string());
    write_headings();
    catch_up();
}

void Results::write_headings()
{
    std::vector<std::string> knobs;
    for (const Axis& axis : study_.plan.axes)
        for (const Knob& knob : axis.knobs) {
            const auto dimension = dimension_of(knob);
            is_numeric_.push_back(dimension.has_value());
            knobs.push_back(dimension ? with_unit(knob.path, unit_word(*dimension)) : knob.path);
        }
    std::vector<std::string> cells{ "point", "repetition", "seed" };
    cells.insert(cells.end(), knobs.begin(), knobs.end());
    cells.insert(cells.end(), { "ending", "passed" });
    cells.insert(cells.end(), study_.expectations.begin(), study_.expectations.end());
    for (const TableRow& row : study_.table)
        cells.push_back(heading(row));
    points_.row(cells);
    points_.flush();
    if (!spreads_)
        return;
    cells.assign({ "configuration" });
    cells.insert(cells.end(), knobs.begin(), knobs.end());
    cells.insert(cells.end(), { "repetitions", "passed" });
    for (const TableRow& row : study_.table)
        for (const char* what : { "mean", "ci95", "deviation", "min", "max" })
            cells.push_back(heading(row) + " " + what);
    spreads_->row(cells);
    spreads_->flush();
}

void Results::add(std::size_t point, const PointRecord& record)
{
    database_.add(point, record);
    is_there_[point] = true;
    count(record);
    write_due();
}

void Results::count(const PointRecord& record)
{
    ++done_;
    ++endings_[record.ending];
    failed_ += record.passed() ? 0 : 1;
}

void Results::catch_up()
{
    is_there_ = database_.points();
    done_ = failed_ = 0;
    endings_.clear();
    for (std::size_t point = 0; point < is_there_.size(); ++point)
        if (is_there_[point] && shard_.has(point))
            count(database_.read(point));
    write_due();
}

void Results::write_due()
{
    const std::size_t before = due_;
    for (; due_ < is_there_.size() && (is_there_[due_] || !shard_.has(due_)); ++due_)
        if (shard_.has(due_))
            write_row(due_, database_.read(due_));
    if (due_ == before)
        return;
    points_.flush();
    if (spreads_)
        spreads_->flush();
}

void Results::add_values(std::size_t configuration, std::vector<std::string>& cells) const
{
    std::size_t knob = 0;
    for (const Node* value : study_.plan.values(configuration)) {
        const std::string text = value_text(*value);
        cells.push_back(is_numeric_[knob++] ? csv_number(plain_number(text)) : text);
    }
}

void Results::write_row(std::size_t point, const PointRecord& record)
{
    const Plan& plan = study_.plan;
    std::vector<std::string> cells{ std::to_string(point),
                                    std::to_string(plan.repetition_of(point)),
                                    std::to_string(record.seed) };
    add_values(plan.configuration_of(point), cells);
    cells.insert(cells.end(), { record.ending, record.passed() ? "true" : "false" });
    for (const std::string& id : study_.expectations)
        cells.push_back(outcome_of(record, id));
    for (const auto& number : record.numbers)
        cells.push_back(csv_number(number));
    points_.row(cells);
    if (!spreads_)
        return;
    repetitions_.push_back(record);
    if (plan.repetition_of(point) + 1 == plan.repetitions)
        close_configuration(plan.configuration_of(point));
}

void Results::close_configuration(std::size_t configuration)
{
    std::vector<std::string> cells{ std::to_string(configuration) };
    add_values(configuration, cells);
    const auto passed = std::count_if(repetitions_.begin(), repetitions_.end(),
                                      [](const PointRecord& r) { return r.passed(); });
    cells.push_back(std::to_string(repetitions_.size()));
    cells.push_back(std::to_string(passed));
    for (std::size_t n = 0; n < study_.table.size(); ++n) {
        std::vector<double> values;
        for (const PointRecord& record : repetitions_)
            if (n < record.numbers.size() && record.numbers[n])
                values.push_back(*record.numbers[n]);
        const auto spread = spread_of(values);
        if (spread) {
            database_.add_spread(configuration, n, *spread);
            for (const auto& number :
                 { std::optional(spread->mean), spread->ci95, spread->deviation,
                   std::optional(spread->min), std::optional(spread->max) })
                cells.push_back(csv_number(number));
        } else {
            cells.insert(cells.end(), 5, "");
        }
    }
    spreads_->row(cells);
    repetitions_.clear();
}

} // namespace itstorm
