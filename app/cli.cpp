#include "cli.h"
#include "cli_sweep.h"
#include "version.h"
#include <CLI/CLI.hpp>

namespace itstorm {

namespace {

const char* const description = "itstorm: a cycle-approximate GICv3 ITS with real hypervisor code "
                                "on it, under interrupt storms.\n";

const char* const footer =
    "Examples:\n"
    "  itstorm run scenarios/30-storm.yaml                every variant, and a table\n"
    "  itstorm run scenarios/10-one-msi.yaml --vcd        out/10-one-msi/trace.vcd for GTKWave\n"
    "  itstorm run FILE -C its0.command_queue=4KiB -C hypervisor.storm.detect=inflight\n"
    "  itstorm stats FILE '*.p99'                         what there is to expect and to compare\n"
    "  itstorm params                                     everything that can be set\n"
    "Exit status: 0 all expectations met, 1 one failed, 2 scenario or arguments invalid (nothing "
    "written),\n"
    "3 fault of the model or the hypervisor, 4 limit of time reached, 130 interrupted.";

void add_scenario(CLI::App& command, Options& options)
{
    command.add_option("FILE", options.file, "scenario (YAML)")->required();
    command.add_option("--variant", options.variant, "only this variant of the scenario");
    command
        .add_option("-p,--preset", options.preset,
                    "begin with the values of this preset: seed, xen, xen-2015, kvm-like")
        ->type_name("NAME");
    command
        .add_option("-C", options.overrides,
                    "override a value: path=value, such as nic0.link=gen3x1; repeatable")
        ->type_size(1)
        ->allow_extra_args(false)
        ->type_name("PATH=VALUE");
}

const std::map<std::string, LogLevel>& log_levels()
{
    static const std::map<std::string, LogLevel> levels = { { "error", LogLevel::Error },
                                                            { "warning", LogLevel::Warning },
                                                            { "info", LogLevel::Info },
                                                            { "debug", LogLevel::Debug } };
    return levels;
}

void add_objects(CLI::App& command, Options& options)
{
    command
        .add_option("--hypervisor", options.hypervisor, "hypervisor object to load instead of ours")
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

    CLI::App* run = app.add_subcommand("run", "run a scenario, all its variants or one");
    add_scenario(*run, options);
    add_objects(*run, options);
    add_strict(*run, options);
    run->add_flag("--vcd", options.vcd, "write trace.vcd");
    run->add_option(
           "--log", options.log,
           "what the terminal shows of the log: error, warning, info or debug; log.txt has "
           "all of it. Default: info")
        ->transform(CLI::Transformer(log_levels()))
        ->type_name("LEVEL");
    run->add_option("--record", options.record,
                    "write what happens to the devices, as a trace that a scenario can replay")
        ->type_name("FILE.csv");
    run->add_option("--out", options.out,
                    "folder of the results; default out/<name of the scenario>")
        ->type_name("DIR");
    CLI::App* check =
        app.add_subcommand("check", "say everything that is wrong with a scenario, run nothing");
    add_scenario(*check, options);
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

    add_sweep_commands(app, options, [&options](CLI::App& command) {
        add_scenario(command, options);
        add_objects(command, options);
        add_strict(command, options);
    });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        status = app.exit(e) == 0 ? status_passed : status_invalid;
        return std::nullopt;
    }
    const std::pair<const CLI::App*, Options::Command> commands[] = {
        { run, Options::Command::Run },       { check, Options::Command::Check },
        { stats, Options::Command::Stats },   { check_object, Options::Command::CheckObject },
        { params, Options::Command::Params },
    };
    for (const auto& [parsed, command] : commands)
        if (parsed->parsed())
            options.command = command;
    return options;
}

} // namespace itstorm
