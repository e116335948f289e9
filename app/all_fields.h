// SPDX-License-Identifier: Apache-2.0
// Every row that a set of objects has: those of the language, of the hypervisor, of each guest
// program and of each of its orders, with a heading for each part. Read by `itstorm params`,
// `schema` and `explain`.
#pragma once
#include "fields.h"
#include "load.h"

namespace itstorm {

struct FieldPart {
    std::string id;          // "language", "hypervisor", "program linux", "order linux.invall"
    std::string title;       // for people
    std::vector<Field> rows; // without the hidden ones
};

std::vector<FieldPart> all_fields(const ObjectTables& tables);

} // namespace itstorm
