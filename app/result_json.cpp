// SPDX-License-Identifier: Apache-2.0
#include "result_json.h"
#include "stat_names.h"
#include <cmath>
#include <nlohmann/json.hpp>

namespace itstorm {

namespace {

using json = nlohmann::ordered_json;

// Writes whole numbers without ".0".
json number(double value)
{
    if (!std::isfinite(value))
        return nullptr;
    if (value == std::floor(value) && std::fabs(value) < 9e15)
        return static_cast<std::int64_t>(value);
    return value;
}

json scalars(const std::vector<Scalar>& list)
{
    json all = json::object();
    for (const Scalar& s : list)
        all[s.name] = { { "value", number(s.value) }, { "unit", s.unit }, { "text", s.text } };
    return all;
}

json verdicts(const Judgement& judgement)
{
    json all = json::array();
    for (const Verdict& v : judgement.verdicts) {
        const bool decided = v.outcome != Outcome::Undecided;
        json one = { { "id", v.id },
                     { "outcome", outcome_name(v.outcome) },
                     { "passed", decided ? json(v.passed()) : json() },
                     { "text", v.text } };
        if (v.value) {
            one["value"] = number(*v.value);
            one["unit"] = v.unit;
        }
        all.push_back(std::move(one));
    }
    return all;
}

json hops_json(const std::vector<Hop>& list)
{
    json hops = json::array();
    for (const Hop& hop : list)
        hops.push_back({ { "name", hop.name }, { "ps", hop.ps }, { "counts", hop.counts } });
    return hops;
}

json slowest(const RunOutput& output)
{
    json all = json::array();
    for (const SlowVlpi& slow : output.slowest) {
        json hops = json::object();
        for (const Hop& hop : slow.hops)
            hops[hop.name] = hop.ps;
        all.push_back({ { "domain", slow.domain },
                        { "vlpi", slow.vlpi },
                        { "sent_ps", slow.sent_ps },
                        { "hops_ps", hops } });
    }
    return all;
}

json object(const Provenance::Object& object)
{
    return { { "name", object.name }, { "hash", object.hash }, { "compiler", object.compiler } };
}

json meta(const Scenario& scenario, const RunOutput& output, const Provenance& provenance)
{
    json meta{
        { "scenario", scenario.name },
        { "variant", scenario.variant },
        { "summary", scenario.summary },
        { "seed", scenario.soc.seed },
        { "profile", scenario.profile },
        { "version", provenance.version },
        { "object", object(provenance.object) },
        { "ending", ending_name(output.ending) },
        { "message", output.message },
        { "end_time",
          { { "value", number(static_cast<double>(output.end_ps) / 1e12) }, { "unit", "s" } } },
        { "labels_ps", output.labels_ps },
        { "cost_ps", output.cost_ps },
    };
    for (const Provenance::Object& guests : provenance.guests)
        meta["guests"].push_back(object(guests));
    return meta;
}

std::string text(const json& document)
{
    return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Number number_named(const std::string& name, double value, const std::string& unit,
                    const std::string& text)
{
    return { value, unit, text, is_share(name, unit), false };
}

Numbers read_numbers(const json& stats)
{
    Numbers numbers;
    for (const auto& [name, s] : stats.items())
        if (s.at("value").is_number())
            numbers[name] =
                number_named(name, s.at("value").get<double>(), s.at("unit"), s.at("text"));
    return numbers;
}

Verdict read_verdict(const json& v)
{
    Verdict verdict{ v.at("id"), outcome_of(v.at("outcome")), v.at("text"), {}, "" };
    if (v.contains("value") && v.at("value").is_number()) {
        verdict.value = v.at("value").get<double>();
        verdict.unit = v.at("unit");
    }
    return verdict;
}

ReadResult::Meta read_meta(const json& meta)
{
    ReadResult::Meta read;
    read.scenario = meta.at("scenario");
    read.variant = meta.at("variant");
    read.summary = meta.at("summary");
    read.profile = meta.at("profile");
    read.version = meta.at("version");
    read.object = meta.at("object").at("name");
    read.seed = meta.at("seed");
    return read;
}

SlowVlpi read_slow(const json& way)
{
    SlowVlpi slow{ way.at("domain"), way.at("vlpi"), way.at("sent_ps"), {} };
    for (const auto& [name, ps] : way.at("hops_ps").items())
        slow.hops.push_back({ name, ps, {} });
    return slow;
}

ReadResult read(const json& document)
{
    ReadResult r;
    r.meta = read_meta(document.at("meta"));
    r.ending = ending_of(document.at("meta").at("ending"));
    r.numbers.run = { read_numbers(document.at("stats")), incomplete_run(r.ending) };
    for (const auto& [name, window] : document.at("windows").items())
        r.numbers.windows[name] = { read_numbers(window.at("stats")), window.at("incomplete") };
    r.numbers.within = document.at("within").get<std::map<std::string, bool>>();
    r.labels_ps = document.at("meta").at("labels_ps").get<std::map<std::string, std::uint64_t>>();
    for (const auto& [label, ps] : r.labels_ps)
        r.numbers.labels.insert(label);
    for (const json& v : document.at("verdicts"))
        r.judgement.verdicts.push_back(read_verdict(v));
    r.judgement.skipped = document.at("skipped").get<std::vector<std::string>>();
    for (const json& hop : document.at("journey"))
        r.journey.push_back({ hop.at("name"), hop.at("ps"), hop.at("counts") });
    for (const json& way : document.at("slowest"))
        r.slowest.push_back(read_slow(way));
    r.capacities = document.at("capacities").get<std::map<std::string, std::uint64_t>>();
    r.log = document.at("log").get<std::vector<std::string>>();
    r.message = document.at("meta").at("message");
    r.end_s = document.at("meta").at("end_time").at("value").get<double>();
    return r;
}

std::map<std::string, bool> within_of(const Scenario& scenario, const RunOutput& output)
{
    std::map<std::string, bool> by_id;
    for (const auto& [index, met] : output.within)
        by_id[scenario.expects.at(index).id] = met;
    return by_id;
}

Numbers to_numbers(const std::vector<Scalar>& scalars)
{
    Numbers numbers;
    for (const Scalar& s : scalars)
        numbers[s.name] = number_named(s.name, s.value, s.unit, s.text);
    return numbers;
}

} // namespace

const char* ending_name(Ending ending)
{
    switch (ending) {
    case Ending::Finished: return "finished";
    case Ending::LimitReached: return "limit_reached";
    case Ending::Fault: return "fault";
    case Ending::Interrupted: return "interrupted";
    }
    return "";
}

const char* outcome_name(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Passed: return "passed";
    case Outcome::Failed: return "failed";
    case Outcome::Undecided: return "undecided";
    }
    return "";
}

Ending ending_of(const std::string& name)
{
    for (const Ending e : { Ending::LimitReached, Ending::Fault, Ending::Interrupted })
        if (name == ending_name(e))
            return e;
    return Ending::Finished;
}

Outcome outcome_of(const std::string& name)
{
    for (const Outcome o : { Outcome::Passed, Outcome::Failed })
        if (name == outcome_name(o))
            return o;
    return Outcome::Undecided;
}

std::string incomplete_run(Ending ending)
{
    switch (ending) {
    case Ending::Finished: return "";
    case Ending::LimitReached: return "its limit was reached";
    case Ending::Fault: return "it ended with a fault";
    case Ending::Interrupted: return "it was interrupted";
    }
    return "";
}

VariantNumbers numbers_of(const Scenario& scenario, const RunOutput& output)
{
    VariantNumbers numbers;
    numbers.run = { to_numbers(output.stats), incomplete_run(output.ending) };
    for (const auto& [name, window] : output.windows)
        numbers.windows[name] = { to_numbers(window.stats), window.incomplete };
    numbers.within = within_of(scenario, output);
    for (const auto& [label, ps] : output.labels_ps)
        numbers.labels.insert(label);
    return numbers;
}

std::string result_json(const Scenario& scenario, const RunOutput& output,
                        const Judgement& judgement, const Provenance& provenance)
{
    json windows = json::object();
    for (const auto& [name, window] : output.windows)
        windows[name] = { { "incomplete", window.incomplete }, { "stats", scalars(window.stats) } };
    const json document = {
        { "meta", meta(scenario, output, provenance) },
        { "verdicts", verdicts(judgement) },
        { "skipped", judgement.skipped },
        { "stats", scalars(output.stats) },
        { "windows", windows },
        { "within", within_of(scenario, output) },
        { "journey", hops_json(output.journey) },
        { "slowest", slowest(output) },
        { "capacities", output.capacities },
        { "log", output.log },
    };
    return text(document);
}

std::optional<ReadResult> read_result(const std::string& text)
{
    try {
        return read(json::parse(text));
    } catch (const std::exception&) {
        return std::nullopt; // the file is cut short
    }
}

std::string replace_verdicts(const std::string& text_before, const Judgement& judgement)
{
    json document = json::parse(text_before);
    document["verdicts"] = verdicts(judgement);
    document["skipped"] = judgement.skipped;
    return text(document);
}

} // namespace itstorm
