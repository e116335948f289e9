// SPDX-License-Identifier: Apache-2.0
// Loads the hypervisor and the guests' objects, and asks them what they declare.
#pragma once
#include "command.h"

namespace itstorm {

// Ours where `files` names no other; throws ObjectError.
ObjectTables load_objects(const ObjectFiles& files);

// What one object is; throws ObjectError if it cannot be loaded.
ObjectReport inspect_object(const std::string& path);

} // namespace itstorm
