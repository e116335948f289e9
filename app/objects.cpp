// SPDX-License-Identifier: Apache-2.0
// Objects: see objects.h.
#include "objects.h"
#include "platform/loader.h"
#include "provenance.h"
#include <algorithm>
#include <filesystem>

namespace itstorm {

namespace {

// The path of one of our own files: beside the executable where it was built, below ../ where it is
// installed.
std::string own_path(const char* name, const char* installed_in)
{
    std::error_code error;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    const auto installed = folder.parent_path() / installed_in / name;
    return (exists(folder / name, error) ? folder / name : installed).string();
}

std::string own_object(const char* name)
{
    return own_path(name, "lib/itstorm");
}

// The object that has this program.
const GuestObject& object_of(const std::vector<GuestObject>& objects, const std::string& program)
{
    const auto has = [&](const GuestObject& object) {
        return std::any_of(object.programs.begin(), object.programs.end(),
                           [&](const guest_program& p) { return program == p.name; });
    };
    return *std::find_if(objects.begin(), objects.end(), has);
}

void add_hypervisor(ObjectTables& tables, const std::string& path)
{
    const HypervisorObject object = load_hypervisor(path);
    tables.hypervisor = path;
    tables.knobs = object.knobs;
    tables.probes = object.probes;
    tables.run_time = object.run_time_knobs;
    if (!object.is_instrumented)
        tables.without_costs.push_back(path);
    tables.needs = [object](const sim_machine& machine, const ObjectTables::Knobs& knobs) {
        return needs_of(object, machine, knobs);
    };
}

void add_guests(ObjectTables& tables, const std::vector<std::string>& paths)
{
    const std::vector<GuestObject> objects = load_all_guests(paths);
    tables.guests = paths;
    tables.programs = programs_of(objects);
    for (const GuestObject& object : objects) {
        if (!object.is_instrumented)
            tables.without_costs.push_back(object.path);
        for (const guest_program& program : object.programs)
            tables.guest_probes[program.name] = object.probes;
        for (const guest_program& program : object.programs)
            tables.guest_run_time[program.name] = object.run_time_knobs;
    }
    tables.guest_needs = [objects](const sim_domain_info& domain,
                                   const ObjectTables::Knobs& knobs) {
        return needs_of(object_of(objects, domain.program), domain, knobs);
    };
    tables.order_needs = [objects](const sim_domain_info& domain, const ObjectTables::Knobs& knobs,
                                   const sim_order& order) {
        return needs_of(object_of(objects, domain.program), domain, knobs, order);
    };
}

template <class Row>
void add_names(std::vector<std::string>& names, const std::vector<Row>& rows)
{
    for (const Row& row : rows)
        names.push_back(row.name);
}

} // namespace

ObjectReport inspect_object(const std::string& path)
{
    const ObjectKinds kinds = object_kinds(path);
    ObjectReport report;
    report.file = provenance_of_object(path);
    report.is_hypervisor = kinds.is_hypervisor;
    report.is_guests = kinds.is_guests;
    report.is_instrumented = kinds.is_instrumented;
    report.abi_version = ITSTORM_ABI_VERSION; // the loader refuses every other version
    report.imports = kinds.imports;
    if (kinds.is_hypervisor) {
        const HypervisorObject object = load_hypervisor(path);
        add_names(report.knobs, object.knobs);
        add_names(report.probes, object.probes);
    }
    if (kinds.is_guests) {
        const GuestObject object = load_guests(path);
        add_names(report.programs, object.programs);
        add_names(report.probes, object.probes);
    }
    return report;
}

ObjectTables load_objects(const ObjectFiles& files)
{
    ObjectTables tables;
    tables.presets = own_path("presets", "share/itstorm");
    add_hypervisor(tables, files.hypervisor.empty() ? own_object("itstorm_hypervisor.so")
                                                    : files.hypervisor);
    std::vector<std::string> guests{ own_object("itstorm_guests.so") };
    guests.insert(guests.end(), files.guests.begin(), files.guests.end());
    add_guests(tables, guests);
    return tables;
}

} // namespace itstorm
