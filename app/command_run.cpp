// SPDX-License-Identifier: Apache-2.0
// `itstorm run`: one process for each variant, since SystemC elaborates once, as many at a time as
// there are processors. The parent never elaborates: it compares and prints. A single run has a
// process of its own as well, so that the parent can report whatever an object does to it.
#include "children.h"
#include "command.h"
#include "common/stop_request.h"
#include "flight_hint.h"
#include "fst_file.h"
#include "glance.h"
#include "junit.h"
#include "output_file.h"
#include "platform/loader.h"
#include "regular_file.h"
#include "report/write_reports.h"
#include "run_folders.h"
#include "run_once.h"
#include "summary.h"
#include <algorithm>
#include <csignal>
#include <ostream>
#include <set>
#include <thread>
#include <unistd.h>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

RunOptions run_options(const Planned& run, const Options& options)
{
    RunOptions of_run;
    of_run.out_dir = run.folder.string();
    of_run.vcd = options.vcd || run.loaded->scenario.vcd.enabled;
    of_run.progress = !options.quiet && isatty(STDERR_FILENO) != 0;
    of_run.title = run.title;
    of_run.log = options.quiet ? LogLevel::Error : options.log;
    of_run.record = options.record;
    of_run.profile = options.profile;
    of_run.trace = options.events;
    return of_run;
}

// False: the results could not be written.
bool run_in_child(const Planned& run, const Options& options, const Backend& backend,
                  std::ostream& err)
{
    try {
        const RunOutput output = run_once(run.loaded->scenario, run_options(run, options), backend);
        write_result(*run.loaded, output, backend, run.folder);
        return true;
    } catch (const std::exception& e) {
        err << "error: " << e.what() << std::endl;
        return false;
    }
}

const char* const ended_by_itself =
    "its process ended without a result: hypervisor and guests may not end it";

NamedResult collect(const Planned& run, const Death& death)
{
    NamedResult named{ &run.loaded->scenario, {}, death.seconds };
    const auto result =
        death.text.empty() ? read_result(text_of_file(run.folder / "result.json")) : std::nullopt;
    if (result)
        named.result = *result;
    else {
        named.result.ending = death.interrupted ? Ending::Interrupted : Ending::Fault;
        named.result.message = death.text.empty() ? ended_by_itself : death.text;
        named.result.numbers.run.incomplete = incomplete_run(named.result.ending);
    }
    return named;
}

std::vector<NamedResult> run_all(const std::vector<Planned>& runs, const Options& options,
                                 const Backend& backend, std::ostream& out, std::ostream& err)
{
    clear_stop_request();
    std::signal(SIGXFSZ, SIG_IGN); // beyond the limit of a file's size a write then fails, instead
                                   // of ending the process
    out.flush();
    err.flush();
    const auto deaths =
        run_children(runs.size(), std::max(1u, std::thread::hardware_concurrency()),
                     [&](std::size_t n) { return run_in_child(runs[n], options, backend, err); });
    std::vector<NamedResult> results;
    for (std::size_t i = 0; i < runs.size(); ++i)
        results.push_back(collect(runs[i], deaths[i]));
    return results;
}

// Judges the expectations that look at other variants: all of them have run.
void judge_across(std::vector<NamedResult>& results, const std::vector<Planned>& runs)
{
    std::map<std::string, VariantNumbers> numbers;
    for (const NamedResult& r : results)
        numbers[r.scenario->variant] = r.result.numbers;
    for (std::size_t i = 0; i < results.size(); ++i) {
        ReadResult& result = results[i].result;
        if (result.judgement.skipped.empty())
            continue;
        result.judgement = judge(*results[i].scenario, result.numbers, numbers);
        const fs::path file = runs[i].folder / "result.json";
        write_file(file, replace_verdicts(text_of_file(file), result.judgement));
    }
}

int status_of(const ReadResult& result)
{
    switch (result.ending) {
    case Ending::Fault: return status_fault;
    case Ending::LimitReached: return status_limit;
    case Ending::Interrupted: return status_interrupted;
    case Ending::Finished: break;
    }
    const auto& verdicts = result.judgement.verdicts;
    const bool passed =
        std::all_of(verdicts.begin(), verdicts.end(), [](const Verdict& v) { return v.passed(); });
    return passed ? status_passed : status_failed;
}

