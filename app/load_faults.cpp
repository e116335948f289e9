// SPDX-License-Identifier: Apache-2.0
// Timeline entries with do: fault.*: the ITS, and which table entry, command or access is broken.
#include "building.h"
#include "common/printable.h"

namespace itstorm {

namespace {

const std::string p = "timeline[].";

class FaultBuilder {
public:
    FaultBuilder(Building& b, const Entries& entries, TimelineEntry& entry)
        : b_(b), entries_(entries), entry_(entry)
    {
    }

    // The ITSs get doubles only in machines to which a fault happens.
    void build()
    {
        b_.scenario.soc.its_doubles = true;
        entry_.amount = entry_.count;
        entry_.count = 1;
        const bool lasts =
            entry_.action == Action::FaultMemory || entry_.action == Action::FaultStall;
        if (const Entry* how_long = lasts ? needed(b_, entries_, "lasts") : nullptr)
            entry_.amount = how_long->value->number;
        if (entry_.action == Action::FaultTable)
            build_table();
        else
            build_its();
    }

private:
    // The ITS that the entry names, or the first one.
    void build_its()
    {
        entry_.its = index_of(b_, entries_.find(p + "its"), b_.its, "ITS").value_or(0);
    }

    void build_table()
    {
        const Entry* device = entries_.find(p + "device");
        if (entries_.find(p + "collection"))
            build_collection();
        else if (device)
            build_device(*device);
        else
            b_.errors.error(entries_.origin,
                            "'device' or 'collection' is missing (fault.table needs one of them)");
    }

    void build_collection()
    {
        for (const char* key : { "device", "event" })
            if (const Entry* other = entries_.find(p + key))
                b_.errors.error(other->node->key_origin,
                                std::string("'") + key +
                                    "' and 'collection' belong to different tables: one of them");
        entry_.table = FaultedTable::Collections;
        if (const Value* icid = entries_.value(p + "collection"))
            entry_.table_index = static_cast<std::uint32_t>(icid->number);
        build_its();
    }

    // The device decides which ITS it is.
    void build_device(const Entry& device)
    {
        if (const Entry* its = entries_.find(p + "its"))
            b_.errors.error(its->node->key_origin,
                            "'its' goes with 'collection'; a device is behind one ITS");
        const auto index = index_of(b_, &device, b_.functions, "device");
        if (!index)
            return;
        const FunctionConfig& function = b_.scenario.soc.functions[*index];
        entry_.device = *index;
        entry_.its = function.its;
        const Entry* event = entries_.find(p + "event");
        if (event && event->value)
            build_event(*event, function);
    }

    void build_event(const Entry& event, const FunctionConfig& function)
    {
        entry_.table = FaultedTable::Events;
        entry_.table_index = static_cast<std::uint32_t>(event.value->number);
        if (event.value->number >= function.vectors)
            b_.errors.error(event.node->origin, function.name + " has events 0 to " +
                                                    std::to_string(function.vectors - 1) +
                                                    ", not " + printable(event.node->text));
    }

    Building& b_;
    const Entries& entries_;
    TimelineEntry& entry_;
};

} // namespace

void build_fault(Building& b, const Entries& entries, TimelineEntry& entry)
{
    FaultBuilder(b, entries, entry).build();
}

} // namespace itstorm
