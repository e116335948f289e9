// SPDX-License-Identifier: Apache-2.0
// From a YAML file to checked Scenarios, one for each variant, or to the list of everything that is
// wrong with it.
#pragma once
#include "overrides.h"
#include "scenario.h"
#include <functional>
#include <itstorm/guest.h>
#include <map>
#include <string>
#include <vector>

namespace itstorm {

// The objects that a user asks for: a hypervisor instead of ours (empty: ours), guest programs
// beside ours.
struct ObjectFiles {
    ObjectFiles(std::string hypervisor_file = "", std::vector<std::string> guest_files = {})
        : hypervisor(std::move(hypervisor_file)), guests(std::move(guest_files))
    {
    }
    std::string hypervisor;
    std::vector<std::string> guests;
};

// What the hypervisor and guest objects declare. Filled by the loader of objects, or by a test.
struct ObjectTables {
    std::string hypervisor;          // path
    std::vector<std::string> guests; // paths, ours first
    std::vector<hv_knob> knobs;
    std::vector<hv_probe> probes;
    std::vector<guest_program> programs;
    std::map<std::string, std::vector<hv_probe>> guest_probes{}; // by program
    std::vector<std::string> without_costs{}; // paths of objects whose code is charged no time
    std::string presets{};                    // folder of presets.h
    std::vector<std::string> run_time{}; // names of the hypervisor's knobs that may be set while
                                         // the machine runs,
    std::map<std::string, std::vector<std::string>> guest_run_time{}; // and of each program's

    // Asks the objects what they need of a machine; empty: they need nothing, or no object is
    // loaded.
    using Knobs = std::vector<std::uint64_t>;
    std::function<std::vector<hv_need>(const sim_machine&, const Knobs&)> needs{};
    std::function<std::vector<hv_need>(const sim_domain_info&, const Knobs&)> guest_needs{};
    std::function<std::vector<hv_need>(const sim_domain_info&, const Knobs&, const sim_order&)>
        order_needs{};
};

inline std::vector<std::string> run_time_of(const ObjectTables& tables,
                                            const guest_program& program)
{
    const auto found = tables.guest_run_time.find(program.name);
    return found == tables.guest_run_time.end() ? std::vector<std::string>() : found->second;
}

struct LoadRequest {
    std::string file;
    std::vector<std::string> overrides;  // "a.b=v", in the order given
    std::string variant;                 // empty: all
    std::string preset{};                // instead of the scenario's; empty: that one
    std::vector<std::string> overlays{}; // files that are laid over it, in the order given
    std::vector<Override> point{};       // of a sweep: values that replace all others
};

struct LoadedVariant {
    Scenario scenario;
    std::string effective; // YAML: every value, and where it comes from
};

struct Loaded {
    std::vector<LoadedVariant>
        variants;       // in the order of the file; one without name if the scenario has none
    Diagnostics errors; // if any, the variants are not to be run
    Node sweep{};       // the section `sweep`, unread (sweep/plan.h); Null: there is none
};

Loaded load_scenario(const LoadRequest& request, const ObjectTables& tables);

// The same for a text that has been read already.
Loaded load_text(const std::string& text, const LoadRequest& request, const ObjectTables& tables);

} // namespace itstorm
