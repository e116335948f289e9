// SPDX-License-Identifier: Apache-2.0
// The scenario language as a JSON Schema (draft 7), made from the table of fields: what an editor's
// YAML server completes and checks while a scenario is written. It says less than `itstorm check`:
// names, labels and limits between values are not a matter of a schema.
#pragma once
#include "load.h"
#include <string>

namespace itstorm {

std::string scenario_schema(const ObjectTables& tables);

} // namespace itstorm
