// Loader: see loader.h. The ELF header is read by hand first, because the dynamic linker's words
// for "not an object of this machine" help nobody.
#include "loader.h"
#include "setup_call.h"
#include "symbols.h"
#include <algorithm>
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fstream>
#include <sys/stat.h>

namespace itstorm {

namespace {

#if defined(__x86_64__)
constexpr unsigned this_machine = EM_X86_64;
#else
constexpr unsigned this_machine = EM_AARCH64;
#endif

const char* machine_name(unsigned machine)
{
    switch (machine) {
    case EM_X86_64: return "x86-64";
    case EM_AARCH64: return "AArch64";
    case EM_ARM: return "Arm (32 bit)";
    case EM_386: return "x86 (32 bit)";
    case EM_RISCV: return "RISC-V";
    default: return "another machine";
    }
}

[[noreturn]] void refuse(const std::string& path, const std::string& why)
{
    throw ObjectError(path + ": " + why);
}

void check_elf(const std::string& path)
{
    struct stat status;
    if (stat(path.c_str(), &status) != 0)
        refuse(path, std::string("cannot be read: ") + std::strerror(errno));
    if (S_ISDIR(status.st_mode))
        refuse(path, "is a directory, not a shared object");
    std::ifstream in(path, std::ios::binary);
    Elf64_Ehdr header{};
    in.read(reinterpret_cast<char*>(&header), sizeof header);
    if (in.gcount() < EI_NIDENT || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
        refuse(path, "is not an ELF object");
    if (header.e_ident[EI_CLASS] == ELFCLASS64 &&
        in.gcount() < static_cast<std::streamsize>(sizeof header))
        refuse(path, "is not a complete ELF object");
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != this_machine)
        refuse(path, std::string("is an object for ") + machine_name(header.e_machine) +
                         "; this program runs on " + machine_name(this_machine));
    if (header.e_type != ET_DYN)
        refuse(path, "is an ELF file but not a shared object (link it with -shared)");
}

void* open_object(const std::string& path)
{
    check_elf(path);
    const std::string name = path.find('/') == std::string::npos ? "./" + path : path;
    void* handle = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr)
        refuse(path, std::string("cannot be loaded: ") + dlerror());
    return handle;
}

template <class Pointer>
void take(void* handle, const std::string& path, const char* name, Pointer& pointer)
{
    void* symbol = dlsym(handle, name);
    if (symbol == nullptr)
        refuse(path, std::string("export '") + name +
                         "' is missing (see hypervisor_stub/include/itstorm)");
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
        refuse(path, "is built for ABI version " + std::to_string(*version) +
                         "; this program speaks version " + std::to_string(ITSTORM_ABI_VERSION));
    register_object(version);
}

template <class Row>
std::vector<Row> read_table(const std::string& path, const char* what,
                            const Row* (*table)(unsigned*))
{
    FaultReport faults;
    std::vector<Row> rows;
    const bool returned = run_set_up(what, faults, [&] {
        unsigned count = 0;
        const Row* first = table(&count);
        rows.assign(first, first + count);
    });
    if (!returned)
        refuse(path, faults.message);
    return rows;
}

template <class Object, class What>
std::vector<hv_need> read_needs(const Object& object, const char* name, const What& what,
                                const std::vector<std::uint64_t>& knobs)
{
    constexpr unsigned needs_most = 256;
    std::vector<hv_need> rows(object.needs == nullptr ? 0 : needs_most);
    FaultReport faults;
    const bool returned =
        rows.empty() || run_set_up(name, faults, [&] {
            rows.resize(
                std::min(needs_most, object.needs(&what, knobs.data(), rows.data(), needs_most)));
        });
    if (!returned)
        refuse(object.path, faults.message);
    return rows;
}

void check_orders(const std::string& path, const guest_program& program)
{
    for (unsigned n = 0; n < program.order_count; ++n)
        if (program.orders[n].arg_count > SIM_ORDER_ARGS)
            refuse(path, std::string("order '") + program.orders[n].name + "' of program '" +
                             program.name + "' has " + std::to_string(program.orders[n].arg_count) +
                             " arguments; an order carries " + std::to_string(SIM_ORDER_ARGS));
}

} // namespace

HypervisorObject load_hypervisor(const std::string& path)
{
    void* handle = open_object(path);
    check_abi(handle, path);
    HypervisorObject object;
    object.path = path;
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
    return object;
}

GuestObject load_guests(const std::string& path)
{
    void* handle = open_object(path);
    check_abi(handle, path);
    const guest_program* (*programs)(unsigned*);
    take(handle, path, "guest_programs", programs);
    GuestObject object{ path, read_table(path, "guest_programs", programs), nullptr };
    take_optional(handle, "guest_needs", object.needs);
    for (const guest_program& program : object.programs)
        check_orders(path, program);
    return object;
}

std::vector<guest_program> load_guest_programs(const std::string& path)
{
    return load_guests(path).programs;
}

std::vector<hv_need> needs_of(const HypervisorObject& object, const sim_machine& machine,
                              const std::vector<std::uint64_t>& knobs)
{
    return read_needs(object, "hv_needs", machine, knobs);
}

std::vector<hv_need> needs_of(const GuestObject& object, const sim_domain_info& domain,
                              const std::vector<std::uint64_t>& knobs)
{
    return read_needs(object, "guest_needs", domain, knobs);
}

} // namespace itstorm
