// SPDX-License-Identifier: Apache-2.0
#include "command.h"
#include "guest_files.h"
#include "platform/loader.h"
#include "schema.h"
#include "sweep/commands.h"
#include "usage_error.h"
#include <algorithm>
#include <ostream>

namespace itstorm {

LoadRequest request_for(const std::string& file, const Options& options)
{
    return { file, options.overrides, options.variant, options.preset, options.overlays };
}

std::size_t line_width(const Options& options)
{
    constexpr std::size_t without_terminal = 100;
    return options.width == 0 ? without_terminal : options.width;
}

std::vector<std::string> scenarios_of(const Options& options)
{
    return options.files.empty() ? std::vector<std::string>{ options.file } : options.files;
}

bool report(const Diagnostics& errors, std::ostream& err)
{
    for (const Problem& problem : errors.sorted())
        err << problem.text() << "\n";
    if (errors.not_kept() != 0)
        err << "... and " << errors.not_kept() << " more\n";
    return errors.empty();
}

ObjectTables objects_for(const Options& options, const Backend& backend)
{
    const ObjectFiles given(options.hypervisor, options.guests);
    return backend.objects(options.file.empty() ? given : object_files(given, options.file));
}

namespace {

int check_one(const std::string& file, const Options& options, const Backend& backend,
              std::ostream& out, std::ostream& err)
{
    Options one = options;
    one.file = file;
    const ObjectTables tables = objects_for(one, backend);
    const Loaded loaded = load_scenario(request_for(file, options), tables);
    if (!report(loaded.errors, err))
        return status_invalid;
    if (!check_sweep(one, loaded, tables, err))
        return status_invalid;
    if (!accept_costs(tables, options, err))
        return status_fault;
    if (options.quiet)
        return status_passed;
    out << file << ": fine";
    if (!loaded.variants[0].scenario.variant.empty())
        out << ", " << loaded.variants.size()
            << (loaded.variants.size() == 1 ? " variant" : " variants");
    out << "\n";
    return status_passed;
}

} // namespace

int command_check(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err)
{
    int status = status_passed;
    for (const std::string& file : scenarios_of(options))
        status = std::max(status, check_one(file, options, backend, out, err));
    return status;
}

int run_command(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err)
{
    try {
        switch (options.command) {
        case Options::Command::Run: return command_run(options, backend, out, err);
        case Options::Command::Check: return command_check(options, backend, out, err);
        case Options::Command::CheckObject: return command_check_object(options, backend, out, err);
        case Options::Command::Stats: return command_stats(options, backend, out, err);
        case Options::Command::Params: return command_params(options, backend, out, err);
        case Options::Command::Explain: return command_explain(options, backend, out, err);
        case Options::Command::Schema:
            out << scenario_schema(objects_for(options, backend));
            return status_passed;
        case Options::Command::List: return command_list(options, out, err);
        case Options::Command::Report: return command_report(options, out, err);
        case Options::Command::Diff: return command_diff(options, out, err);
        case Options::Command::Trace: return command_trace(options, out, err);
        case Options::Command::Sweep: return command_sweep(options, backend, out, err);
        case Options::Command::Merge: return command_merge(options, backend, out, err);
        case Options::Command::Search: return command_search(options, backend, out, err);
        }
    } catch (const ObjectUnreadable& e) {
        err << "error: " << e.what() << "\n";
        return status_invalid;
    } catch (const UsageError& e) {
        err << "error: " << e.what() << "\n";
        return status_invalid;
    } catch (const std::exception& e) {
        err << "error: " << e.what() << "\n";
    }
    return status_fault;
}

} // namespace itstorm
