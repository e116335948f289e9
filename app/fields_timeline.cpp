// SPDX-License-Identifier: Apache-2.0
// The rows of `timeline`: when entries happen, and what they do, except the traffic of devices
// (fields_traffic.cpp). They are read by load_timeline.cpp and its neighbours.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

const std::string order = "guest.order";
const std::string faults = "fault.command|fault.doorbell|fault.memory|fault.table|fault.stall";

} // namespace

std::vector<Field> timeline_rows()
{
    return {
        list("timeline",
             "what happens when; the run ends at `stop`, or when nothing is left to do"),
        duration("timeline[].at", "at this simulated time"),
        text("timeline[].when", "once this comparison holds: \"all_guests.ready == 1\""),
        name("timeline[].after", "after the entry with this label"),
        duration("timeline[].delay", "so much later; with when or after"),
        choice("timeline[].do",
               "mark|storm.start|storm.stop|msi.send|trace.replay|guest.order|stop|fault.command|"
               "fault.doorbell|fault.memory|fault.table|fault.stall|set",
               "what happens")
            .required(),
        duration("timeline[].rate_over",
                 "when compares a rate, \"nic0.msi.sent > 1M/s\": the counter is looked at after "
                 "each stretch of this length; without it 100us")
            .at_least(1'000'000),
        names("timeline[].for_each", "names that take the place of device or domain, or [all]: the "
                                     "entry is there once for each")
            .only("storm.start|storm.stop|msi.send|guest.order"),
        count("timeline[].repeat", "times", "how often it happens; 1")
            .only("storm.start|storm.stop|trace.replay|" + faults)
            .range(1, 1'000'000'000),
        name("timeline[].label", "names the moment"),
        names("timeline[].only", "variants in which the entry exists"),
        name("timeline[].domain", "whom the order is for; all: every domain whose program knows it")
            .only(order),
        number("timeline[].vcpu", "which of its vCPUs; 0").only(order),
        name("timeline[].order", "one of its program's orders").only(order),
        map("timeline[].args", "{ name: value, ... }: arguments of the order").only(order),
        count("timeline[].count", "times", "how many; 1")
            .only("storm.start|msi.send|guest.order|fault.command|fault.doorbell")
            .at_least(1),
        name("timeline[].its", "which ITS it happens to; the first")
            .only("fault.command|fault.doorbell|fault.memory|fault.stall|fault.table"),
        number(
            "timeline[].event",
            "overwrites the entry of this EventID in the device's ITT; without it the device's own")
            .only("fault.table")
            .range(0, 0xffff),
        number("timeline[].collection",
               "overwrites the entry of this ICID in the collection table, instead of a device's")
            .only("fault.table")
            .range(0, 0xffff),
        duration("timeline[].lasts", "for how long").only("fault.memory|fault.stall").at_least(1),
        map("timeline[].values", "{ path: value, ... }: knobs that may be set while the machine "
                                 "runs, as -C names them: hypervisor.scheduler.slice, dom1.handler")
            .only("set"),
        duration("timeline[].every", "time between them")
            .only("msi.send|guest.order|storm.start|storm.stop|trace.replay|" + faults),
    };
}

} // namespace itstorm
