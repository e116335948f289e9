// CmdqObserver: see cmdq_observer.h.
#include "cmdq_observer.h"
#include "names.h"

namespace itstorm {

CmdqObserver::CmdqObserver(Stats& stats, std::string its)
    : stats_(stats), its_(std::move(its)),
      full_events_(
          stats.counter(its_ + ".cmdq.full_events", "1", "times the command ring became full")),
      overruns_(stats.counter(its_ + ".cmdq.overruns", "1",
                              "times CWRITER advanced by more than the free slots")),
      stalled_(stats.share(its_ + ".cmdq.stalled_time",
                           "share of time for which an error stalls the ring")),
      service_(stats.duration(its_ + ".cmd.service",
                              "one command, from when the engine turns to it to completion"))
{
    overruns_.add(0); // present in every run: software that never does this can be shown not to
}

void CmdqObserver::on(const RingFact& fact)
{
    stalled_.set(fact.stalled);
    if (fact.slots == 0) // no ring yet
        return;
    const std::uint32_t capacity = fact.slots - 1; // one slot tells full from empty
    if (occupancy_ == nullptr)
        occupancy_ = &stats_.level(its_ + ".cmdq.occupancy", "commands",
                                   "commands in the physical ring", capacity);
    occupancy_->set(fact.used);
    const bool full = fact.used >= capacity;
    if (full && !full_)
        full_events_.add();
    full_ = full;
}

void CmdqObserver::on(const OverrunFact&)
{
    overruns_.add();
}

CmdqObserver::Opcode& CmdqObserver::opcode(unsigned opcode)
{
    const auto [at, is_new] = opcodes_.try_emplace(opcode);
    if (is_new) {
        const std::string name = opcode_name(opcode);
        const std::string path = its_ + ".cmd." + name;
        at->second = { &stats_.counter(path + ".executed", "commands", name + " commands executed"),
                       &stats_.counter(path + ".errors", "commands",
                                       name + " commands refused with an error") };
    }
    return at->second;
}

void CmdqObserver::on(const CommandFact& fact)
{
    Opcode& kind = opcode(fact.opcode);
    (fact.error == 0 ? kind.executed : kind.errors)->add();
    service_.add(fact.service);
}

} // namespace itstorm
