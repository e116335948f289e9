// SPDX-License-Identifier: Apache-2.0
// Loads hypervisor and guest objects, as a simulator loads a DPI library: checks the ELF file, its
// imports, the ABI version, the exports and the tables before any code of the object runs; an error
// names the object and what is wrong. Tables of knobs and probes are copied.
#pragma once
#include "elf_object.h"
#include <cstdint>
#include <itstorm/run_time.h>
#include <string>
#include <vector>

namespace itstorm {

struct HypervisorObject {
    std::string path;
    bool is_instrumented = false; // the compiler charges its time
    std::vector<hv_knob> knobs;   // rows live as long as the process
    std::vector<hv_probe> probes;
    hv* (*create)(const sim_machine*);
    void (*boot)(hv*, sim_pe*);
    void (*irq)(hv*, sim_pe*);
    const char* (*check)(hv*);
    void (*destroy)(hv*);
    unsigned (*needs)(const sim_machine*, const std::uint64_t*, hv_need*, unsigned); // or nullptr
    void (*set_knob)(hv*, unsigned, std::uint64_t);                                  // or nullptr
    std::vector<std::string> run_time_knobs; // names of those that set_knob takes
};

// What an object is, by its exports. object_kinds() throws if the object is neither, or if loading
// it as what it is would fail.
struct ObjectKinds {
    bool is_hypervisor = false, is_guests = false, is_instrumented = false;
    std::vector<std::string> imports; // sorted
};

ObjectKinds object_kinds(const std::string& path);

HypervisorObject load_hypervisor(const std::string& path);

struct GuestObject {
    std::string path;
    bool is_instrumented = false;
    std::vector<guest_program> programs;
    std::vector<hv_probe> probes;            // of all programs; rows live as long as the process
    std::vector<std::string> run_time_knobs; // names, in each program that has them
    unsigned (*needs)(const sim_domain_info*, const std::uint64_t*, hv_need*,
                      unsigned) = nullptr; // needs and order_needs: or nullptr
    unsigned (*order_needs)(const sim_domain_info*, const std::uint64_t*, const sim_order*,
                            hv_need*, unsigned) = nullptr;
};

GuestObject load_guests(const std::string& path);

// Loads several guest objects; throws if two programs have the same name.
std::vector<GuestObject> load_all_guests(const std::vector<std::string>& paths);

std::vector<guest_program> programs_of(const std::vector<GuestObject>& objects);

// The object's needs of this machine or of this domain, asked before either is built. `knobs`:
// values by row.
std::vector<hv_need> needs_of(const HypervisorObject& object, const sim_machine& machine,
                              const std::vector<std::uint64_t>& knobs);
std::vector<hv_need> needs_of(const GuestObject& object, const sim_domain_info& domain,
                              const std::vector<std::uint64_t>& knobs);
std::vector<hv_need> needs_of(const GuestObject& object, const sim_domain_info& domain,
                              const std::vector<std::uint64_t>& knobs, const sim_order& order);

} // namespace itstorm
