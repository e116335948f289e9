// SPDX-License-Identifier: Apache-2.0
// CmdqObserver: see cmdq_observer.h.
#include "cmdq_observer.h"
#include "names.h"

namespace itstorm {

const StatTable<CmdqObserver::Its> CmdqObserver::table{
    { &Its::occupancy, "cmdq.occupancy", "commands", "commands in the physical ring" },
    { &Its::full_events, "cmdq.full_events", "1", "times the command ring became full" },
    { &Its::overruns, "cmdq.overruns", "1", "times CWRITER advanced by more than the free slots" },
    { &Its::stalled, "cmdq.stalled_time", "1", "share of time for which an error stalls the ring" },
    { &Its::service, "cmd.service", "s",
      "one command, from when the engine turns to it to completion" },
    { &Its::executed, "cmd.*.executed", "commands", "* commands executed", its_opcode_names },
    { &Its::errors, "cmd.*.errors", "commands", "* commands refused with an error",
      its_opcode_names },
};

CmdqObserver::CmdqObserver(Stats& stats, std::string its) : stats_(stats), name_(std::move(its))
{
    make_statistics(stats, table, name_, its_);
    its_.stalled->set(false);
    const std::vector<unsigned> opcodes = its_opcodes();
    for (std::size_t n = 0; n < opcodes.size(); ++n)
        opcodes_[opcodes[n]] = { its_.executed[n], its_.errors[n] };
}

void CmdqObserver::list(const std::string& its, std::vector<StatInfo>& list)
{
    list_statistics(table, its, list);
    list.push_back({ its + ".cmd.op_*.errors", StatKind::Counter, "commands",
                     "commands with an opcode that there is not" });
}

void CmdqObserver::on(const RingFact& fact)
{
    its_.stalled->set(fact.stalled);
    if (fact.slots == 0) // no ring yet
        return;
    const std::uint32_t capacity = fact.slots - 1; // one slot tells full from empty
    if (fact.slots != slots_)
        its_.occupancy->set_capacity(capacity);
    slots_ = fact.slots;
    its_.occupancy->set(fact.used);
    const bool full = fact.used >= capacity;
    if (full && !full_)
        its_.full_events->add();
    full_ = full;
}

void CmdqObserver::on(const OverrunFact&)
{
    its_.overruns->add();
}

// An opcode that the architecture does not define can only be refused: it counts errors alone.
CmdqObserver::Opcode& CmdqObserver::opcode(unsigned opcode)
{
    Opcode& place = opcodes_.at(opcode);
    if (place.errors == nullptr) {
        const std::string name = opcode_name(opcode);
        place.errors = &stats_.counter(name_ + ".cmd." + name + ".errors", "commands",
                                       name + " commands refused with an error");
    }
    return place;
}

void CmdqObserver::on(const CommandFact& fact)
{
    const Opcode& kind = opcode(fact.opcode);
    Counter* counter = fact.error == 0 ? kind.executed : kind.errors;
    if (counter != nullptr)
        counter->add();
    its_.service->add(fact.service);
}

} // namespace itstorm
