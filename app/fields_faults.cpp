// SPDX-License-Identifier: Apache-2.0
// Rows of platform.pci[] for devices that go wrong: what a buggy one does (buggy_config.h), and
// whether its port lets a hostile one pretend to be another function.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

// A key of platform.pci[].fault, which only buggy devices have.
FieldRow fault(Kind kind, const std::string& name, const std::string& meaning)
{
    return FieldRow(kind, "platform.pci[].fault." + name, meaning).only("buggy");
}

} // namespace

std::vector<Field> fault_rows()
{
    return {
        flag("platform.pci[].honest",
             "whether it means well, as the scenario knows and the hypervisor does not: a storm "
             "that is seen in it is a false detection")
            .by_default("false")
            .into<&FunctionConfig::honest>(),
        flag("platform.pci[].acs",
             "whether its port validates the source: drops what carries another Requester ID")
            .by_default("true")
            .into<&FunctionConfig::acs>(),
        fault(Kind::Count, "stuck_after", "from this event on, its vector repeats until a reset")
            .unit("events")
            .at_least(1)
            .into<&BuggyConfig::stuck_after>(),
        fault(Kind::Duration, "stuck_gap", "how often it repeats; without it 100ns")
            .range(1'000, 1'000'000'000'000)
            .into<&BuggyConfig::stuck_gap_ps>(),
        fault(Kind::Real, "spurious", "probability that an event also raises another vector")
            .range(0, 1)
            .into<&BuggyConfig::spurious>(),
        fault(Kind::Real, "lost", "probability that an event is not sent")
            .range(0, 1)
            .into<&BuggyConfig::lost>(),
        fault(Kind::Count, "event_offset", "added to the data of its messages: wrong EventID")
            .unit("events")
            .range(0, 0xffffffff)
            .into<&BuggyConfig::event_offset>(),
        fault(Kind::Bool, "ignores_mask", "sends what is masked")
            .into<&BuggyConfig::ignores_mask>(),
        fault(Kind::Bool, "after_disable",
              "sends with MSI-X or Bus Master off, and after a reset, what it sent before")
            .into<&BuggyConfig::after_disable>(),
        fault(Kind::Bool, "stuck_line", "INTx stays asserted, whatever the driver clears")
            .into<&BuggyConfig::stuck_line>(),
    };
}

} // namespace itstorm
