// SPDX-License-Identifier: Apache-2.0
// What each command does: one handler per opcode, in a table. A handler checks its operands (in the
// order of the error codes of Arm 100336, GIC-600 TRM: DeviceID, collection, DTE, EventID, INTID,
// ITE, its collection, the new collection), pays for reads, writes and messages as it goes, and has
// its effect last. It never touches CREADR and states no fact about the command: CommandEngine, on
// whose task it runs, does both. Commands on an event that is mapped are in command_events.cpp,
// the others in command_exec.cpp.
//
// Costs accumulate in owed_ and are waited for once: before a memory read and before any change of
// state. Choice: a command whose entries are all cached looks them up when the engine takes it, and
// waits afterwards; only another command or a BASER write could change those entries meanwhile.
#pragma once
#include "arch/its_cmd.h"
#include "common/ports.h"
#include "its_costs.h"
#include "service_time.h"
#include "table_walk.h"
#include "translator.h"
#include <map>
#include <optional>
#include <set>

namespace itstorm {

class CommandExec {
public:
    CommandExec(const Clock& clock, const ItsConfig& config, ItsTables& tables, TableWalk& walk,
                Translator& translator, sc_core::sc_port<LpiTargetIf>& redistributors,
                Ledger& ledger, Drops& drops);

    // Runs the command to completion, waiting; ITS_OK or the architectural error code. With an
    // error some time may still be owed.
    std::uint32_t execute(const its_cmd& command);
    void owe(sc_core::sc_time cost) { owed_ += cost; }
    void settle(); // waits for what is owed

private:
    struct Row {
        unsigned opcode;
        std::uint32_t (CommandExec::*handler)(const its_cmd&);
    };
    static const Row rows[];

    // Each command has codes of its own for the same mistakes.
    struct MapCodes {
        std::uint32_t device_oor, collection_oor, unmapped_device, id_oor, physical_id_oor;
    };
    struct EventCodes {
        std::uint32_t device_oor, unmapped_device, id_oor, unmapped_interrupt, ite_invalid;
    };

    // An event and where the tables lead it to.
    struct Event {
        std::uint32_t device, event;
        its_dte dte;
        its_ite ite;
        unsigned target;
    };

    std::uint32_t mapd(const its_cmd& command);
    std::uint32_t mapc(const its_cmd& command);
    std::uint32_t mapti(const its_cmd& command);
    std::uint32_t mapi(const its_cmd& command);
    std::uint32_t movi(const its_cmd& command);
    std::uint32_t movall(const its_cmd& command);
    std::uint32_t discard(const its_cmd& command);
    std::uint32_t interrupt(const its_cmd& command);
    std::uint32_t clear(const its_cmd& command);
    std::uint32_t inv(const its_cmd& command);
    std::uint32_t invall(const its_cmd& command);
    std::uint32_t sync(const its_cmd& command);

    std::uint32_t map_event(const its_cmd& command, std::uint32_t intid, const MapCodes& codes);
    std::uint32_t find_event(const its_cmd& command, const EventCodes& codes, Event& found);
    std::uint32_t find_target(std::uint32_t icid, std::uint32_t unmapped_code, unsigned& target);
    bool store(const Event& event, const its_ite& ite);
    std::optional<its_dte> read_device(std::uint32_t device);
    std::optional<DevicePlace> find_place(std::uint32_t device);
    std::optional<its_ite> read_event(std::uint32_t device, const its_dte& dte,
                                      std::uint32_t event);
    std::optional<its_cte> read_collection(std::uint32_t icid);
    void pay(sc_core::sc_time cost);
    void remember(unsigned target, const std::vector<unsigned>& others);
    unsigned its_number();

    CommandCosts costs_;
    const ItsConfig& config_;
    ItsTables& tables_;
    TableWalk& walk_;
    Translator& translator_;
    sc_core::sc_port<LpiTargetIf>& redistributors_;
    Ledger& ledger_;
    Drops& drops_;
    ServiceTime service_;
    sc_core::sc_time owed_;
    sim::Event turn_;                    // INT waits on it for its turn at a redistributor
    std::optional<unsigned> its_number_; // among those that map LPIs
    // By target of an INV or INVALL: the others that it has reached, since the SYNC before.
    std::map<unsigned, std::set<unsigned>> invalidated_;
};

} // namespace itstorm
