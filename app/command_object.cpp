// SPDX-License-Identifier: Apache-2.0
// `itstorm check-object`: what an object is and whether it can be loaded, without a scenario. And
// what commands say of objects whose code takes no time.
#include "command.h"
#include <ostream>

namespace itstorm {

namespace {

const char* const no_costs = "built without -fsanitize-coverage=trace-pc: its code takes no time";

template <class Names>
void print_names(const char* what, const Names& names, std::ostream& out)
{
    if (names.empty())
        return;
    out << "  " << what << ":";
    for (const std::string& name : names)
        out << " " << name;
    out << "\n";
}

void print(const std::string& path, const ObjectReport& object, std::ostream& out)
{
    out << path << ": "
        << (object.is_hypervisor && object.is_guests ? "hypervisor and guests"
            : object.is_hypervisor                   ? "hypervisor"
                                                     : "guests")
        << ", ABI version " << object.abi_version << "\n  compiler: " << object.file.compiler
        << "\n  hash: " << object.file.hash
        << "\n  time: " << (object.is_instrumented ? "charged, by basic block" : "not charged")
        << "\n";
    print_names("knobs", object.knobs, out);
    print_names("statistics", object.probes, out);
    print_names("programs", object.programs, out);
    print_names("imports", object.imports, out);
}

} // namespace

bool accept_costs(const ObjectTables& tables, const Options& options, std::ostream& err)
{
    for (const std::string& path : tables.without_costs)
        err << (options.strict ? "error: " : "warning: ") << path << ": " << no_costs << "\n";
    return tables.without_costs.empty() || !options.strict;
}

int command_check_object(const Options& options, const Backend& backend, std::ostream& out,
                         std::ostream& err)
{
    const ObjectReport object = backend.inspect(options.file);
    print(options.file, object, out);
    ObjectTables tables;
    if (!object.is_instrumented)
        tables.without_costs.push_back(options.file);
    return accept_costs(tables, options, err) ? status_passed : status_fault;
}

} // namespace itstorm
