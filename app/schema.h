// SPDX-License-Identifier: Apache-2.0
// The scenario language as a JSON Schema (draft 7), made from the table of fields. Editors use it
// to complete and check a scenario while it is written. It says less than `itstorm check`: a schema
// cannot compare names, labels and values with each other.
#pragma once
#include "load.h"
#include <string>

namespace itstorm {

std::string scenario_schema(const ObjectTables& tables);

} // namespace itstorm
