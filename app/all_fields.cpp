// SPDX-License-Identifier: Apache-2.0
// all_fields(): see all_fields.h.
#include "all_fields.h"
#include "object_rows.h"
#include <algorithm>

namespace itstorm {

namespace {

std::vector<Field> shown(std::vector<Field> rows)
{
    rows.erase(std::remove_if(rows.begin(), rows.end(), [](const Field& f) { return f.hidden; }),
               rows.end());
    return rows;
}

} // namespace

std::vector<FieldPart> all_fields(const ObjectTables& tables)
{
    std::vector<FieldPart> parts = {
        { "language", "The scenario language. Values after '=' are defaults.",
          shown(scenario_rows()) },
        { "hypervisor", "Knobs of the hypervisor object.",
          object_rows("hypervisor.", tables.knobs.data(), tables.knobs.size(), tables.run_time) },
    };
    for (const guest_program& program : tables.programs) {
        parts.push_back({ std::string("program ") + program.name,
                          std::string("Program ") + program.name + ": " + program.text,
                          object_rows("domains[].", program.knobs, program.knob_count,
                                      run_time_of(tables, program)) });
        for (unsigned n = 0; n < program.order_count; ++n) {
            const guest_order& order = program.orders[n];
            const std::string name = std::string(program.name) + "." + order.name;
            parts.push_back({ "order " + name, "Order " + name + ": " + order.text,
                              object_rows("timeline[].args.", order.args, order.arg_count) });
        }
    }
    return parts;
}

} // namespace itstorm
