// SPDX-License-Identifier: Apache-2.0
// Rows in words: see field_text.h.
#include "field_text.h"
#include "diagnostics.h"

namespace itstorm {

namespace {

std::string kind_text(const Field& f)
{
    switch (f.kind) {
    case Kind::Count:
    case Kind::Cycles: return f.unit.empty() ? "whole number" : f.unit;
    case Kind::Real: return "number";
    case Kind::Duration: return allowed_units(Dimension::Duration);
    case Kind::DurationNs: return allowed_units(Dimension::DurationNs);
    case Kind::Bytes: return allowed_units(Dimension::Bytes);
    case Kind::Rate: return allowed_units(Dimension::Rate);
    case Kind::Frequency: return allowed_units(Dimension::Frequency);
    case Kind::Bool: return "true or false";
    case Kind::Choice: return join_or(split(f.choices, '|'));
    case Kind::Set: return "set of " + join_or(split(f.choices, '|'));
    case Kind::Text: return "text";
    case Kind::Name:
    case Kind::Slug: return "name";
    case Kind::Names: return "list of names";
    case Kind::Counts: return "list of numbers";
    case Kind::Vectors: return "vectors";
    case Kind::Link: return "link";
    case Kind::Bdf: return "bus, device, function";
    case Kind::List: return "list";
    case Kind::Map: return "map";
    }
    return "";
}

std::string range_text(const Field& f)
{
    if (f.kind == Kind::Bool || f.kind == Kind::Choice || f.kind == Kind::Set)
        return "";
    if (f.max != 0)
        return ", " + format_exact(f.min, dimension_of(f.kind)) + " to " +
               format_exact(f.max, dimension_of(f.kind));
    return f.min != 0 ? ", at least " + format_exact(f.min, dimension_of(f.kind)) : "";
}

// The kinds of device, or actions of the timeline, that have the key; empty: all.
std::string only_text(const Field& f)
{
    const bool is_action = f.path.rfind("timeline[].", 0) == 0;
    return f.only.empty() ? ""
                          : std::string("only ") + (is_action ? "do " : "kind ") +
                                join_or(split(f.only, '|')) + ": ";
}

// "130ns derived kvm-altra, ..."
std::string by_software_text(const Field& f)
{
    std::string text;
    for (std::size_t n = 0; n < software_profiles; n++) {
        const SoftwareDefault& by = f.by_software[n];
        text += (n == 0 ? "" : ", ") + by.text + " " +
                (by.tag == Tag::None ? "" : std::string(tag_name(by.tag)) + " ") +
                software_profile_name(static_cast<SoftwareProfile>(n));
    }
    return text;
}

} // namespace

std::string values_text(const Field& f)
{
    return kind_text(f) + range_text(f);
}

std::string default_text(const Field& f)
{
    if (f.required)
        return "required";
    if (!f.by_software[0].text.empty())
        return by_software_text(f);
    if (f.defaults[0] == f.defaults[1] && f.defaults[0] == f.defaults[2])
        return f.defaults[0].empty() ? "optional" : f.defaults[0];
    return f.defaults[0] + " server, " + f.defaults[1] + " embedded, " + f.defaults[2] + " ideal";
}

std::string source_text(const Field& f)
{
    return f.tag == Tag::None ? "" : tag_name(f.tag) + (f.source.empty() ? "" : ": " + f.source);
}

std::string meaning_text(const Field& f)
{
    return only_text(f) + f.text + (f.run_time ? " May be set while the machine runs." : "");
}

} // namespace itstorm
