// SPDX-License-Identifier: Apache-2.0
// Everything that a scenario may say with a set of objects: the rows of the language, and those
// that the hypervisor, a domain's program or an order add. Made once for all variants of a file.
#pragma once
#include "field_table.h"
#include "load.h"
#include <map>
#include <unordered_set>

namespace itstorm {

class Language {
public:
    explicit Language(const ObjectTables& tables);

    const FieldTable& rows() const { return rows_; }

    // The rows of an element of `domains`; nullptr: its program is unknown, so the knobs of all
    // programs are.
    const FieldTable& domain_rows(const guest_program* program) const;

    // The rows of an element of `timeline` that gives this order; nullptr: it gives none.
    const FieldTable& timeline_rows(const guest_order* order) const;

    // Whether the machine itself, or the language, uses this name.
    bool is_reserved(const std::string& name) const;

private:
    void add_program(const guest_program& program, const std::vector<std::string>& run_time);

    const FieldTable rows_;
    std::map<const guest_program*, FieldTable> domain_rows_;
    std::map<const guest_order*, FieldTable> timeline_rows_;
    std::unordered_set<std::string> reserved_;
};

} // namespace itstorm
