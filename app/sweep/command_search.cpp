// SPDX-License-Identifier: Apache-2.0
// `itstorm search`: scans a range of one knob, and closes in on the place where an expectation
// changes. What it tries does not depend on how many runs there are at a time.
#include "output_file.h"
#include "sweep/commands.h"
#include "sweep/csv.h"
#include "sweep/range.h"
#include "sweep/results.h"
#include "sweep/spread.h"
#include "sweep/trials.h"
#include "sweep/varied.h"
#include "text_layout.h"
#include <algorithm>
#include <map>
#include <ostream>
#include <set>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

// The outcome of the runs of one value.
struct Tried {
    std::size_t passed = 0, runs = 0;
    std::optional<double> value; // mean of what the expectation compared
    std::string trouble;         // a run that did not end by itself; empty: none

    bool holds() const { return passed == runs; }
    bool is_mixed() const { return passed != 0 && passed != runs; }
};

Tried judge_runs(const std::vector<PointRecord>& records, const std::string& expectation)
{
    Tried tried;
    std::vector<double> values;
    for (const PointRecord& record : records) {
        ++tried.runs;
        bool passed = record.passed();
        for (const PointVerdict& verdict : record.verdicts)
            if (verdict.id == expectation) {
                passed = verdict.outcome == "passed";
                if (verdict.value)
                    values.push_back(*verdict.value);
            }
        tried.passed += passed ? 1 : 0;
        if (!record.is_finished() && tried.trouble.empty())
            tried.trouble = record.ending + ": " + record.message;
    }
    if (const auto spread = spread_of(values))
        tried.value = spread->mean;
    return tried;
}

class Search {
public:
    Search(Study study, const Options& options, const ObjectTables& tables, const Backend& backend,
           const fs::path& folder, std::ostream& out)
        : study_(std::move(study)), sweep_(options.sweep), tables_(tables), backend_(backend),
          out_(out), csv_((folder / "search.csv").string()), expectation_(sweep_.expectation)
    {
        if (study_.expectations.size() == 1)
            expectation_ = study_.expectations.front();
        csv_.row({ sweep_.knob, "repetition", "seed", "outcome", "value" });
        study_.plan.repetitions = sweep_.seeds;
    }

    int run(const Amount& from, const Amount& to, std::uint64_t grid)
    {
        grid_ = grid;
        from_ = from;
        to_ = to;
        if (!evaluate(spaced(from, to, sweep_.scan)))
            return status_;
        auto changes = find_changes();
        if (changes.empty()) {
            out_ << what() << (tried_.begin()->second.holds() ? " holds" : " does not hold")
                 << " everywhere from " << text(tried_.begin()->first) << " to "
                 << text(tried_.rbegin()->first) << " (" << runs_ << " runs)\n";
            return status_failed;
        }
        const bool first_holds = tried_.at(changes.front().first).holds();
        std::size_t known_changes = 0;
        while (true) {
            changes = find_changes();
            if (changes.size() > 1 && changes.size() != known_changes)
                warn_of(changes);
            known_changes = changes.size();
            const auto [low, high] = changes.front();
            const auto values = spaced({ from.dimension, low }, { from.dimension, high }, 5);
            if (static_cast<double>(high - low) <= sweep_.tolerance * static_cast<double>(high) ||
                values.size() <= 2)
                return answer(low, high, first_holds);
            if (!evaluate(values))
                return status_;
        }
    }

private:
    using Change =
        std::pair<std::uint64_t, std::uint64_t>; // two neighbours with different outcomes

    std::string text(std::uint64_t number) const
    {
        return amount_text({ from_.dimension, number });
    }

    std::string what() const { return expectation_.empty() ? "what is expected" : expectation_; }

    // `count` values from one end to the other, both included; fewer if some are equal after
    // rounding.
    std::vector<std::uint64_t> spaced(const Amount& from, const Amount& to, unsigned count) const
    {
        std::vector<std::uint64_t> values{ from.number, to.number };
        for (unsigned n = 1; n + 1 < count; ++n) {
            Amount at = between(from, to, static_cast<double>(n) / (count - 1),
                                sweep_.is_log && from.number != 0, 4);
            at.number = (at.number + grid_ / 2) / grid_ * grid_;
            if (at.number > from.number && at.number < to.number)
                values.push_back(at.number);
        }
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        return values;
    }

