#include "command.h"
#include "fields.h"
#include "guest_files.h"
#include "platform/loader.h"
#include "sweep/commands.h"
#include <ostream>

namespace itstorm {

namespace {

std::string kind_text(const Field& f)
{
    switch (f.kind) {
    case Kind::Count:
    case Kind::Cycles: return f.unit.empty() ? "whole number" : f.unit;
    case Kind::Real: return "number";
    case Kind::Duration: return allowed_units(Dimension::Duration);
    case Kind::DurationNs: return allowed_units(Dimension::DurationNs);
    case Kind::Bytes: return allowed_units(Dimension::Bytes);
    case Kind::Rate: return allowed_units(Dimension::Rate);
    case Kind::Frequency: return allowed_units(Dimension::Frequency);
    case Kind::Bool: return "true or false";
    case Kind::Choice: return join_or(split(f.choices, '|'));
    case Kind::Set: return "set of " + join_or(split(f.choices, '|'));
    case Kind::Text: return "text";
    case Kind::Name:
    case Kind::Slug: return "name";
    case Kind::Names: return "list of names";
    case Kind::Counts: return "list of numbers";
    case Kind::Vectors: return "vectors";
    case Kind::Link: return "link";
    case Kind::Bdf: return "bus, device, function";
    case Kind::List: return "list";
    case Kind::Map: return "map";
    }
    return "";
}

std::string range_text(const Field& f)
{
    if (f.kind == Kind::Bool || f.kind == Kind::Choice || f.kind == Kind::Set)
        return "";
    if (f.max != 0)
        return ", " + format_exact(f.min, dimension_of(f.kind)) + " to " +
               format_exact(f.max, dimension_of(f.kind));
    return f.min != 0 ? ", at least " + format_exact(f.min, dimension_of(f.kind)) : "";
}

std::string default_text(const Field& f)
{
    if (f.required)
        return "required";
    if (f.defaults[0] == f.defaults[1] && f.defaults[0] == f.defaults[2])
        return f.defaults[0].empty() ? "optional" : f.defaults[0];
    return f.defaults[0] + " server, " + f.defaults[1] + " embedded, " + f.defaults[2] + " ideal";
}

// Whom a key belongs to, if not to all: kinds of device, or actions of the timeline.
std::string only_text(const Field& f)
{
    const bool is_action = f.path.rfind("timeline[].", 0) == 0;
    return f.only.empty() ? ""
                          : std::string("only ") + (is_action ? "do " : "kind ") +
                                join_or(split(f.only, '|')) + ": ";
}

void print_rows(const std::vector<Field>& rows, std::ostream& out)
{
    for (const Field& f : rows) {
        if (f.hidden)
            continue;
        out << f.path << " = " << default_text(f) << "  [" << kind_text(f) << range_text(f) << "]";
        if (f.tag != Tag::None)
            out << "  (" << tag_name(f.tag) << (f.source.empty() ? "" : ": " + f.source) << ")";
        out << "\n    " << only_text(f) << f.text << "\n";
    }
}

// In the form of docs/scenarios.md, to which a test of the repository holds both.
void print_orders(const guest_program& program, std::ostream& out)
{
    for (unsigned n = 0; n < program.order_count; ++n) {
        const guest_order& order = program.orders[n];
        out << "\n# Order " << program.name << "." << order.name << ": " << order.text << "\n";
        print_rows(object_rows("timeline[].args.", order.args, order.arg_count), out);
    }
}

} // namespace

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

int command_check(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err)
{
    const ObjectTables tables = objects_for(options, backend);
    const Loaded loaded =
        load_scenario({ options.file, options.overrides, options.variant, options.preset }, tables);
    if (!report(loaded.errors, err) || !check_sweep(options, loaded, tables, err))
        return status_invalid;
    if (!accept_costs(tables, options, err))
        return status_fault;
    out << options.file << ": fine";
    if (!loaded.variants[0].scenario.variant.empty())
        out << ", " << loaded.variants.size()
            << (loaded.variants.size() == 1 ? " variant" : " variants");
    out << "\n";
    return status_passed;
}

int command_params(const Options& options, const Backend& backend, std::ostream& out)
{
    const ObjectTables tables = objects_for(options, backend);
    out << "# The scenario language. Values after '=' are defaults.\n";
    print_rows(scenario_rows(), out);
    out << "\n# Knobs of the hypervisor object.\n";
    print_rows(object_rows("hypervisor.", tables.knobs.data(), tables.knobs.size()), out);
    for (const guest_program& program : tables.programs) {
        out << "\n# Program " << program.name << ": " << program.text << "\n";
        print_rows(object_rows("domains[].", program.knobs, program.knob_count), out);
        print_orders(program, out);
    }
    return status_passed;
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
        case Options::Command::Params: return command_params(options, backend, out);
        case Options::Command::Sweep: return command_sweep(options, backend, out, err);
        case Options::Command::Merge: return command_merge(options, backend, out, err);
        case Options::Command::Search: return command_search(options, backend, out, err);
        }
    } catch (const ObjectError& e) {
        err << "error: " << e.what() << "\n";
    } catch (const std::exception& e) {
        err << "error: " << e.what() << "\n";
    }
    return status_fault;
}

} // namespace itstorm
