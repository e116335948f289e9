// SPDX-License-Identifier: Apache-2.0
// Overlays: files that are laid over a scenario before it is checked (-f more.yaml). What stands
// later wins; every value keeps the place that it comes from.
#pragma once
#include "yaml_tree.h"

namespace itstorm {

// Maps are joined key by key. Of a list of maps, elements of the same name, label or id are joined,
// others are appended; any other list, and every single value, is replaced.
void lay_over(Node& base, const Node& over);

} // namespace itstorm
