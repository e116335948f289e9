// SPDX-License-Identifier: Apache-2.0
// Language: see language.h.
#include "language.h"
#include "object_rows.h"

namespace itstorm {

namespace {

std::vector<Field> root_rows(const ObjectTables& tables)
{
    std::vector<Field> rows = scenario_rows();
    for (Field& row : rows) // without programs (the GIC alone) no domain can be required
        row.required = row.required && !(row.path == "domains" && tables.programs.empty());
    const auto knobs =
        object_rows("hypervisor.", tables.knobs.data(), tables.knobs.size(), tables.run_time);
    rows.insert(rows.end(), knobs.begin(), knobs.end());
    return rows;
}

std::vector<Field> element_rows(const FieldTable& rows, const std::string& prefix)
{
    std::vector<Field> own;
    for (const Field* row : rows.of(prefix))
        own.push_back(*row);
    return own;
}

void add_rows(std::vector<Field>& to, const std::vector<Field>& more)
{
    to.insert(to.end(), more.begin(), more.end());
}

} // namespace

Language::Language(const ObjectTables& tables)
    : rows_(root_rows(tables)), reserved_{
          "all", "host", "lock", "ledger", "all_guests", "elapsed"
      }
{
    for (const Field& row : rows_.all())
        reserved_.insert(split(row.path, '.')[0]);
    auto any_program = element_rows(rows_, "domains[].");
    for (const guest_program& program : tables.programs) {
        const auto run_time = run_time_of(tables, program);
        add_rows(any_program,
                 object_rows("domains[].", program.knobs, program.knob_count, run_time));
        add_program(program, run_time);
    }
    domain_rows_.emplace(nullptr, any_program);
    timeline_rows_.emplace(nullptr, element_rows(rows_, "timeline[]."));
}

void Language::add_program(const guest_program& program, const std::vector<std::string>& run_time)
{
    auto rows = element_rows(rows_, "domains[].");
    add_rows(rows, object_rows("domains[].", program.knobs, program.knob_count, run_time));
    domain_rows_.emplace(&program, rows);
    for (unsigned n = 0; n < program.order_count; ++n) {
        const guest_order& order = program.orders[n];
        std::vector<Field> with_args;
        for (const Field* row : rows_.of("timeline[]."))
            if (order.arg_count == 0 || row->path != "timeline[].args")
                with_args.push_back(*row);
        add_rows(with_args, object_rows("timeline[].args.", order.args, order.arg_count));
        timeline_rows_.emplace(&order, with_args);
    }
}

const FieldTable& Language::domain_rows(const guest_program* program) const
{
    return domain_rows_.at(program);
}

const FieldTable& Language::timeline_rows(const guest_order* order) const
{
    return timeline_rows_.at(order);
}

bool Language::is_reserved(const std::string& name) const
{
    const std::size_t digits = name.find_last_not_of("0123456789") + 1;
    const std::string stem = name.substr(0, digits);
    return reserved_.count(name) != 0 || (digits < name.size() && (stem == "pe" || stem == "gicr"));
}

} // namespace itstorm
