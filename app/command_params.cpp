// SPDX-License-Identifier: Apache-2.0
// `itstorm params`: everything that a scenario can set, for people or as JSON.
#include "all_fields.h"
#include "command.h"
#include "field_text.h"
#include "glob.h"
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace itstorm {

namespace {

using json = nlohmann::ordered_json;

// Whether the glob matches the whole path, or what follows one of its dots: "storm.*",
// "command_queue".
bool is_wanted(const Field& f, const std::string& glob)
{
    if (glob.empty() || matches_glob(glob, f.path))
        return true;
    for (std::size_t dot = f.path.find('.'); dot != std::string::npos;
         dot = f.path.find('.', dot + 1))
        if (matches_glob(glob, f.path.substr(dot + 1)))
            return true;
    return false;
}

void print(const Field& f, std::ostream& out)
{
    out << f.path << " = " << default_text(f) << "  [" << values_text(f) << "]";
    if (f.tag != Tag::None)
        out << "  (" << source_text(f) << ")";
    out << "\n    " << meaning_text(f) << "\n";
}

json to_json(const FieldPart& part, const Field& f)
{
    return { { "path", f.path },           { "part", part.id },
             { "values", values_text(f) }, { "unit", f.unit },
             { "required", f.required },   { "run_time", f.run_time },
             { "server", f.defaults[0] },  { "embedded", f.defaults[1] },
             { "ideal", f.defaults[2] },   { "tag", tag_name(f.tag) },
             { "source", f.source },       { "text", meaning_text(f) } };
}

// The parts that have rows which match. Without a glob: all parts, orders without arguments too.
std::vector<FieldPart> wanted_parts(const ObjectTables& tables, const std::string& glob)
{
    std::vector<FieldPart> parts;
    for (FieldPart& part : all_fields(tables)) {
        auto& rows = part.rows;
        rows.erase(std::remove_if(rows.begin(), rows.end(),
                                  [&](const Field& f) { return !is_wanted(f, glob); }),
                   rows.end());
        if (glob.empty() || !rows.empty())
            parts.push_back(std::move(part));
    }
    return parts;
}

// A test of the repository compares the pages of docs with this form.
void print_text(const std::vector<FieldPart>& parts, std::ostream& out)
{
    for (const FieldPart& part : parts) {
        out << (&part == &parts.front() ? "" : "\n") << "# " << part.title << "\n";
        for (const Field& f : part.rows)
            print(f, out);
    }
}

void print_json(const std::vector<FieldPart>& parts, std::ostream& out)
{
    json all = json::array();
    for (const FieldPart& part : parts)
        for (const Field& f : part.rows)
            all.push_back(to_json(part, f));
    out << all.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
}

} // namespace

int command_params(const Options& options, const Backend& backend, std::ostream& out,
                   std::ostream& err)
{
    const auto parts = wanted_parts(objects_for(options, backend), options.glob);
    if (parts.empty()) {
        err << "nothing that can be set matches " << quoted(options.glob) << "\n";
        return status_invalid;
    }
    options.json ? print_json(parts, out) : print_text(parts, out);
    return status_passed;
}

} // namespace itstorm