    // Runs the values that have not been tried. False: the search cannot go on; status_ says how it
    // ends.
    bool evaluate(const std::vector<std::uint64_t>& values)
    {
        Knob knob{ sweep_.knob, {}, {} };
        std::vector<std::uint64_t> fresh;
        for (const std::uint64_t value : values)
            if (tried_.count(value) == 0) {
                fresh.push_back(value);
                const std::string argument = "--knob " + sweep_.knob + "=" + text(value);
                knob.values.push_back(
                    make_scalar(text(value), { Origin::Kind::Argument, argument, 0, 0, "" }));
            }
        study_.plan.axes = { { { std::move(knob) } } };
        study_.plan.combinations.clear();
        for (std::size_t n = 0; n < fresh.size(); ++n)
            study_.plan.combinations.push_back(n);
        const auto records = run_trials(study_, tables_, backend_, jobs_of(sweep_));
        if (!records) {
            status_ = status_interrupted;
            return false;
        }
        for (std::size_t n = 0; n < fresh.size(); ++n)
            if (!keep(fresh[n], { records->begin() + static_cast<long>(n * sweep_.seeds),
                                  records->begin() + static_cast<long>((n + 1) * sweep_.seeds) }))
                return false;
        csv_.flush();
        return true;
    }

    bool keep(std::uint64_t value, const std::vector<PointRecord>& records)
    {
        const Tried tried = judge_runs(records, expectation_);
        runs_ += tried.runs;
        for (std::size_t n = 0; n < records.size(); ++n) {
            const Tried one = judge_runs({ records[n] }, expectation_);
            csv_.row({ text(value), std::to_string(n), std::to_string(records[n].seed),
                       one.holds() ? "passed" : "failed", csv_number(one.value) });
        }
        out_ << right(text(value), 12) << "  "
             << (tried.holds()      ? "holds"
                 : tried.is_mixed() ? "holds in " + std::to_string(tried.passed) + " of " +
                                          std::to_string(tried.runs)
                                    : "does not hold")
             << (tried.value ? "  (" + csv_number(tried.value) + ")" : "") << std::endl;
        if (!tried.trouble.empty()) {
            out_ << sweep_.knob << "=" << text(value) << ": " << tried.trouble << "\n";
            status_ = status_fault;
            return false;
        }
        tried_[value] = tried;
        return true;
    }

    std::vector<Change> find_changes() const
    {
        std::vector<Change> changes;
        for (auto at = tried_.begin(); std::next(at) != tried_.end(); ++at)
            if (at->second.holds() != std::next(at)->second.holds())
                changes.emplace_back(at->first, std::next(at)->first);
        return changes;
    }

    void warn_of(const std::vector<Change>& changes)
    {
        out_ << "warning: not monotonic, it changes " << changes.size() << " times:";
        for (const auto& [low, high] : changes)
            out_ << " " << text(low) << ".." << text(high);
        out_ << "; the first one is searched" << std::endl;
    }

    int answer(std::uint64_t low, std::uint64_t high, bool first_holds)
    {
        out_ << what() << (first_holds ? " holds up to " : " does not hold up to ") << text(low)
             << (first_holds ? " and does not from " : " and does from ") << text(high) << " on ("
             << runs_ << " runs)\n";
        const bool is_mixed = std::any_of(tried_.begin(), tried_.end(),
                                          [](const auto& t) { return t.second.is_mixed(); });
        if (is_mixed)
            out_ << "warning: seeds disagree at some values; it holds where it does with each of "
                    "them\n";
        return status_passed;
    }

    Study study_;
    const SweepOptions& sweep_;
    const ObjectTables& tables_;
    const Backend& backend_;
    std::ostream& out_;
    Csv csv_;
    std::string expectation_; // the one that is looked at; empty: all of them together
    Amount from_, to_;
    std::uint64_t grid_ = 1; // values that are tried are multiples of it
    std::map<std::uint64_t, Tried> tried_;
    std::size_t runs_ = 0;
    int status_ = status_passed;
};

Origin argument(const std::string& text)
{
    return { Origin::Kind::Argument, text, 0, 0, "" };
}

