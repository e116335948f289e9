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
    enum class Command { Run, Check, Params, Stats, Sweep, Merge, Search };
    Command command = Command::Run;
    std::string file, variant, preset, out, record, hypervisor, junit;
    std::string glob; // of the names that are listed; empty: all
    std::vector<std::string> overrides;
    bool vcd = false;
    std::size_t width = 0; // of the terminal, in characters; 0: there is none, nothing is cut
    LogLevel log = LogLevel::Info; // what the terminal shows of the log
    SweepOptions sweep;
};

struct Backend {
    std::function<ObjectTables(const std::string& hypervisor)> objects; // throws ObjectError
    std::function<RunOutput(const Scenario&, const RunOptions&)> simulate;
    std::function<Provenance(const Scenario&)> provenance;
};

// Never throws; returns the exit status.
int run_command(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err);

int command_run(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err);
int command_check(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);
int command_stats(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err);
int command_params(const Options& options, const Backend& backend, std::ostream& out);

// Prints every error; true if there is none.
bool report(const Diagnostics& errors, std::ostream& err);

// What is odd, but no error.
void warn(const ObjectTables& tables, std::ostream& err);

} // namespace itstorm
