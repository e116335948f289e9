// SPDX-License-Identifier: Apache-2.0
// Faults: see faults.h.
#include "faults.h"

namespace itstorm {

namespace {

ItsFault kind_of(Action action)
{
    switch (action) {
    case Action::FaultCommand: return ItsFault::Command;
    case Action::FaultDoorbell: return ItsFault::Doorbell;
    case Action::FaultMemory: return ItsFault::Memory;
    default: return ItsFault::Stall;
    }
}

// What the fault breaks when it passes.
const char* victim_of(Action action)
{
    switch (action) {
    case Action::FaultCommand: return "command was read after it";
    case Action::FaultDoorbell: return "doorbell was written after it";
    case Action::FaultMemory: return "access to memory was made while it lasted";
    case Action::FaultTable: return "such entry was there";
    default: return "doorbell was written while it lasted";
    }
}

bool is_counted(Action action)
{
    return action == Action::FaultCommand || action == Action::FaultDoorbell;
}

} // namespace

void Faults::happen(const TimelineEntry& entry)
{
    ItsDouble& its = *soc_.its_doubles.at(entry.its);
    const auto index = static_cast<Entry>(&entry - scenario_.timeline.data());
    asked_[index] += is_counted(entry.action) ? entry.amount : 1;
    if (entry.action == Action::FaultTable) {
        hits_[index] += overwrite(entry, its) ? 1 : 0;
        return;
    }
    const std::pair what(entry.its, kind_of(entry.action));
    settle(what);
    running_[what] = { index, its.hits(what.second) };
    switch (what.second) {
    case ItsFault::Command: return its.damage_commands(entry.amount);
    case ItsFault::Doorbell: return its.lose_doorbells(entry.amount);
    case ItsFault::Memory: return its.refuse_memory(entry.amount);
    case ItsFault::Stall: return its.stall(entry.amount);
    }
}

bool Faults::overwrite(const TimelineEntry& entry, ItsDouble& its)
{
    const auto device = [&] { return scenario_.soc.functions[entry.device].device_id; };
    switch (entry.table) {
    case FaultedTable::Devices: return its.overwrite_device(device());
    case FaultedTable::Events: return its.overwrite_event(device(), entry.table_index);
    case FaultedTable::Collections: return its.overwrite_collection(entry.table_index);
    }
    return false;
}

// Credits what the double has hit so far to the latest fault of that kind.
void Faults::settle(std::pair<unsigned, ItsFault> what)
{
    const auto running = running_.find(what);
    if (running == running_.end())
        return;
    const std::uint64_t hits = soc_.its_doubles.at(what.first)->hits(what.second);
    hits_[running->second.entry] += hits - running->second.hits_before;
    running_.erase(running);
}

std::vector<std::string> Faults::without_effect()
{
    while (!running_.empty())
        settle(running_.begin()->first);
    std::vector<std::string> all;
    for (const auto& [index, asked] : asked_) {
        const TimelineEntry& entry = scenario_.timeline[index];
        const std::uint64_t hits = hits_[index];
        const bool is_short = is_counted(entry.action) && hits < asked;
        if (hits != 0 && !is_short)
            continue;
        all.push_back(
            name_of(entry) + ", " + entry.action_name + ", broke " +
            (hits == 0 ? "nothing" : std::to_string(hits) + " of " + std::to_string(asked)) +
            ": no " + (hits == 0 ? "" : "other ") + victim_of(entry.action));
    }
    return all;
}

} // namespace itstorm
