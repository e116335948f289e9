// SPDX-License-Identifier: Apache-2.0
// The commands, apart from how their arguments are read (cli.h) and from what simulates (Backend),
// so that tests can run them without SystemC.
#pragma once
#include "load.h"
#include "result_json.h"
#include "simulation.h"
#include "sweep/sweep_options.h"
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace itstorm {

// Exit status.
enum Status : int {
    status_passed = 0,
    status_failed = 1,  // an expectation
    status_invalid = 2, // scenario or arguments; nothing was written
    status_fault = 3,   // of the model, of the hypervisor or of its object
    status_limit = 4,   // of simulated or of real time
    status_interrupted = 130,
};

struct Options {
    enum class Command {
        Run,
        Check,
        Params,
        Stats,
        Explain,
        Diff,
        Schema,
        List,
        Sweep,
        Merge,
        Search,
        CheckObject,
        Report,
        Trace,
    };
    Command command = Command::Run;
    std::string file; // the scenario; of several, the one that is run or checked
    std::vector<std::string>
        files; // run, check: several scenarios; diff: two results; list: folders
    std::string variant, preset, out, record, hypervisor, junit;
    std::vector<std::string> guests; // objects beside ours
    std::string glob;                // of the names that are listed; empty: all
    std::vector<std::string> overlays, overrides;
    std::string what_if;   // of list: only scenarios that try it
    std::string tolerance; // of diff: "1%"; empty: none
    bool strict = false;   // objects whose code takes no time are refused
    bool report = true;    // run: an HTML report, too
    bool vcd = false, profile = false, quiet = false, json = false;
    std::size_t width = 0; // of the terminal, in characters; 0: there is none, nothing is cut
    LogLevel log = LogLevel::Info; // what the terminal shows of the log
    SweepOptions sweep;
    std::string events; // of run: globs of those that are printed as they happen; empty: none
    struct {
        std::string from, until, format = "text"; // times; empty: all
    } trace;
};

// What an object says of itself; names in the order of its tables, imports sorted.
struct ObjectReport {
    Provenance::Object file;
    bool is_hypervisor = false, is_guests = false, is_instrumented = false;
    unsigned abi_version = 0;
    std::vector<std::string> knobs, probes, programs, imports;
};

struct Backend {
    std::function<ObjectTables(const ObjectFiles&)> objects; // throws ObjectError
    std::function<RunOutput(const Scenario&, const RunOptions&)> simulate;
    std::function<Provenance(const Scenario&)> provenance;
    std::function<ObjectReport(const std::string& path)> inspect{}; // throws ObjectError
};

LoadRequest request_for(const std::string& file, const Options& options);

// How many characters a line of a listing has: the terminal's, or 100 without a terminal.
std::size_t line_width(const Options& options);

// The scenarios to be run or checked.
std::vector<std::string> scenarios_of(const Options& options);

// Never throws; returns the exit status.
int run_command(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err);

int command_run(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err);
int command_check(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);
int command_stats(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);
int command_params(const Options& options, const Backend& backend, std::ostream& out,
                   std::ostream& err);
int command_explain(const Options& options, const Backend& backend, std::ostream& out,
                    std::ostream& err);
int command_list(const Options& options, std::ostream& out, std::ostream& err);
int command_report(const Options& options, std::ostream& out, std::ostream& err);
int command_trace(const Options& options, std::ostream& out, std::ostream& err);
int command_diff(const Options& options, std::ostream& out, std::ostream& err);
int command_check_object(const Options& options, const Backend& backend, std::ostream& out,
                         std::ostream& err);

// What the objects declare that the options, and the scenario if there is one, ask for.
ObjectTables objects_for(const Options& options, const Backend& backend);

// Prints every error; true if there is none.
bool report(const Diagnostics& errors, std::ostream& err);

// Names the objects whose code takes no time; false: they are refused (--strict).
bool accept_costs(const ObjectTables& tables, const Options& options, std::ostream& err);

} // namespace itstorm
