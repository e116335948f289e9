// SPDX-License-Identifier: Apache-2.0
// Loader: see loader.h. The file is checked first (elf_object.h), because the dynamic linker would
// silently bind missing functions to the C library, and run constructors.
#include "loader.h"
#include "common/printable.h"
#include "object_tables.h"
#include "setup_call.h"
#include "symbols.h"
#include <algorithm>
#include <cstring>
#include <dlfcn.h>
#include <functional>
#include <map>

namespace itstorm {

namespace {

constexpr std::size_t shown_error_most = 300;
const std::string import_prefix = "sim_";

bool is_import(const std::string& name)
{
    const bool has_form =
        name.compare(0, import_prefix.size(), import_prefix) == 0 || name == coverage_call;
    return has_form && dlsym(RTLD_DEFAULT, name.c_str()) != nullptr;
}

// Refuses an object of which the dynamic linker would bind names to the C library, or run code
// before there is a machine.
void check_needs(const std::string& path, const ElfObject& elf)
{
    std::vector<std::string> foreign;
    for (const std::string& name : elf.undefined)
        if (!is_import(name))
            foreign.push_back(printable(name));
    constexpr std::size_t named_most = 8;
    std::string names;
    for (std::size_t n = 0; n < foreign.size() && n < named_most; n++)
        names += (n == 0 ? "" : ", ") + foreign[n];
    if (foreign.size() > named_most)
        names += " and " + std::to_string(foreign.size() - named_most) + " more";
    if (!foreign.empty())
        refuse_object(path, "needs " + names +
                                ": only the imports sim_* may be undefined; an object brings "
                                "its own memcpy and the like (docs/boundary.md)");
    if (!elf.libraries.empty())
        refuse_object(path,
                      "is linked with " + printable(elf.libraries[0]) + ": link with -nostdlib");
    if (elf.runs_at_load)
        refuse_object(path,
                      "has constructors or destructors, which would run before there is a machine: "
                      "link with -nostdlib, and set up in hv_create");
}

void* open_object(const std::string& path, bool& is_instrumented)
{
    const ElfObject elf = read_elf_object(path);
    check_needs(path, elf);
    is_instrumented = elf.is_instrumented;
    const std::string name = path.find('/') == std::string::npos ? "./" + path : path;
    void* handle = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr)
        refuse_object(path, "cannot be loaded: " + printable(dlerror(), shown_error_most));
    return handle;
}

template <class Pointer>
void take(void* handle, const std::string& path, const char* name, Pointer& pointer)
{
    void* symbol = dlsym(handle, name);
    if (symbol == nullptr)
        refuse_object(path, std::string("export '") + name + "' is missing (itstorm/export.h)");
    std::memcpy(&pointer, &symbol, sizeof pointer);
}

template <class Pointer>
void take_optional(void* handle, const char* name, Pointer& pointer)
{
    void* symbol = dlsym(handle, name);
    std::memcpy(&pointer, &symbol, sizeof pointer);
}

void check_abi(void* handle, const std::string& path)
{
    const std::uint32_t* version;
    take(handle, path, "itstorm_abi_version", version);
    if (*version != ITSTORM_ABI_VERSION)
        refuse_object(path, "is built for ABI version " + std::to_string(*version) +
                                "; this program speaks version " +
                                std::to_string(ITSTORM_ABI_VERSION));
    register_object(version);
}

template <class Row>
std::vector<Row> read_table(const std::string& path, const char* what,
                            const Row* (*table)(unsigned*))
{
    FaultReport faults;
    unsigned count = 0;
    const Row* first = nullptr;
    if (!run_set_up(what, faults, [&] { first = table(&count); }))
        refuse_object(path, faults.message);
    const ObjectMemory memory(reinterpret_cast<const void*>(table));
    if (count > table_rows_most)
        refuse_object(path, std::string(what) + ": it says that there are " +
                                std::to_string(count) + " rows; at most " +
                                std::to_string(table_rows_most));
    if (count != 0 && !memory.holds(first, count * sizeof(Row)))
        refuse_object(path, std::string(what) + ": the " + std::to_string(count) +
                                " rows are not in the object");
    std::vector<Row> rows(first, first + count);
    const std::string trouble = trouble_in(memory, what, rows);
    if (!trouble.empty())
        refuse_object(path, trouble);
    return rows;
}

std::vector<std::string> read_run_time_knobs(void* handle, const std::string& path,
                                             const char* name)
{
    const hv_run_time_knob* (*table)(unsigned*);
    take_optional(handle, name, table);
    std::vector<std::string> names;
    if (table != nullptr)
        for (const hv_run_time_knob& row : read_table(path, name, table))
            names.emplace_back(row.name);
    return names;
}

void check_run_time(const HypervisorObject& object)
{
    if (!object.run_time_knobs.empty() && object.set_knob == nullptr)
        refuse_object(object.path, "exports hv_run_time_knobs, but no hv_set_knob");
    for (const std::string& name : object.run_time_knobs)
        if (std::none_of(object.knobs.begin(), object.knobs.end(),
                         [&](const hv_knob& knob) { return name == knob.name; }))
            refuse_object(object.path, "hv_run_time_knobs: there is no knob '" + name + "'");
}

// Asks the object for its needs: `call(rows, max)` calls its function at `code`. If `code` is null,
// the object has no such function and no needs.
std::vector<hv_need> read_needs(const std::string& path, const char* name, const void* code,
                                const std::function<unsigned(hv_need*, unsigned)>& call)
{
    constexpr unsigned needs_most = 256;
    std::vector<hv_need> rows(code == nullptr ? 0 : needs_most);
    FaultReport faults;
    const bool returned = rows.empty() || run_set_up(name, faults, [&] {
                              rows.resize(std::min(needs_most, call(rows.data(), needs_most)));
                          });
    if (!returned)
        refuse_object(path, faults.message);
    const std::string trouble = trouble_in(ObjectMemory(code), name, rows);
    if (!trouble.empty())
        refuse_object(path, trouble);
    return rows;
}

} // namespace

