// SPDX-License-Identifier: Apache-2.0
// Every row that there is with an object: those of the language, of the hypervisor, of each guest
// program and of its orders, with a heading for each part. What `params` and `explain` go through.
#pragma once
#include "fields.h"
#include "load.h"

namespace itstorm {

struct FieldPart {
    std::string id;          // "language", "hypervisor", "program linux", "order linux.invall"
    std::string title;       // for people
    std::vector<Field> rows; // none that is hidden
};

std::vector<FieldPart> all_fields(const ObjectTables& tables);

} // namespace itstorm
