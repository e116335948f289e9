// SPDX-License-Identifier: Apache-2.0
#include "key_coverage.h"
#include "scenario_generator.h"
#include <set>

namespace itstorm {

namespace {

// Adds the paths of all keys in the document: "platform.pci[].name".
void add_paths(const Document& document, const std::string& prefix, std::set<std::string>& paths)
{
    for (const Document& child : document.children) {
        const std::string path = document.kind == Document::Kind::Map ? prefix + child.key : prefix;
        paths.insert(path);
        const bool is_list = child.kind == Document::Kind::List;
        add_paths(child,
                  is_list ? path + "[]." : path + (document.kind == Document::Kind::Map ? "." : ""),
                  paths);
    }
}

// `itstorm run` does not read the section; tests/app/sweep_plan_test.cpp tests it.
bool is_of_sweep(const std::string& path)
{
    return path.rfind("sweep.", 0) == 0;
}

// Keys of fault.table are not drawn: a hypervisor whose ITS loses table entries may end the run.
bool is_of_a_broken_table(const std::string& path)
{
    return path == "timeline[].event" || path == "timeline[].collection";
}

} // namespace

std::vector<std::string> keys_never_drawn(const Parameters& parameters, unsigned scenarios)
{
    std::set<std::string> drawn;
    for (unsigned seed = 0; seed < scenarios; ++seed)
        add_paths(generate_scenario(parameters, seed).document, "", drawn);
    std::vector<std::string> missing;
    for (const Parameter& p : parameters.all())
        if (drawn.count(p.path) == 0 && !is_of_sweep(p.path) && !is_of_a_broken_table(p.path))
            missing.push_back(p.path);
    return missing;
}

} // namespace itstorm
