// The itstorm command. `main` lives in SystemC's library; it calls sc_main.
#include "cli.h"
#include "platform/loader.h"
#include "provenance.h"
#include "terminal.h"
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <systemc>

namespace itstorm {

namespace {

// SystemC prints its copyright before sc_main; README and LICENSE name it instead.
[[gnu::constructor]] void silence_banner()
{
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 0);
}

// Our own objects lie beside the executable where it was built, in ../lib/itstorm where it is
// installed.
std::string own_object(const char* name)
{
    std::error_code error;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    const auto installed = folder.parent_path() / "lib/itstorm" / name;
    return (exists(folder / name, error) ? folder / name : installed).string();
}

// The scenarios that come with it: in ../share/itstorm where it is installed, else in the tree that
// it was built in, which lies around it.
std::string gallery()
{
    std::error_code error;
    auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    const auto installed = folder.parent_path() / "share/itstorm/scenarios";
    if (exists(installed, error))
        return installed.string();
    while (folder.has_relative_path() && !exists(folder / "scenarios/00-smoke.yaml", error))
        folder = folder.parent_path();
    return folder.has_relative_path() ? (folder / "scenarios").string() : "scenarios";
}

ObjectTables load_objects(const std::string& hypervisor)
{
    ObjectTables tables;
    tables.hypervisor = hypervisor.empty() ? own_object("itstorm_hypervisor.so") : hypervisor;
    tables.guests = own_object("itstorm_guests.so");
    const HypervisorObject object = load_hypervisor(tables.hypervisor);
    tables.knobs = object.knobs;
    tables.probes = object.probes;
    tables.needs = [object](const sim_machine& machine, const ObjectTables::Knobs& knobs) {
        return needs_of(object, machine, knobs);
    };
    const GuestObject guests = load_guests(tables.guests);
    tables.programs = guests.programs;
    if (!object.is_instrumented)
        tables.without_costs.push_back(tables.hypervisor);
    if (!guests.is_instrumented)
        tables.without_costs.push_back(tables.guests);
    tables.guest_needs = [guests](const sim_domain_info& domain, const ObjectTables::Knobs& knobs) {
        return needs_of(guests, domain, knobs);
    };
    tables.order_needs = [guests](const sim_domain_info& domain, const ObjectTables::Knobs& knobs,
                                  const sim_order& order) {
        return needs_of(guests, domain, knobs, order);
    };
    return tables;
}

} // namespace

} // namespace itstorm

int sc_main(int argc, char** argv)
{
    using namespace itstorm;
    int status = 0;
    auto options = parse_command_line(argc, argv, status);
    if (!options)
        return status;
    options->width = terminal_width();
    if (options->command == Options::Command::List && options->files.empty())
        options->files = { gallery() };
    return run_command(*options, { load_objects, simulate, provenance_of }, std::cout, std::cerr);
}
