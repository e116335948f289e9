// Loads the hypervisor and the guests' objects, and asks them what they declare.
#pragma once
#include "load.h"

namespace itstorm {

// Ours where `files` names no other; throws ObjectError.
ObjectTables load_objects(const ObjectFiles& files);

} // namespace itstorm
