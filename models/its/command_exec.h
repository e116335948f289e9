// What each command does: one handler per opcode, in a table. A handler checks its operands (order
// of the reference: DeviceID, collection, DTE, EventID, INTID, ITE, its collection), pays for
// reads, writes and messages as it goes, and has its effect last. It never touches CREADR and never
// states a fact: CommandEngine, on whose thread it runs, does both.
#pragma once
#include "arch/its_cmd.h"
#include "common/ports.h"
#include "its_costs.h"
#include "table_walk.h"
#include "translator.h"

namespace itstorm {

class CommandExec {
public:
    CommandExec(const Clock& clock, const ItsConfig& config, ItsTables& tables, TableWalk& walk,
                Translator& translator, sc_core::sc_port<LpiTargetIf>& redistributors);

    // Runs the command to completion, waiting; ITS_OK or the architectural error code.
    std::uint32_t execute(const its_cmd& command);

private:
    struct Row {
        unsigned opcode;
        std::uint32_t (CommandExec::*handler)(const its_cmd&);
    };
    static const Row rows[];

    std::uint32_t mapd(const its_cmd& command);
    std::uint32_t mapc(const its_cmd& command);
    std::uint32_t mapti(const its_cmd& command);
    std::uint32_t inv(const its_cmd& command);
    std::uint32_t invall(const its_cmd& command);
    std::uint32_t sync(const its_cmd& command);

    void pay(sc_core::sc_time cost);

    CommandCosts costs_;
    const ItsConfig& config_;
    ItsTables& tables_;
    TableWalk& walk_;
    Translator& translator_;
    sc_core::sc_port<LpiTargetIf>& redistributors_;
};

} // namespace itstorm
