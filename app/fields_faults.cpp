// SPDX-License-Identifier: Apache-2.0
// Rows of platform.pci[] for devices that go wrong: what a buggy one does (buggy_config.h), and
// whether its port lets a hostile one pretend to be another function.
#include "fields_parts.h"

namespace itstorm {

namespace {

Field fault(const std::string& name, Kind kind, const std::string& text, Setter set)
{
    Field f;
    f.path = "platform.pci[].fault." + name;
    f.kind = kind;
    f.text = text;
    f.set = set;
    f.only = "buggy";
    return f;
}

Field limited(Field f, std::uint64_t min, std::uint64_t max, const std::string& unit = "")
{
    f.min = min;
    f.max = max;
    f.unit = unit;
    return f;
}

BuggyConfig& buggy(Target& t)
{
    return t.function->buggy;
}

} // namespace

std::vector<Field> fault_rows()
{
    return {
        { "platform.pci[].honest", Kind::Bool, "", all("false"), 0, 0, "", false, Tag::None, "",
          "whether it means well, as the scenario knows and the hypervisor does not: a storm that "
          "is seen in it is a false detection",
          [](Target& t, const Value& v) { t.function->honest = v.number != 0; } },
        { "platform.pci[].acs", Kind::Bool, "", all("true"), 0, 0, "", false, Tag::None, "",
          "whether its port validates the source: drops what carries another Requester ID",
          [](Target& t, const Value& v) { t.function->acs = v.number != 0; } },
        limited(fault("stuck_after", Kind::Count,
                      "from this event on, its vector repeats until a reset",
                      [](Target& t, const Value& v) { buggy(t).stuck_after = v.number; }),
                1, 0, "events"),
        limited(fault("stuck_gap", Kind::Duration, "how often it repeats; without it 100ns",
                      [](Target& t, const Value& v) { buggy(t).stuck_gap_ps = v.number; }),
                1'000, 1'000'000'000'000),
        limited(fault("spurious", Kind::Real,
                      "probability that an event also raises another vector",
                      [](Target& t, const Value& v) { buggy(t).spurious = v.real; }),
                0, 1),
        limited(fault("lost", Kind::Real, "probability that an event is not sent",
                      [](Target& t, const Value& v) { buggy(t).lost = v.real; }),
                0, 1),
        limited(fault("event_offset", Kind::Count,
                      "added to the data of its messages: wrong EventID",
                      [](Target& t, const Value& v) {
                          buggy(t).event_offset = static_cast<std::uint32_t>(v.number);
                      }),
                0, 0xffffffff, "events"),
        fault("ignores_mask", Kind::Bool, "sends what is masked",
              [](Target& t, const Value& v) { buggy(t).ignores_mask = v.number != 0; }),
        fault("after_disable", Kind::Bool,
              "sends with MSI-X or Bus Master off, and after a reset, what it sent before",
              [](Target& t, const Value& v) { buggy(t).after_disable = v.number != 0; }),
        fault("stuck_line", Kind::Bool, "INTx stays asserted, whatever the driver clears",
              [](Target& t, const Value& v) { buggy(t).stuck_line = v.number != 0; }),
    };
}

} // namespace itstorm
