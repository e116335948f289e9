// SPDX-License-Identifier: Apache-2.0
// PeObserver: see pe_observer.h.
#include "pe_observer.h"
#include "common/simulated_time.h"
#include "names.h"

namespace itstorm {

namespace {

std::size_t share_of(PeState state)
{
    return static_cast<std::size_t>(state == PeState::Stopped ? PeState::Idle : state);
}

std::vector<std::string> state_names()
{
    std::vector<std::string> names(4);
    for (const PeState state : { PeState::Idle, PeState::El2, PeState::Irq, PeState::Guest })
        names[share_of(state)] = pe_state_name(state);
    return names;
}

std::string name_of(unsigned pe)
{
    return "pe" + std::to_string(pe);
}

} // namespace

const StatTable<PeObserver::Run> PeObserver::run_table{
    { &Run::all_ready, "all_guests.ready", "1", "1 once every vCPU of every domain is ready" },
    { &Run::spans, "span.*", "s", "software marked as * (sim_span), with the spans inside it",
      span_names },
};

const StatTable<PeObserver::Pe> PeObserver::pe_table{
    { &Pe::share, "share.*", "1", "share of time in state *", state_names },
    { &Pe::irq_loop, "irq_loop", "s", "from the first INTID to 1023, guest entry or WFI" },
};

const StatTable<PeObserver::Guest> PeObserver::guest_table{
    { &Guest::progress, "progress", "cycles", "the guest's own computation, in PE cycles" },
    { &Guest::exits, "exit.*", "1", "exits of the guest to EL2: *", exit_names },
};

const StatTable<PeObserver::Lock> PeObserver::lock_table{
    { &Lock::hold, "hold", "s", "the lock is held" },
    { &Lock::wait, "wait", "s", "from wanting the lock to having it" },
    { &Lock::contended, "contended", "1", "times the lock was not free" },
};

PeObserver::PeObserver(Stats& stats, unsigned pes, const std::vector<Domain>& domains,
                       LockName lock_name)
    : stats_(stats), lock_name_(std::move(lock_name)), pes_(pes), guests_(domains.size())
{
    make_statistics(stats, run_table, "", run_);
    run_.all_ready->set(0);
    for (Duration* span : run_.spans)
        span->set_parts(pes);
    for (unsigned n = 0; n < pes; ++n) {
        Pe& pe = pes_[n];
        make_statistics(stats, pe_table, name_of(n), pe);
        pe.state = PeState::El2;
        for (Share* share : pe.share)
            share->set(false);
        pe.share[share_of(PeState::El2)]->set(true);
    }
    for (std::size_t n = 0; n < domains.size(); ++n) {
        vcpus_ += domains[n].vcpus;
        make_statistics(stats, guest_table, domains[n].name, guests_[n]);
    }
}

void PeObserver::list_run(std::vector<StatInfo>& list)
{
    list_statistics(run_table, "", list);
    list_statistics(lock_table, "lock.*", list);
}

void PeObserver::list_pe(unsigned pe, std::vector<StatInfo>& list)
{
    list_statistics(pe_table, name_of(pe), list);
}

void PeObserver::list_domain(const std::string& domain, std::vector<StatInfo>& list)
{
    list_statistics(guest_table, domain, list);
    list_statistics(lock_table, domain + ".lock.*", list);
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
    guests_.at(fact.domain).progress->add(fact.cycles);
}

void PeObserver::on(const GuestReadyFact& fact)
{
    ready_.emplace(fact.domain, fact.vcpu);
    if (ready_.size() == vcpus_)
        run_.all_ready->set(1);
}

PeObserver::Lock& PeObserver::lock(unsigned index)
{
    if (index >= locks_.size())
        locks_.resize(index + 1);
    Lock& lock = locks_[index];
    if (lock.contended == nullptr)
        make_statistics(stats_, lock_table, lock_name_(index), lock);
    return lock;
}

void PeObserver::on(const LockMadeFact& fact)
{
    lock(fact.lock);
}

void PeObserver::on(const LockFact& fact)
{
    Lock& l = lock(fact.lock);
    l.hold->add(fact.held);
    l.wait->add(fact.waited);
    if (fact.contended)
        l.contended->add();
}

void PeObserver::on(const SpanFact& fact)
{
    run_.spans[fact.kind]->add(sim::time_of(fact.ps));
}

void PeObserver::on(const ExitFact& fact)
{
    guests_.at(fact.domain).exits.at(fact.kind)->add();
}

} // namespace itstorm
