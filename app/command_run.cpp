// `itstorm run`: one process per variant, since SystemC elaborates once, as many at a time as there
// are processors; the parent never elaborates, it compares and prints. A single variant runs in
// this process.
#include "command.h"
#include "platform/loader.h"
#include "summary.h"
#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

const char* const output_files[] = { "result.json", "effective.yaml", "series.csv",
                                     "trace.vcd",   "trace.gtkw",     "log.txt" };

struct Planned {
    const LoadedVariant* loaded;
    fs::path folder;
};

fs::path base_folder(const Options& options, const Scenario& scenario)
{
    return options.out.empty() ? fs::path("out") / scenario.name : fs::path(options.out);
}

std::vector<Planned> plan(const Options& options, const Loaded& loaded)
{
    const fs::path base = base_folder(options, loaded.variants[0].scenario);
    std::vector<Planned> runs;
    for (const LoadedVariant& variant : loaded.variants)
        runs.push_back({ &variant, variant.scenario.variant.empty()
                                       ? base
                                       : base / variant.scenario.variant });
    return runs;
}

// Makes the folders, and removes what an earlier run left in them. Empty: fine, else what is wrong.
std::string prepare(const std::vector<Planned>& runs)
{
    for (const Planned& run : runs) {
        std::error_code error;
        fs::create_directories(run.folder, error);
        if (error)
            return run.folder.string() + ": cannot be made: " + error.message();
        if (access(run.folder.c_str(), W_OK | X_OK) != 0)
            return run.folder.string() + ": is not writable: " + std::strerror(errno);
        for (const char* name : output_files)
            fs::remove(run.folder / name, error);
    }
    return "";
}

// The file for --record. Empty: fine, else what is wrong.
std::string prepare_record(const std::string& file, std::size_t runs)
{
    if (file.empty())
        return "";
    if (runs != 1)
        return "records one run: choose one with --variant";
    const bool is_writable = std::ofstream(file, std::ios::trunc).is_open();
    return is_writable ? "" : file + ": cannot be written: " + std::strerror(errno);
}

void write_file(const fs::path& path, const std::string& text)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file)
        throw std::runtime_error(path.string() + ": cannot be written");
}

