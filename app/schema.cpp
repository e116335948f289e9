// SPDX-License-Identifier: Apache-2.0
// The schema: see schema.h.
#include "schema.h"
#include "field_text.h"
#include "language.h"
#include "object_rows.h"
#include <algorithm>
#include <nlohmann/json.hpp>

namespace itstorm {

namespace {

using json = nlohmann::ordered_json;

json text_like(const std::string& pattern)
{
    return { { "type", "string" }, { "pattern", pattern } };
}

json quantity(Dimension dimension)
{
    std::string units = allowed_units(dimension);
    for (const std::string word : { ", ", " or " })
        for (std::size_t at; (at = units.find(word)) != std::string::npos;)
            units.replace(at, word.size(), "|");
    return text_like("^[0-9]+(\\.[0-9]+)? *(" + units + ")$");
}

json whole_number(const Field& f)
{
    json schema = { { "type", "integer" }, { "minimum", f.min } };
    if (f.max != 0)
        schema["maximum"] = f.max;
    return schema;
}

json list_of(json items)
{
    return { { "type", "array" }, { "items", std::move(items) } };
}

json any_of(json a, json b)
{
    return { { "anyOf", json::array({ std::move(a), std::move(b) }) } };
}

constexpr const char* name_pattern = "^[A-Za-z_-][A-Za-z0-9_-]*$";

json set_of(const Field& f)
{
    auto words = split(f.choices, '|');
    json list = list_of({ { "enum", words } });
    list["uniqueItems"] = true;
    if (std::find(words.begin(), words.end(), "none") == words.end())
        words.push_back("none");
    return any_of({ { "enum", words } }, list);
}

// The schema of a value, without its description.
json bare_value(const Field& f)
{
    const json number = { { "type", "integer" }, { "minimum", 0 } };
    switch (f.kind) {
    case Kind::Count:
    case Kind::Cycles: return whole_number(f);
    case Kind::Real: return { { "type", "number" }, { "minimum", f.min } };
    case Kind::Duration:
    case Kind::DurationNs:
    case Kind::Bytes:
    case Kind::Rate:
    case Kind::Frequency: return quantity(dimension_of(f.kind));
    case Kind::Bool: return { { "type", "boolean" } };
    case Kind::Choice: return { { "enum", split(f.choices, '|') } };
    case Kind::Set: return set_of(f);
    case Kind::Text: return { { "type", json::array({ "string", "number", "boolean" }) } };
    case Kind::Name: return text_like(name_pattern);
    case Kind::Slug: return any_of(text_like("^[A-Za-z0-9_-]+$"), { { "type", "integer" } });
    case Kind::Names: return list_of(text_like(name_pattern));
    case Kind::Counts: return list_of(number);
    case Kind::Vectors: {
        json pair = list_of(number);
        pair["minItems"] = pair["maxItems"] = 2;
        return { { "anyOf", json::array({ number, pair, { { "enum", { "all" } } } }) } };
    }
    case Kind::Link: return text_like("^(off|gen[1-5]x(1|2|4|8|16))$");
    case Kind::Bdf: return text_like("^(0000:)?[0-9A-Fa-f]{2}:[01][0-9A-Fa-f]\\.[0-7]$");
    case Kind::List: return list_of({ { "type", "object" } });
    case Kind::Map: return { { "type", "object" } };
    }
    return json::object();
}

json with_text(json schema, const Field& f)
{
    const std::string source = source_text(f);
    schema["description"] = meaning_text(f) + " [" + values_text(f) + "; " + default_text(f) + "]" +
                            (source.empty() ? "" : " (" + source + ")");
    return schema;
}

class SchemaMaker {
public:
    explicit SchemaMaker(const ObjectTables& tables) : tables_(tables), language_(tables) {}

    json make()
    {
        json schema = { { "$schema", "http://json-schema.org/draft-07/schema#" },
                        { "title", "itstorm scenario" } };
        schema.update(map_at("", language_.rows()));
        schema["properties"]["scenario"]["enum"] = { 1 };
        schema["properties"]["variants"]["additionalProperties"] = { { "type", "object" } };
        return schema;
    }

private:
    // The map at `prefix` ("", "platform.", "domains[].") with all below it.
    json map_at(const std::string& prefix, const FieldTable& rows)
    {
        json schema = { { "type", "object" }, { "additionalProperties", is_open(prefix) } };
        json required = json::array();
        for (const std::string& key : rows.keys(prefix)) {
            schema["properties"][key] = value_at(prefix + key, rows);
            const Field* row = rows.find(prefix + key);
            if (row && row->required)
                required.push_back(key);
        }
        if (!required.empty())
            schema["required"] = required;
        return schema;
    }

    json value_at(const std::string& path, const FieldTable& rows)
    {
        const Field* row = rows.find(path);
        if (!row)
            return map_at(path + ".", rows);
        json schema = bare_value(*row);
        if (row->kind == Kind::List)
            schema["items"] = map_at(path + "[].", element_rows(path));
        if (path == "timeline[].args")
            schema["properties"] = arguments();
        if (path == "timeline[].values")
            schema["properties"] = settings();
        return with_text(schema, *row);
    }

    // The knobs of all programs stand beside the keys of a domain.
    const FieldTable& element_rows(const std::string& path) const
    {
        return path == "domains" ? language_.domain_rows(nullptr) : language_.rows();
    }

    // The arguments of all orders; where two orders have one of the same name, either fits.
    json arguments() const
    {
        json all = json::object();
        for (const guest_program& program : tables_.programs)
            for (unsigned n = 0; n < program.order_count; ++n)
                for (const Field& f :
                     object_rows("", program.orders[n].args, program.orders[n].arg_count))
                    add_argument(all, f);
        return all;
    }

    // The knobs of the hypervisor that may be set at run time. Those of programs have names that
    // the scenario gives, so other keys are allowed.
    json settings() const
    {
        json all = json::object();
        for (const Field& f : language_.rows().all())
            if (f.run_time)
                all[f.path] = with_text(bare_value(f), f);
        return all;
    }

    static void add_argument(json& all, const Field& f)
    {
        const json value = with_text(bare_value(f), f);
        json& known = all[f.path]["anyOf"];
        if (std::find(known.begin(), known.end(), value) == known.end())
            known.push_back(value);
    }

    // Whether unknown keys are allowed: the axes of a sweep have paths as keys.
    static bool is_open(const std::string& prefix) { return prefix.compare(0, 6, "sweep.") == 0; }

    const ObjectTables& tables_;
    const Language language_;
};

} // namespace

std::string scenario_schema(const ObjectTables& tables)
{
    return SchemaMaker(tables).make().dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace itstorm
