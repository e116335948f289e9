// SPDX-License-Identifier: Apache-2.0
// Arguments of the commands of sweeps: see cli_sweep.h.
#include "cli_sweep.h"

namespace itstorm {

namespace {

// Reads "2/8"; returns what is wrong with it, or nothing.
std::string parse_shard(const std::string& text, Shard& shard)
{
    std::size_t number = 0, of = 0;
    char slash = 0, rest = 0;
    std::istringstream in(text);
    in >> number >> slash >> of;
    const bool is_good = !in.fail() && slash == '/' && !(in >> rest) && number >= 1 && number <= of;
    if (!is_good)
        return text + " is no shard: it is written 2/8, the second of eight";
    shard = { number, of };
    return "";
}

CLI::App* add_command(CLI::App& app, Options& options, Options::Command command, const char* name,
                      const char* text)
{
    CLI::App* sub = app.add_subcommand(name, text);
    sub->callback([&options, command] { options.command = command; });
    return sub;
}

void add_out(CLI::App& command, Options& options)
{
    command
        .add_option("-o,--out", options.out,
                    "folder of the results; default out/<name of the scenario>.<command>")
        ->type_name("DIR");
}

void add_jobs(CLI::App& command, Options& options)
{
    command
        .add_option("-j,--jobs", options.sweep.jobs,
                    "runs at a time; default: one for each processor")
        ->check(CLI::Range(1u, 4096u))
        ->type_name("N");
}

void add_sweep(CLI::App& app, Options& options, const std::function<void(CLI::App&)>& common)
{
    CLI::App* sweep = add_command(app, options, Options::Command::Sweep, "sweep",
                                  "run every point of the scenario's sweep");
    common(*sweep);
    add_out(*sweep, options);
    add_jobs(*sweep, options);
    CLI::Option* resume = sweep->add_flag("--resume", options.sweep.resume,
                                          "go on where an earlier one was interrupted");
    sweep->add_flag("--again", options.sweep.again, "begin anew; what an earlier one left is lost")
        ->excludes(resume);
    sweep
        ->add_option_function<std::string>(
            "--shard",
            [&options](const std::string& text) {
                const std::string trouble = parse_shard(text, options.sweep.shard);
                if (!trouble.empty())
                    throw CLI::ValidationError("--shard", trouble);
            },
            "only a part of the points: 2/8 is every eighth from the second on; see merge")
        ->type_name("I/N");
    CLI::Option* keep =
        sweep
            ->add_option("--keep", options.sweep.keep,
                         "points that keep what a run leaves, in points/<number>: failed, or all")
            ->check(CLI::IsMember({ "failed", "all" }))
            ->type_name("WHICH");
    sweep
        ->add_option("--slurm", options.sweep.slurm,
                     "submit so many shards, and their merge, to a Slurm cluster instead")
        ->check(CLI::Range(1u, 100000u))
        ->excludes(keep)
        ->type_name("N");
    sweep
        ->add_option("--slurm-options", options.sweep.slurm_options,
                     "more arguments of sbatch, such as \"--time=60 --cpus-per-task=8\"")
        ->type_name("TEXT");
}

void add_merge(CLI::App& app, Options& options, const std::function<void(CLI::App&)>& common)
{
    CLI::App* merge = add_command(app, options, Options::Command::Merge, "merge",
                                  "join the databases of a sweep's shards");
    common(*merge);
    merge->add_option("DATABASE", options.sweep.databases, "shard-1-of-8.db ...")->required();
    add_out(*merge, options);
}

void add_search(CLI::App& app, Options& options, const std::function<void(CLI::App&)>& common)
{
    CLI::App* search = add_command(app, options, Options::Command::Search, "search",
                                   "find the value of a knob at which an expectation changes");
    common(*search);
    SweepOptions& sweep = options.sweep;
    search->add_option("--knob", sweep.knob, "path of the knob, as -C takes it")
        ->required()
        ->type_name("PATH");
    search->add_option("--from", sweep.from, "the least value")->required()->type_name("VALUE");
    search->add_option("--to", sweep.to, "the greatest value")->required()->type_name("VALUE");
    search
        ->add_option("--expect", sweep.expectation,
                     "the expectation that is looked at; default: all of them together")
        ->type_name("ID");
    search->add_flag("--log", sweep.is_log, "try values at equal factors, not at equal distances");
    search
        ->add_option("--multiple-of", sweep.multiple_of,
                     "values between the ends are multiples of it; for sizes")
        ->type_name("VALUE");
    search->add_option("--scan", sweep.scan, "values that are tried first; default: 5")
        ->check(CLI::Range(2u, 1000u))
        ->type_name("N");
    search->add_option("--seeds", sweep.seeds, "runs of each value, each with its seed; default: 1")
        ->check(CLI::Range(1u, 1000u))
        ->type_name("N");
    search
        ->add_option_function<double>(
            "--tolerance", [&sweep](const double& percent) { sweep.tolerance = percent / 100; },
            "how exact the answer is, in percent of it; default: 1")
        ->check(CLI::Range(0.001, 50.0))
        ->type_name("PERCENT");
    add_out(*search, options);
    add_jobs(*search, options);
}

} // namespace

void add_sweep_commands(CLI::App& app, Options& options,
                        const std::function<void(CLI::App&)>& common)
{
    add_sweep(app, options, common);
    add_merge(app, options, common);
    add_search(app, options, common);
}

} // namespace itstorm