std::string read_file(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

RunOutput simulate(const Planned& run, const Options& options, const Backend& backend)
{
    const RunOptions run_options{ run.folder.string(),
                                  options.vcd || run.loaded->scenario.vcd.enabled,
                                  isatty(STDERR_FILENO) != 0, options.log, options.record };
    try {
        return backend.simulate(run.loaded->scenario, run_options);
    } catch (const std::exception& e) {
        RunOutput output;
        output.ending = Ending::Fault;
        output.message = e.what();
        return output;
    }
}

void run_here(const Planned& run, const Options& options, const Backend& backend)
{
    const Scenario& scenario = run.loaded->scenario;
    const RunOutput output = simulate(run, options, backend);
    const Judgement judgement = judge(scenario, numbers_of(scenario, output), {});
    write_file(run.folder / "effective.yaml", run.loaded->effective);
    write_file(run.folder / "result.json",
               result_json(scenario, output, judgement, backend.provenance(scenario)));
}

// The run in a process of its own.
pid_t start_child(const Planned& run, const Options& options, const Backend& backend,
                  std::ostream& err)
{
    const pid_t child = fork();
    if (child != 0)
        return child;
    std::signal(SIGINT, SIG_DFL);
    int status = 0;
    try {
        run_here(run, options, backend);
    } catch (const std::exception& e) {
        err << "error: " << e.what() << std::endl;
        status = 1;
    }
    std::_Exit(status);
}

// What a child did not live to say itself; without text it said everything.
struct Death {
    std::string text;
    bool interrupted = false; // before it could write a result
};

Death death_of(int status)
{
    if (WIFSIGNALED(status))
        return { std::string("its process died: ") + strsignal(WTERMSIG(status)),
                 WTERMSIG(status) == SIGINT };
    return { WEXITSTATUS(status) == 0 ? "" : "its results could not be written" };
}

volatile std::sig_atomic_t interrupted = 0;

// Ctrl-C reaches the children as well, which end with results so far; while this lives, the parent
// only starts no more.
class InterruptGuard {
public:
    InterruptGuard()
    {
        interrupted = 0;
        struct sigaction action = {};
        action.sa_handler = [](int) { interrupted = 1; };
        sigaction(SIGINT, &action, &before_); // no SA_RESTART: waitpid comes back
    }
    ~InterruptGuard() { sigaction(SIGINT, &before_, nullptr); }

private:
    struct sigaction before_;
};

// Runs all, at most `at_once` at a time; how each died, in the order of `runs`.
std::vector<Death> run_children(const std::vector<Planned>& runs, std::size_t at_once,
                                const Options& options, const Backend& backend, std::ostream& err)
{
    const InterruptGuard guard;
    std::vector<Death> deaths(runs.size());
    std::map<pid_t, std::size_t> alive;
    for (std::size_t next = 0; next < runs.size() || !alive.empty();) {
        if (next < runs.size() && interrupted) {
            deaths[next++] = { "interrupted before it started", true };
            continue;
        }
        if (next < runs.size() && alive.size() < at_once) {
            const pid_t child = start_child(runs[next], options, backend, err);
            if (child < 0)
                deaths[next] = { std::string("cannot fork: ") + std::strerror(errno) };
            else
                alive[child] = next;
            ++next;
            continue;
        }
        int status = 0;
        const auto dead = alive.find(waitpid(-1, &status, 0));
        if (dead == alive.end())
            continue;
        deaths[dead->second] = death_of(status);
        alive.erase(dead);
    }
    return deaths;
}

NamedResult collect(const Planned& run, const Death& death)
{
    NamedResult named{ &run.loaded->scenario, {} };
    const auto result =
        death.text.empty() ? read_result(read_file(run.folder / "result.json")) : std::nullopt;
    if (result)
        named.result = *result;
    else {
        named.result.ending = death.interrupted ? Ending::Interrupted : Ending::Fault;
        named.result.message = death.text.empty() ? "no result was written" : death.text;
        named.result.numbers.run.incomplete = incomplete_run(named.result.ending);
    }
    return named;
}

std::vector<NamedResult> run_all(const std::vector<Planned>& runs, const Options& options,
                                 const Backend& backend, std::ostream& out, std::ostream& err)
{
    if (runs.size() == 1) {
        run_here(runs[0], options, backend);
        return { collect(runs[0], {}) };
    }
    out.flush();
    err.flush();
    const auto deaths = run_children(runs, std::max(1u, std::thread::hardware_concurrency()),
                                     options, backend, err);
    std::vector<NamedResult> results;
    for (std::size_t i = 0; i < runs.size(); ++i)
        results.push_back(collect(runs[i], deaths[i]));
    return results;
}

// Expectations that look at other variants can be judged only now.
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
        write_file(file, replace_verdicts(read_file(file), result.judgement));
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
    constexpr int order[] = { status_passed, status_failed, status_limit, status_fault,
                              status_interrupted };
    const auto rank = [&](int s) { return std::find(std::begin(order), std::end(order), s); };
    return rank(a) < rank(b) ? b : a;
}

void print(const std::vector<NamedResult>& results, const fs::path& base, std::ostream& out)
{
    for (const NamedResult& result : results)
        out << summary_text(result);
    const std::string table = table_text(results);
    if (!table.empty())
        out << "\n" << table;
    else if (results.size() == 1)
        out << journey_text(results[0].result.journey);
    out << "\nresults: " << base.string() << "/\n";
}

} // namespace

int command_run(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err)
{
    const ObjectTables tables = backend.objects(options.hypervisor);
    const Loaded loaded =
        load_scenario({ options.file, options.overrides, options.variant }, tables);
    if (!report(loaded.errors, err))
        return status_invalid;
    const auto runs = plan(options, loaded);
    const std::string trouble = prepare(runs);
    if (!trouble.empty()) {
        err << (options.out.empty() ? "" : "--out ") << trouble << "\n";
        return status_invalid;
    }
    const std::string no_record = prepare_record(options.record, runs.size());
    if (!no_record.empty()) {
        err << "--record " << no_record << "\n";
        return status_invalid;
    }
    auto results = run_all(runs, options, backend, out, err);
    judge_across(results, runs);
    print(results, base_folder(options, loaded.variants[0].scenario), out);
    int status = status_passed;
    for (const NamedResult& result : results)
        status = worst(status, status_of(result.result));
    return status;
}

} // namespace itstorm
