#include "command.h"
#include "platform/loader.h"
#include "schema.h"
#include "sweep/commands.h"
#include <algorithm>
#include <ostream>

namespace itstorm {

LoadRequest request_for(const std::string& file, const Options& options)
{
    return { file, options.overrides, options.variant, options.overlays };
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

void warn(const ObjectTables& tables, std::ostream& err)
{
    for (const std::string& path : tables.without_costs)
        err << "warning: " << path
            << ": built without -fsanitize-coverage=trace-pc: its code takes no time\n";
}

namespace {

int check_one(const std::string& file, const Options& options, const ObjectTables& tables,
              std::ostream& out, std::ostream& err)
{
    Options one = options;
    one.file = file;
    const Loaded loaded = load_scenario(request_for(file, options), tables);
    if (!report(loaded.errors, err))
        return status_invalid;
    if (file != standard_input && !check_sweep(one, loaded, tables, err)) // which reads it again
        return status_invalid;
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
    const ObjectTables tables = backend.objects(options.hypervisor);
    int status = status_passed;
    for (const std::string& file : scenarios_of(options))
        status = std::max(status, check_one(file, options, tables, out, err));
    if (status == status_passed)
        warn(tables, err);
    return status;
}

int run_command(const Options& options, const Backend& backend, std::ostream& out,
                std::ostream& err)
{
    try {
        switch (options.command) {
        case Options::Command::Run: return command_run(options, backend, out, err);
        case Options::Command::Check: return command_check(options, backend, out, err);
        case Options::Command::Stats: return command_stats(options, backend, out, err);
        case Options::Command::Params: return command_params(options, backend, out, err);
        case Options::Command::Explain: return command_explain(options, backend, out, err);
        case Options::Command::Schema:
            out << scenario_schema(backend.objects(options.hypervisor));
            return status_passed;
        case Options::Command::List: return command_list(options, out, err);
        case Options::Command::Diff: return command_diff(options, out, err);
        case Options::Command::Sweep: return command_sweep(options, backend, out, err);
        case Options::Command::Merge: return command_merge(options, backend, out, err);
        }
    } catch (const ObjectError& e) {
        err << "error: " << e.what() << "\n";
    } catch (const std::exception& e) {
        err << "error: " << e.what() << "\n";
    }
    return status_fault;
}

} // namespace itstorm
