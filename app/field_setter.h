// SPDX-License-Identifier: Apache-2.0
// Setters of rows: a checked value becomes a member of the scenario, of its machine, or of the list
// element that is being read. Used by the rows (field_row.h).
#pragma once
#include "fields.h"
#include <type_traits>

namespace itstorm {

// The configuration of each type that the loader is filling at the moment.
struct Filled {
    Target& t;

    operator Scenario&() const { return *t.scenario; }
    operator VcdRequest&() const { return t.scenario->vcd; }
    operator SocConfig&() const { return t.scenario->soc; }
    operator PeConfig&() const { return t.scenario->soc.pe; }
    operator SoftwareConfig&() const { return t.scenario->soc.software; }
    operator RedistributorConfig&() const { return t.scenario->soc.redistributor; }
    operator LostBooking&() const { return t.scenario->soc.lost_booking; }
    operator ItsInstance&() const { return *t.its; }
    // Costs (timing.*) are read before platform.its: the first ITS holds them for all of them.
    operator ItsConfig&() const
    {
        return (t.its != nullptr ? *t.its : t.scenario->soc.its.front()).config;
    }
    operator MsiMapEntry&() const { return *t.msi_map; }
    operator FunctionConfig&() const { return *t.function; }
    operator LinkConfig&() const { return t.function->link; }
    operator NvmeConfig&() const { return t.function->nvme; }
    operator BuggyConfig&() const { return t.function->buggy; }
    operator DomainConfig&() const { return *t.domain; }
};

template <class T>
void assign(T& member, const Value& v)
{
    if constexpr (std::is_same_v<T, std::string>)
        member = v.text;
    else if constexpr (std::is_same_v<T, std::vector<std::string>>)
        member = v.names;
    else if constexpr (std::is_same_v<T, double>)
        member = v.real;
    else if constexpr (std::is_same_v<T, bool>)
        member = v.number != 0;
    else
        member = static_cast<T>(v.number);
}

template <class Config, class T>
void store_member(T Config::*member, Target& t, const Value& v)
{
    Config& config = Filled{ t };
    assign(config.*member, v);
}

// The Setter that stores a value in `Member`: store<&ItsConfig::event_bits>.
template <auto Member>
void store(Target& t, const Value& v)
{
    store_member(Member, t, v);
}

} // namespace itstorm