// Complains if the runs of an end fail: about the knob if both ends fail in the same way, else
// about that end.
void check_ends(const SweepOptions& sweep, Study& study, const ObjectTables& tables,
                Diagnostics& errors)
{
    const auto problems_at = [&](const std::string& end, const std::string& value) {
        Knob knob{ sweep.knob, {}, { make_scalar(value, argument(end + value)) } };
        study.plan.axes = { { { std::move(knob) } } };
        study.plan.combinations = { 0 };
        return load_configuration(study, 0, tables).errors.sorted();
    };
    std::set<std::string> of_both, at_from;
    const auto from = problems_at("--from ", sweep.from), to = problems_at("--to ", sweep.to);
    for (const Problem& problem : from)
        at_from.insert(problem.message);
    for (const Problem& problem : to)
        if (at_from.count(problem.message) == 0)
            errors.error(problem.origin, problem.message);
        else
            of_both.insert(problem.message);
    for (const Problem& problem : from) {
        const bool is_argument = problem.origin.kind == Origin::Kind::Argument;
        errors.error(is_argument && of_both.count(problem.message) != 0
                         ? argument("--knob " + sweep.knob)
                         : problem.origin,
                     problem.message);
    }
}

// Checks that the knob is a number of the machine which no argument sets at the same time.
void check_knob(const SweepOptions& sweep, const LoadRequest& request, Diagnostics& errors)
{
    const std::string trouble = cannot_vary(sweep.knob);
    if (!trouble.empty())
        errors.error(argument("--knob " + sweep.knob),
                     trouble + "; 'itstorm params' lists what can be searched");
    for (const std::string& override : request.overrides) {
        if (override.substr(0, override.find_first_of(".=")) == "sweep")
            errors.error(argument("-C " + override),
                         "a search does not look at the sweep; --seeds repeats its runs");
        if (argument_sets(override, sweep.knob))
            errors.error(argument("-C " + override),
                         itstorm::quoted(sweep.knob) +
                             " is what is searched: --from and --to say where");
    }
}

struct SearchRange {
    Amount from, to;
    std::uint64_t grid;
};

// The range to search; nothing, and complaints, if that cannot be searched.
std::optional<SearchRange> check(const SweepOptions& sweep, Study& study,
                                 const ObjectTables& tables, Diagnostics& errors)
{
    auto from = parse_amount(sweep.from), to = parse_amount(sweep.to);
    auto grid = sweep.multiple_of.empty() && from ? Amount{ from->dimension, 1 }
                                                  : parse_amount(sweep.multiple_of);
    for (const auto& [name, text, amount] :
         { std::tuple("--from ", &sweep.from, &from), std::tuple("--to ", &sweep.to, &to),
           std::tuple("--multiple-of ", &sweep.multiple_of, &grid) })
        if (!*amount)
            errors.error(argument(name + *text), "is no quantity; only numbers can be searched");
    check_knob(sweep, study.request, errors);
    if (!errors.empty())
        return std::nullopt;
    if (!make_alike(*from, *to))
        errors.error(argument("--to " + sweep.to), "measures something else than --from");
    else if (from->number >= to->number)
        errors.error(argument("--to " + sweep.to), "must be more than --from");
    if (grid->number == 0 || (!sweep.multiple_of.empty() && !make_alike(*grid, *from)))
        errors.error(argument("--multiple-of " + sweep.multiple_of),
                     "measures something else than --from, or nothing");
    if (sweep.is_log && from->number == 0)
        errors.error(argument("--from 0"), "a search with --log cannot begin at 0");
    if (study.expectations.empty())
        errors.error(argument(study.request.file),
                     "expects nothing: there is nothing to search for");
    else if (!sweep.expectation.empty() &&
             std::find(study.expectations.begin(), study.expectations.end(), sweep.expectation) ==
                 study.expectations.end())
        errors.error(argument("--expect " + sweep.expectation),
                     "no such expectation" + did_you_mean(sweep.expectation, study.expectations));
    if (!errors.empty())
        return std::nullopt;
    check_ends(sweep, study, tables, errors);
    return SearchRange{ *from, *to, grid->number };
}

} // namespace

int command_search(const Options& options, const Backend& backend, std::ostream& out,
                   std::ostream& err)
{
    const ObjectTables tables = objects_for(options, backend);
    auto study = read_single(options, tables, err);
    if (!study)
        return status_invalid;
    Diagnostics errors;
    const auto range = check(options.sweep, *study, tables, errors);
    if (!report(errors, err))
        return status_invalid;
    if (!accept_costs(tables, options, err))
        return status_fault;
    const fs::path folder =
        options.out.empty() ? fs::path("out") / (study->name + ".search") : fs::path(options.out);
    make_folder(folder);
    out.flush();
    err.flush();
    return Search(std::move(*study), options, tables, backend, folder, out)
        .run(range->from, range->to, range->grid);
}

} // namespace itstorm
