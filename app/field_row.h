// SPDX-License-Identifier: Apache-2.0
// How fields_*.cpp write a row of the table of fields: kind, path and meaning first, then by name
// what the row has besides.
//
//     count("platform.its[].event_bits", "bits", "width of EventIDs")
//         .range(1, 16)
//         .by_default("16")
//         .documented("GIC-600 TRM: up to 16")
//         .into<&ItsConfig::event_bits>(),
#pragma once
#include "field_setter.h"
#include "fields.h"
#include <utility>

namespace itstorm {

class FieldRow {
public:
    FieldRow(Kind kind, std::string path, std::string meaning)
    {
        field_.kind = kind;
        field_.path = std::move(path);
        field_.text = std::move(meaning);
    }

    FieldRow& required()
    {
        field_.required = true;
        return *this;
    }

    // Not listed by `itstorm params`.
    FieldRow& hidden()
    {
        field_.hidden = true;
        return *this;
    }

    FieldRow& unit(std::string unit)
    {
        field_.unit = std::move(unit);
        return *this;
    }

    // Words with '|' between them, in the order of the enumeration that they stand for.
    FieldRow& choices(std::string words)
    {
        field_.choices = std::move(words);
        return *this;
    }

    // Both bounds are allowed; in the unit of the kind (ps, bytes, Hz).
    FieldRow& range(std::uint64_t min, std::uint64_t max)
    {
        field_.min = min;
        field_.max = max;
        return *this;
    }

    FieldRow& at_least(std::uint64_t min) { return range(min, 0); }

    // As a scenario would write it.
    FieldRow& by_default(const std::string& in_every_profile)
    {
        return by_default(in_every_profile, in_every_profile, in_every_profile);
    }

    FieldRow& by_default(std::string server, std::string embedded, std::string ideal)
    {
        field_.defaults = { std::move(server), std::move(embedded), std::move(ideal) };
        return *this;
    }

    // The origin of the default: a document states it; it is derived from published figures; it is
    // assumed.
    FieldRow& documented(std::string source) { return tag(Tag::Documented, std::move(source)); }
    FieldRow& derived(std::string source) { return tag(Tag::Derived, std::move(source)); }
    FieldRow& assumed(std::string source = "") { return tag(Tag::Assumed, std::move(source)); }

    // The kinds of device, or the actions of the timeline, that have this key: "nvme",
    // "storm.start|msi.send".
    FieldRow& only(std::string owners)
    {
        field_.only = std::move(owners);
        return *this;
    }

    // The value becomes this member of the machine or scenario that is being built.
    template <auto Member>
    FieldRow& into()
    {
        return with(store<Member>);
    }

    // The value is handed to `set`.
    FieldRow& with(Setter set)
    {
        field_.set = set;
        return *this;
    }

    operator Field() const { return field_; }

private:
    FieldRow& tag(Tag tag, std::string source)
    {
        field_.tag = tag;
        field_.source = std::move(source);
        return *this;
    }

    Field field_;
};

// One function for each kind of value: what a scenario may write there is in fields.h.
namespace rows {

inline FieldRow number(std::string path, std::string meaning)
{
    return FieldRow(Kind::Count, std::move(path), std::move(meaning));
}

inline FieldRow count(std::string path, std::string unit, std::string meaning)
{
    return number(std::move(path), std::move(meaning)).unit(std::move(unit));
}

inline FieldRow real(std::string path, std::string meaning)
{
    return FieldRow(Kind::Real, std::move(path), std::move(meaning));
}

inline FieldRow duration(std::string path, std::string meaning)
{
    return FieldRow(Kind::Duration, std::move(path), std::move(meaning));
}

inline FieldRow bytes(std::string path, std::string meaning)
{
    return FieldRow(Kind::Bytes, std::move(path), std::move(meaning));
}

inline FieldRow rate(std::string path, std::string meaning)
{
    return FieldRow(Kind::Rate, std::move(path), std::move(meaning));
}

inline FieldRow frequency(std::string path, std::string meaning)
{
    return FieldRow(Kind::Frequency, std::move(path), std::move(meaning));
}

// true or false
inline FieldRow flag(std::string path, std::string meaning)
{
    return FieldRow(Kind::Bool, std::move(path), std::move(meaning));
}

inline FieldRow choice(std::string path, std::string words, std::string meaning)
{
    return FieldRow(Kind::Choice, std::move(path), std::move(meaning)).choices(std::move(words));
}

inline FieldRow text(std::string path, std::string meaning)
{
    return FieldRow(Kind::Text, std::move(path), std::move(meaning));
}

inline FieldRow name(std::string path, std::string meaning)
{
    return FieldRow(Kind::Name, std::move(path), std::move(meaning));
}

inline FieldRow slug(std::string path, std::string meaning)
{
    return FieldRow(Kind::Slug, std::move(path), std::move(meaning));
}

inline FieldRow names(std::string path, std::string meaning)
{
    return FieldRow(Kind::Names, std::move(path), std::move(meaning));
}

inline FieldRow list(std::string path, std::string meaning)
{
    return FieldRow(Kind::List, std::move(path), std::move(meaning));
}

inline FieldRow map(std::string path, std::string meaning)
{
    return FieldRow(Kind::Map, std::move(path), std::move(meaning));
}

} // namespace rows

} // namespace itstorm
