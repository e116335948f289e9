// SPDX-License-Identifier: Apache-2.0
// Replaces each timeline entry that has `for_each` by one entry for each of its names. Done before
// anything else reads the timeline.
#pragma once
#include "yaml_tree.h"

namespace itstorm {

// `root`: the tree of one variant. Complains about unknown names, and about actions that have
// neither a device nor a domain.
void expand_for_each(Node& root, Diagnostics& errors);

} // namespace itstorm
