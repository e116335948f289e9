// SPDX-License-Identifier: Apache-2.0
// Presets: named sets of values, presets/<name>.yaml, with which a scenario can begin so that it
// behaves as a known hypervisor does. Values of the scenario, of its variants and of -C replace
// those of the preset.
#pragma once
#include "yaml_tree.h"

namespace itstorm {

// Puts the values of the preset that `root` names, if it names one, where `root` has none of its
// own; those of a list's elements into each element. `folder`: where presets are.
void apply_preset(Node& root, const std::string& folder, Diagnostics& errors);

// The file of a preset.
std::string preset_file(const std::string& folder, const std::string& name);

// Their names, sorted.
std::vector<std::string> preset_names(const std::string& folder);

} // namespace itstorm
