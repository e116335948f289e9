// SPDX-License-Identifier: Apache-2.0
// Records of points: see record.h.
#include "sweep/record.h"
#include <algorithm>
#include <nlohmann/json.hpp>

namespace itstorm {

namespace {

using json = nlohmann::json;

json optional_number(const std::optional<double>& number)
{
    return number ? json(*number) : json();
}

std::optional<double> read_number(const json& number)
{
    return number.is_number() ? std::optional(number.get<double>()) : std::nullopt;
}

json verdicts(const PointRecord& record)
{
    json all = json::array();
    for (const PointVerdict& v : record.verdicts)
        all.push_back({ v.id, v.outcome, optional_number(v.value), v.text });
    return all;
}

json numbers(const PointRecord& record)
{
    json all = json::array();
    for (const auto& number : record.numbers)
        all.push_back(optional_number(number));
    return all;
}

} // namespace

bool PointRecord::passed() const
{
    return is_finished() &&
           std::all_of(verdicts.begin(), verdicts.end(), [](const PointVerdict& v) {
               return v.outcome == "passed" || v.outcome == "skipped";
           });
}

PointRecord record_of(const Scenario& scenario, const RunOutput& output)
{
    const VariantNumbers own = numbers_of(scenario, output);
    const Judgement judgement = judge(scenario, own, {});
    PointRecord record;
    record.seed = scenario.soc.seed;
    record.ending = ending_name(output.ending);
    record.message = output.message;
    record.end_ps = output.end_ps;
    for (const Verdict& v : judgement.verdicts)
        record.verdicts.push_back({ v.id, outcome_name(v.outcome), v.value, v.text });
    for (const std::string& id : judgement.skipped)
        record.verdicts.push_back({ id, "skipped", {}, "needs another variant" });
    for (const TableRow& row : scenario.table) {
        const auto number = look_up(row, own, {});
        const bool is_whole = number && !number->is_partial;
        record.numbers.push_back(is_whole ? std::optional(number->value) : std::nullopt);
    }
    return record;
}

PointRecord failed_record(const std::string& why)
{
    PointRecord record;
    record.ending = ending_name(Ending::Fault);
    record.message = why;
    return record;
}

std::string to_text(const PointRecord& record)
{
    const json document = {
        { "seed", record.seed },          { "ending", record.ending },
        { "message", record.message },    { "end_ps", record.end_ps },
        { "verdicts", verdicts(record) }, { "numbers", numbers(record) },
        { "wall_s", record.wall_s },
    };
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<PointRecord> from_text(const std::string& text)
{
    try {
        const json document = json::parse(text);
        PointRecord record;
        record.seed = document.at("seed");
        record.ending = document.at("ending");
        record.message = document.at("message");
        record.end_ps = document.at("end_ps");
        for (const json& v : document.at("verdicts"))
            record.verdicts.push_back({ v.at(0), v.at(1), read_number(v.at(2)), v.at(3) });
        for (const json& number : document.at("numbers"))
            record.numbers.push_back(read_number(number));
        record.wall_s = document.at("wall_s");
        return record;
    } catch (const std::exception&) {
        return std::nullopt; // the text is cut short
    }
}

} // namespace itstorm
