// SPDX-License-Identifier: Apache-2.0
// Look-ups of table entries with their time. A hit in a cache takes none beyond the translation's
// own; a miss is one read of memory, one outstanding per kind of table, for MSIs in
// translation and the command engine queue at the same three ports, and an entry is looked at when
// its read is answered. Called from the lanes of Translator and from CommandExec, on their own
// threads; commands that change a table drop what is cached of it.
//
// A device in a two-level table takes two reads, one after the other. Choice: level-1 entries are
// not cached by themselves; a cached device keeps its place.
#pragma once
#include "cache2way.h"
#include "common/stage.h"
#include "its_probes.h"
#include "its_tables.h"

namespace itstorm {

class TableWalk {
public:
    TableWalk(const Clock& clock, const ItsConfig& config, const ItsTables& tables,
              const ItsProbes& probes);

    // Each waits, if it misses, for its turn and for the answer. nullopt: memory refused the read.
    std::optional<DevicePlace> place(std::uint32_t device);
    std::optional<its_dte> device(std::uint32_t device);
    std::optional<its_ite> event(std::uint32_t device, const its_dte& dte, std::uint32_t event);
    std::optional<its_cte> collection(std::uint32_t icid);

    // Without a read, and without time; nullopt: not cached, no fact is stated. A flat table needs
    // no read for a place.
    std::optional<DevicePlace> cached_place(std::uint32_t device);
    std::optional<its_dte> cached_device(std::uint32_t device);
    std::optional<its_ite> cached_event(std::uint32_t device, std::uint32_t event);
    std::optional<its_cte> cached_collection(std::uint32_t icid);

    // At the moment a table has changed.
    void drop_device(std::uint32_t device); // and all events of it
    void drop_event(std::uint32_t device, std::uint32_t event);
    void drop_collection(std::uint32_t icid);
    void drop_all();

private:
    struct Device {
        its_dte dte;
        DevicePlace place;
    };

    std::optional<DevicePlace> read_place(std::uint32_t device);

    const ItsTables& tables_;
    const ItsProbes& probes_;
    Stage device_port_, itt_port_, collection_port_;
    Cache2Way<Device> devices_;
    Cache2Way<its_ite> events_;
    Cache2Way<its_cte> collections_;
};

} // namespace itstorm
