// SPDX-License-Identifier: Apache-2.0
// Timeline entries with `for_each` become one entry for each of the names, before anything else
// looks at them.
#pragma once
#include "yaml_tree.h"

namespace itstorm {

// `root`: the whole of a variant. Complains about names that there are not, and about actions that
// are for nobody in particular.
void expand_for_each(Node& root, Diagnostics& errors);

} // namespace itstorm
