// PeObserver: see pe_observer.h.
#include "pe_observer.h"
#include "names.h"

namespace itstorm {

namespace {

std::size_t share_of(PeState state)
{
    return static_cast<std::size_t>(state == PeState::Stopped ? PeState::Idle : state);
}

} // namespace

PeObserver::PeObserver(Stats& stats, unsigned pes, std::vector<Domain> domains, LockName lock_name)
    : stats_(stats), domains_(std::move(domains)), lock_name_(std::move(lock_name)),
      all_ready_(stats.level("all_guests.ready", "1", "1 once every vCPU of every domain is ready"))
{
    for (unsigned n = 0; n < pes; ++n) {
        const std::string name = "pe" + std::to_string(n);
        Pe pe{ {},
               &stats.duration(name + ".irq_loop",
                               "from the first INTID to 1023, guest entry or WFI"),
               PeState::El2 };
        for (const PeState state : { PeState::Idle, PeState::El2, PeState::Irq, PeState::Guest })
            pe.share[share_of(state)] =
                &stats.share(name + ".share." + pe_state_name(state),
                             std::string("share of time in state ") + pe_state_name(state));
        for (Share* share : pe.share)
            share->set(false);
        pe.share[share_of(PeState::El2)]->set(true);
        pes_.push_back(pe);
    }
    for (const Domain& domain : domains_) {
        vcpus_ += domain.vcpus;
        progress_.push_back(&stats.counter(domain.name + ".progress", "cycles",
                                           "the guest's own computation, in PE cycles"));
    }
    all_ready_.set(0);
}

void PeObserver::on(const PeStateFact& fact)
{
    Pe& pe = pes_.at(fact.pe);
    if (fact.state == pe.state)
        return;
    pe.share[share_of(pe.state)]->set(false);
    pe.share[share_of(fact.state)]->set(true);
    if (pe.state == PeState::Irq)
        pe.irq_loop->end();
    if (fact.state == PeState::Irq)
        pe.irq_loop->begin();
    pe.state = fact.state;
}

void PeObserver::on(const ProgressFact& fact)
{
    progress_.at(fact.domain)->add(fact.cycles);
}

void PeObserver::on(const GuestReadyFact& fact)
{
    ready_.emplace(fact.domain, fact.vcpu);
    if (ready_.size() == vcpus_)
        all_ready_.set(1);
}

PeObserver::Lock& PeObserver::lock(unsigned index)
{
    const auto [at, is_new] = locks_.try_emplace(index);
    if (is_new) {
        const std::string name = lock_name_(index);
        at->second = { &stats_.duration(name + ".hold", "the lock is held"),
                       &stats_.duration(name + ".wait", "from wanting the lock to having it"),
                       &stats_.counter(name + ".contended", "1", "times the lock was not free") };
    }
    return at->second;
}

void PeObserver::on(const LockFact& fact)
{
    Lock& l = lock(fact.lock);
    l.hold->add(fact.held);
    l.wait->add(fact.waited);
    if (fact.contended)
        l.contended->add();
}

void PeObserver::on(const ExitFact& fact)
{
    Counter*& counter = exits_[{ fact.domain, fact.kind }];
    if (counter == nullptr) {
        const std::string kind = exit_name(fact.kind);
        counter = &stats_.counter(domains_.at(fact.domain).name + ".exit." + kind, "1",
                                  "exits of the guest to EL2: " + kind);
    }
    counter->add();
}

} // namespace itstorm
