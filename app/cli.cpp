// SPDX-License-Identifier: Apache-2.0
#include "cli.h"
#include "cli_mistakes.h"
#include "cli_sweep.h"
#include "cli_trace.h"
#include "diagnostics.h"
#include "version.h"
#include <CLI/CLI.hpp>
#include <algorithm>

namespace itstorm {

namespace {

const char* const description = "itstorm: a cycle-approximate GICv3 ITS with real hypervisor code "
                                "on it, under interrupt storms.\n";

const char* const footer =
    "Examples:\n"
    "  itstorm run scenarios/30-storm.yaml                every variant, and a table\n"
    "  itstorm run scenarios/10-one-msi.yaml --vcd        out/10-one-msi/trace.vcd for GTKWave\n"
    "  itstorm run FILE -C its0.command_queue=4KiB -C hypervisor.storm.detect=inflight\n"
    "  itstorm list                                       the scenarios that come with it\n"
    "  itstorm diff out/before out/after --tolerance 1%   what changed; status 1 if anything did\n"
    "  itstorm report out/30-storm out/other              one page that shows them beside each "
    "other\n"
    "  itstorm trace out/30-storm/none 'its0.cmd.*'       the last events of a run that went "
    "wrong\n"
    "  itstorm stats FILE '*.p99'                         what there is to expect and to compare\n"
    "  itstorm params 'storm.*'                           what can be set\n"
    "  itstorm explain host.cmdq.no_slot                  what it means, and what it is good for\n"
    "Exit status: 0 all expectations met, 1 one failed, 2 scenario or arguments invalid (nothing "
    "written),\n"
    "3 fault of the model or the hypervisor, 4 limit of time reached, 130 interrupted.";

// For options whose text is never empty on purpose: an empty one comes from a variable of a script
// that is not set.
const CLI::Validator& not_empty()
{
    static const CLI::Validator validator(
        [](std::string& text) { return text.empty() ? "is empty" : std::string(); }, "");
    return validator;
}

void add_variant_and_overrides(CLI::App& command, Options& options)
{
    command
        .add_option("-f,--overlay", options.overlays,
                    "a file that is laid over the scenario: what it says wins; repeatable")
        ->type_size(1)
        ->allow_extra_args(false)
        ->type_name("FILE.yaml");
    command.add_option("--variant", options.variant, "only this variant of the scenario")
        ->check(not_empty());
    command
        .add_option("-p,--preset", options.preset,
                    "begin with the values of this preset: seed, xen, xen-2015, kvm-like")
        ->check(not_empty())
        ->type_name("NAME");
    command
        .add_option("-C", options.overrides,
                    "override a value: path=value, such as nic0.link=gen3x1; repeatable")
        ->type_size(1)
        ->allow_extra_args(false)
        ->type_name("PATH=VALUE");
    command
        .add_option_function<std::string>(
            "--seed", [&](const std::string& seed) { options.overrides.push_back("seed=" + seed); },
            "of every random stream; as -C seed=N")
        ->type_name("N");
}

void add_scenario(CLI::App& command, Options& options)
{
    command.add_option("FILE", options.file, "scenario (YAML); - is standard input")->required();
    add_variant_and_overrides(command, options);
}

void add_scenarios(CLI::App& command, Options& options)
{
    command.add_option("FILE", options.files, "scenarios (YAML); - is standard input")->required();
    add_variant_and_overrides(command, options);
    command.add_flag("--quiet", options.quiet, "say only what went wrong");
}

const std::map<std::string, LogLevel>& log_levels()
{
    static const std::map<std::string, LogLevel> levels = { { "error", LogLevel::Error },
                                                            { "warning", LogLevel::Warning },
                                                            { "info", LogLevel::Info },
                                                            { "debug", LogLevel::Debug } };
    return levels;
}

// Turns a word of the table into the number that CLI11 reads.
CLI::Validator log_level()
{
    return CLI::Validator(
        [](std::string& word) {
            const auto level = log_levels().find(word);
            if (level == log_levels().end())
                return itstorm::quoted(word) + " is none of error, warning, info and debug";
            word = std::to_string(static_cast<int>(level->second));
            return std::string();
        },
        "");
}

void add_objects(CLI::App& command, Options& options)
{
    command
        .add_option("--hypervisor", options.hypervisor, "hypervisor object to load instead of ours")
        ->check(not_empty())
        ->type_name("FILE.so");
    command
        .add_option("--guests", options.guests,
                    "object of guest programs to load beside ours; repeatable")
        ->type_size(1)
        ->allow_extra_args(false)
        ->type_name("FILE.so");
}

void add_strict(CLI::App& command, Options& options)
{
    command.add_flag("--strict", options.strict,
                     "refuse objects that are built so that their code takes no time (status 3)");
}

void add_glob(CLI::App& command, Options& options, const std::string& example)
{
    command
        .add_option("GLOB", options.glob,
                    "only names that match, such as " + example + "; '*' stands for any text")
        ->type_name("");
}

} // namespace

std::optional<Options> parse_command_line(int argc, const char* const* argv, int& status)
{
    Options options;
    CLI::App app{ description, "itstorm" };
    app.footer(footer);
    app.set_version_flag("--version", std::string("itstorm ") + version);
    app.require_subcommand(1);
    app.failure_message([&](const CLI::App*, const CLI::Error& error) {
        return mistake_text(app, error, argc > 1 ? argv[1] : "");
    });

    CLI::App* run = app.add_subcommand("run", "run a scenario, all its variants or one");
    add_scenarios(*run, options);
    add_objects(*run, options);
    add_strict(*run, options);
    add_waveform_and_events(*run, options);
    run->add_flag("!--no-report", options.report, "write no report.html");
    run->add_flag(
        "--profile", options.profile,
        "write where the time of hypervisor and guests goes: profile.txt, .csv and .folded");
    run->add_option(
           "--log", options.log,
           "what the terminal shows of the log: error, warning, info or debug; log.txt has "
           "all of it. Default: info")
        ->transform(log_level())
        ->type_name("LEVEL");
    run->add_option("--record", options.record,
                    "write what happens to the devices, as a trace that a scenario can replay")
        ->check(not_empty())
        ->type_name("FILE.csv");
    run->add_option("-o,--out", options.out,
                    "folder of the results, or, of several scenarios, of their folders; default "
                    "out/<name of the scenario>")
        ->check(not_empty())
        ->type_name("DIR");
    run->add_option("--junit", options.junit, "write the verdicts as JUnit's XML")
        ->check(not_empty())
        ->type_name("FILE.xml");
    CLI::App* check =
        app.add_subcommand("check", "say everything that is wrong with a scenario, run nothing");
    add_scenarios(*check, options);
    add_objects(*check, options);
    add_strict(*check, options);
    CLI::App* stats =
        app.add_subcommand("stats", "list every statistic that a scenario has, with its unit");
    add_scenario(*stats, options);
    add_objects(*stats, options);
    add_glob(*stats, options, "its0.*, *.p99");
    CLI::App* check_object = app.add_subcommand(
        "check-object", "say what an object is, and everything that is wrong with it");
    check_object->add_option("FILE", options.file, "object (FILE.so)")->required();
    add_strict(*check_object, options);
    CLI::App* params = app.add_subcommand(
        "params", "list everything that a scenario can set, with defaults and sources");
    add_objects(*params, options);
    add_glob(*params, options, "storm.*, *.command_queue");
    params->add_flag("--json", options.json, "as JSON");
    CLI::App* explain = app.add_subcommand(
        "explain", "say what a statistic, something that can be set, or a what-if (S30) means");
    explain->add_option("NAME", options.files, "such as host.cmdq.no_slot, storm.detect or S9")
        ->required()
        ->expected(1);
    add_objects(*explain, options);
    CLI::App* diff = app.add_subcommand(
        "diff", "compare two results; status 1 if verdicts or statistics changed");
    diff->add_option("RESULTS", options.files, "two folders of results, or result.json files")
        ->required()
        ->expected(2)
        ->type_name("A B");
    diff->add_option("--tolerance", options.tolerance,
                     "numbers that differ by no more of the larger one are the same; default 0%")
        ->type_name("PERCENT");
    diff->add_option("--only", options.glob, "only statistics that match")
        ->check(not_empty())
        ->type_name("GLOB");
    diff->add_flag("--quiet", options.quiet, "only the status");
    CLI::App* report = app.add_subcommand(
        "report", "write the report of a run, of several runs beside each other, or of a sweep");
    report->add_option("RESULTS", options.files, "folders of results, or a sweep's database")
        ->required()
        ->type_name("A ...");
    report
        ->add_option("-o,--out", options.out, "the file; default report.html, of one folder in it")
        ->check(not_empty())
        ->type_name("FILE.html");
    CLI::App* trace = add_trace_command(app, options);
    CLI::App* list =
        app.add_subcommand("list", "list scenarios: what they show, how long they take");
    list->add_option("FOLDER", options.files, "folders, or scenarios; default: the gallery");
    list->add_option("--what-if", options.what_if, "only those that try it")
        ->check(not_empty())
        ->type_name("S30");
    CLI::App* schema =
        app.add_subcommand("schema", "print the scenario language as a JSON Schema, for editors");
    add_objects(*schema, options);

    add_sweep_commands(app, options, [&options](CLI::App& command) {
        add_scenario(command, options);
        add_objects(command, options);
        add_strict(command, options);
    });

    try {
        auto words = join_vcd(argc, argv);
        std::reverse(words.begin(), words.end()); // CLI11 wants the last word first
        app.parse(std::move(words));
    } catch (const CLI::ParseError& e) {
        status = app.exit(e) == 0 ? status_passed : status_invalid;
        return std::nullopt;
    }
    const std::pair<const CLI::App*, Options::Command> commands[] = {
        { run, Options::Command::Run },
        { check, Options::Command::Check },
        { stats, Options::Command::Stats },
        { params, Options::Command::Params },
        { explain, Options::Command::Explain },
        { diff, Options::Command::Diff },
        { report, Options::Command::Report },
        { trace, Options::Command::Trace },
        { list, Options::Command::List },
        { schema, Options::Command::Schema },
        { check_object, Options::Command::CheckObject },
    };
    for (const auto& [parsed, command] : commands)
        if (parsed->parsed())
            options.command = command;
    if (run->parsed() || check->parsed())
        options.file = options.files[0];
    return options;
}

} // namespace itstorm