int worst(int a, int b)
{
    constexpr int order[] = { status_passed,  status_failed, status_limit,
                              status_invalid, status_fault,  status_interrupted };
    const auto rank = [&](int s) { return std::find(std::begin(order), std::end(order), s); };
    return rank(a) < rank(b) ? b : a;
}

void write_tables(const Table& table, const fs::path& folder)
{
    write_file(folder / "table.txt", table_text(table, 0));
    write_file(folder / "table.csv", table_csv(table));
    write_file(folder / "table.md", table_markdown(table));
}

void print(const std::vector<NamedResult>& results, const Table& table, const fs::path& base,
           const Options& options, std::ostream& out)
{
    for (const NamedResult& result : results)
        out << (options.quiet ? trouble_text(result) : summary_text(result, options.width));
    if (options.quiet)
        return;
    if (!table.empty())
        out << "\n" << table_text(table, options.width);
    if (results.size() == 1 && results[0].scenario->table.empty())
        out << "\n" << journey_text(results[0].result.journey, options.width);
    out << "\nresults: " << base.string() << "/\n";
}

// What the scenarios of one command share.
struct Session {
    const Backend& backend;
    std::ostream &out, &err;
    std::set<fs::path> folders{}; // folders of results that this command has written
    std::vector<JunitSuite> suites{};
};

// Why the results cannot lie in `base`; empty: they can.
std::string refuse_folder(const fs::path& base, Session& session)
{
    std::error_code error;
    return session.folders.insert(fs::weakly_canonical(base, error)).second
               ? ""
               : base.string() + ": has the results of another scenario of the same name";
}

// Why the waveforms that are asked for cannot be written as FST; empty: they can, or none is.
std::string refuse_fst(const Options& options, const std::vector<Planned>& runs)
{
    const bool wants_fst = std::any_of(runs.begin(), runs.end(), [&](const Planned& run) {
        const VcdRequest& vcd = run.loaded->scenario.vcd;
        return vcd.fst && (vcd.enabled || options.vcd);
    });
    return wants_fst && !can_make_fst()
               ? "an FST is made by vcd2fst, which comes with GTKWave: it is not installed"
               : "";
}

int run_scenario(const Options& options, Session& session)
{
    const ObjectTables tables = objects_for(options, session.backend);
    const Loaded loaded = load_scenario(request_for(options.file, options), tables);
    if (!report(loaded.errors, session.err))
        return status_invalid;
    if (!accept_costs(tables, options, session.err))
        return status_fault;
    const auto runs = plan_runs(options, loaded);
    const fs::path base = base_folder(options, loaded.variants[0].scenario);
    std::string trouble = refuse_fst(options, runs);
    if (trouble.empty())
        trouble = refuse_folder(base, session);
    if (trouble.empty())
        trouble = prepare(options, runs);
    if (!trouble.empty()) {
        session.err << trouble << "\n";
        return status_invalid;
    }
    auto results = run_all(runs, options, session.backend, session.out, session.err);
    judge_across(results, runs);
    Table table = scenario_table(results);
    if (table.empty())
        table = glance(results, tables.probes);
    print(results, table, base, options, session.out);
    if (!table.empty())
        write_tables(table, comparison_folder(options, runs));
    for (std::size_t n = 0; n < runs.size(); ++n)
        session.out << keep_flight(results[n], status_of(results[n].result) == status_passed,
                                   runs[n].folder);
    if (options.report)
        write_reports(options, runs, table);
    int status = status_passed;
    for (const NamedResult& result : results) {
        status = worst(status, status_of(result.result));
        session.suites.push_back(junit_suite(result));
    }
    return status;
}

} // namespace

int command_run(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err)
{
    if (!options.record.empty() && options.files.size() > 1) {
        err << "--record records one run: name one scenario\n";
        return status_invalid;
    }
    Session session{ backend, out, err };
    int status = status_passed;
    Options one = options;
    for (const std::string& file : scenarios_of(options)) {
        one.file = file;
        status = worst(status, run_scenario(one, session));
        if (status == status_interrupted)
            break;
    }
    if (!options.junit.empty() && !session.suites.empty())
        write_file(options.junit, junit_text(session.suites));
    return status;
}

} // namespace itstorm