ObjectKinds object_kinds(const std::string& path)
{
    ObjectKinds kinds;
    void* handle = open_object(path, kinds.is_instrumented);
    kinds.is_hypervisor = dlsym(handle, "hv_create") != nullptr;
    kinds.is_guests = dlsym(handle, "guest_programs") != nullptr;
    if (!kinds.is_hypervisor && !kinds.is_guests)
        refuse_object(
            path, "exports neither hv_create (a hypervisor, itstorm/export.h) nor guest_programs "
                  "(guests, itstorm/guest.h)");
    kinds.imports = read_elf_object(path).undefined;
    std::sort(kinds.imports.begin(), kinds.imports.end());
    return kinds;
}

HypervisorObject load_hypervisor(const std::string& path)
{
    HypervisorObject object;
    object.path = path;
    void* handle = open_object(path, object.is_instrumented);
    check_abi(handle, path);
    const hv_knob* (*knobs)(unsigned*);
    const hv_probe* (*probes)(unsigned*);
    take(handle, path, "hv_knobs", knobs);
    take(handle, path, "hv_probes", probes);
    take(handle, path, "hv_create", object.create);
    take(handle, path, "hv_boot", object.boot);
    take(handle, path, "hv_irq", object.irq);
    take(handle, path, "hv_check", object.check);
    take(handle, path, "hv_destroy", object.destroy);
    take_optional(handle, "hv_needs", object.needs);
    object.knobs = read_table(path, "hv_knobs", knobs);
    object.probes = read_table(path, "hv_probes", probes);
    take_optional(handle, "hv_set_knob", object.set_knob);
    object.run_time_knobs = read_run_time_knobs(handle, path, "hv_run_time_knobs");
    check_run_time(object);
    return object;
}

GuestObject load_guests(const std::string& path)
{
    GuestObject object;
    object.path = path;
    void* handle = open_object(path, object.is_instrumented);
    check_abi(handle, path);
    const guest_program* (*programs)(unsigned*);
    take(handle, path, "guest_programs", programs);
    object.programs = read_table(path, "guest_programs", programs);
    const hv_probe* (*probes)(unsigned*);
    take_optional(handle, "guest_probes", probes);
    if (probes != nullptr)
        object.probes = read_table(path, "guest_probes", probes);
    take_optional(handle, "guest_needs", object.needs);
    take_optional(handle, "guest_order_needs", object.order_needs);
    object.run_time_knobs = read_run_time_knobs(handle, path, "guest_run_time_knobs");
    return object;
}

std::vector<GuestObject> load_all_guests(const std::vector<std::string>& paths)
{
    std::vector<GuestObject> objects;
    std::map<std::string, std::string> owners;
    for (const std::string& path : paths) {
        objects.push_back(load_guests(path));
        for (const guest_program& program : objects.back().programs) {
            const auto [owner, is_new] = owners.emplace(program.name, path);
            if (!is_new)
                refuse_object(path, std::string("has a program '") + program.name + "', as " +
                                        printable_path(owner->second) + " has");
        }
    }
    return objects;
}

std::vector<guest_program> programs_of(const std::vector<GuestObject>& objects)
{
    std::vector<guest_program> programs;
    for (const GuestObject& object : objects)
        programs.insert(programs.end(), object.programs.begin(), object.programs.end());
    return programs;
}

std::vector<hv_need> needs_of(const HypervisorObject& object, const sim_machine& machine,
                              const std::vector<std::uint64_t>& knobs)
{
    return read_needs(object.path, "hv_needs", reinterpret_cast<const void*>(object.needs),
                      [&](hv_need* rows, unsigned max) {
                          return object.needs(&machine, knobs.data(), rows, max);
                      });
}

std::vector<hv_need> needs_of(const GuestObject& object, const sim_domain_info& domain,
                              const std::vector<std::uint64_t>& knobs)
{
    return read_needs(object.path, "guest_needs", reinterpret_cast<const void*>(object.needs),
                      [&](hv_need* rows, unsigned max) {
                          return object.needs(&domain, knobs.data(), rows, max);
                      });
}

std::vector<hv_need> needs_of(const GuestObject& object, const sim_domain_info& domain,
                              const std::vector<std::uint64_t>& knobs, const sim_order& order)
{
    return read_needs(object.path, "guest_order_needs",
                      reinterpret_cast<const void*>(object.order_needs),
                      [&](hv_need* rows, unsigned max) {
                          return object.order_needs(&domain, knobs.data(), &order, rows, max);
                      });
}

} // namespace itstorm
