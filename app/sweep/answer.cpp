// SPDX-License-Identifier: Apache-2.0
// The answer of a sweep: see answer.h.
#include "sweep/answer.h"
#include "text_layout.h"
#include <algorithm>
#include <map>

namespace itstorm {

namespace {

constexpr std::size_t rows_most = 40;

using Line = std::vector<std::string>;

std::string cell(const TableRow& row, const std::vector<double>& values)
{
    const auto spread = spread_of(values);
    if (!spread)
        return "-";
    const auto text = [&](double value) {
        return number_text({ value, row.unit, "", row.is_share, false });
    };
    return text(spread->mean) +
           (spread->ci95 && *spread->ci95 != 0 ? " +- " + text(*spread->ci95) : "");
}

// "passed", "3 of 5 passed", "fault"
std::string outcome(const std::vector<PointRecord>& records)
{
    std::size_t passed = 0;
    for (const PointRecord& record : records) {
        if (!record.is_finished())
            return record.ending;
        passed += record.passed() ? 1 : 0;
    }
    if (passed == records.size())
        return "passed";
    return records.size() == 1 ? "failed"
                               : std::to_string(passed) + " of " + std::to_string(records.size());
}

Line line_of(const Study& study, std::size_t configuration, const std::vector<PointRecord>& records)
{
    Line line;
    for (const Node* value : study.plan.values(configuration))
        line.push_back(value_text(*value));
    line.push_back(outcome(records));
    for (std::size_t n = 0; n < study.table.size(); ++n) {
        std::vector<double> values;
        for (const PointRecord& record : records)
            if (record.numbers[n])
                values.push_back(*record.numbers[n]);
        line.push_back(cell(study.table[n], values));
    }
    return line;
}

std::string layout(const std::vector<Line>& lines)
{
    std::vector<std::size_t> widths(lines[0].size());
    for (const Line& line : lines)
        for (std::size_t n = 0; n < line.size(); ++n)
            widths[n] = std::max(widths[n], line[n].size());
    std::string all;
    for (const Line& line : lines) {
        for (std::size_t n = 0; n < line.size(); ++n)
            all += (n == 0 ? "" : "  ") + right(line[n], widths[n]);
        all += "\n";
    }
    return all;
}

// The messages of the first points that did not finish.
std::string troubles(Results& results, std::size_t points)
{
    constexpr unsigned troubles_most = 3;
    std::string all;
    unsigned shown = 0;
    for (std::size_t point = 0; point < points && shown < troubles_most; ++point) {
        if (!results.has(point))
            continue;
        const PointRecord record = results.database().read(point);
        if (record.is_finished())
            continue;
        ++shown;
        all +=
            "point " + std::to_string(point) + ": " + record.ending + ": " + record.message + "\n";
    }
    return all;
}

} // namespace

std::string answer_text(const Study& study, Results& results)
{
    const Plan& plan = study.plan;
    Line heads = plan.paths();
    heads.push_back("outcome");
    for (std::size_t n = 0; n < study.table.size(); ++n)
        heads.push_back("[" + std::to_string(n + 1) + "]");
    std::vector<Line> lines{ heads };
    std::size_t left_out = 0;
    for (std::size_t n = 0; n < plan.configurations(); ++n) {
        std::vector<PointRecord> records;
        for (std::size_t r = 0; r < plan.repetitions; ++r)
            if (results.has(n * plan.repetitions + r))
                records.push_back(results.database().read(n * plan.repetitions + r));
        if (records.empty())
            continue;
        if (lines.size() > rows_most) {
            ++left_out;
            continue;
        }
        lines.push_back(line_of(study, n, records));
    }
    std::string all = layout(lines);
    if (left_out != 0)
        all += "... and " + std::to_string(left_out) + " more configurations\n";
    for (std::size_t n = 0; n < study.table.size(); ++n)
        all += heads[plan.paths().size() + 1 + n] + " " + title(study.table[n]) + "\n";
    return all + troubles(results, plan.points());
}

int status_of(const Results& results)
{
    const auto& endings = results.endings();
    const auto count = [&](Ending ending) {
        const auto found = endings.find(ending_name(ending));
        return found == endings.end() ? 0 : found->second;
    };
    const std::size_t finished = count(Ending::Finished), limits = count(Ending::LimitReached);
    if (finished + limits < results.done())
        return status_fault;
    return limits != 0 ? status_limit : status_passed;
}

} // namespace itstorm
