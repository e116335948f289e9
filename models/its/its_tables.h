// SPDX-License-Identifier: Apache-2.0
// The ITS tables in memory: device table (BASER0; one or two levels), collection table (BASER1) and
// the ITTs that device entries point to. Reads and writes decoded entries at the current moment and
// takes no time: TableWalk and the command handlers wait.
#pragma once
#include "arch/its_cmd.h"
#include "arch/its_table.h"
#include "common/memory_port.h"
#include "its_config.h"
#include <optional>
#include <tlm_utils/simple_initiator_socket.h>

namespace itstorm {

class Its;
using ItsMemorySocket = tlm_utils::simple_initiator_socket<Its>;

// Where a device's entry lies: nowhere, if the table has two levels and the level-1 entry is
// invalid.
struct DevicePlace {
    bool exists = false;
    std::uint64_t address = 0;
};

class ItsTables {
public:
    ItsTables(ItsMemorySocket& memory, const ItsConfig& config);

    // By ItsRegs, with the value of an accepted BASER write.
    void set_devices(std::uint64_t baser);
    void set_collections(std::uint64_t baser);

    bool ready() const
    {
        return devices_.entries != 0 && collections_.entries != 0;
    }                                                          // both tables are valid
    std::uint64_t devices() const { return devices_.entries; } // DeviceIDs below this have an entry
    std::uint64_t collections() const { return collections_.entries; } // and ICIDs
    bool two_level() const { return devices_.page_entries != 0; }
    bool event_in_range(const its_dte& dte, std::uint32_t event) const;

    // nullopt: memory refused the read. The index is in range (checked by the caller). A place
    // takes a read, of the level-1 entry, if the table has two levels.
    std::optional<DevicePlace> device_place(std::uint32_t device) const;
    std::optional<its_dte> device(const DevicePlace& place) const;
    std::optional<its_ite> event(const its_dte& dte, std::uint32_t event) const;
    std::optional<its_cte> collection(std::uint32_t icid) const;

    // false: memory refused the write.
    bool store_device(const DevicePlace& place, const its_dte& dte);
    bool store_event(const its_dte& dte, std::uint32_t event, const its_ite& ite);
    bool store_collection(std::uint32_t icid, const its_cte& cte);

    bool fetch(std::uint64_t address, struct its_cmd& command) const; // 32 bytes of the ring

    void memory_offer_ends() { memory_.offer_ends(); }

private:
    struct Table {
        std::uint64_t base = 0, entries = 0; // entries 0: not valid
        std::uint64_t page_entries = 0;      // of two levels: entries of a page; 0: flat
    };

    static Table table(std::uint64_t baser, unsigned id_bits);
    std::optional<std::uint64_t> read_word(std::uint64_t address) const;
    bool write_word(std::uint64_t address, std::uint64_t word);

    mutable MemoryPort memory_; // a read changes what it knows of the way
    const ItsConfig& config_;
    Table devices_, collections_;
};

} // namespace itstorm
