// SPDX-License-Identifier: Apache-2.0
// Loads the objects of hypervisor and guests, and asks them what they declare.
#pragma once
#include "command.h"

namespace itstorm {

// Loads our own objects where `files` names none. Throws ObjectError.
ObjectTables load_objects(const ObjectFiles& files);

// What one object says of itself. Throws ObjectError if it cannot be loaded.
ObjectReport inspect_object(const std::string& path);

} // namespace itstorm
