// SPDX-License-Identifier: Apache-2.0
// FlightLog: see flight_log.h.
#include "flight_log.h"
#include "flight_text.h"
#include "observe/attach.h"
#include <ostream>

namespace itstorm {

std::string lock_name(const Machine& machine, unsigned index)
{
    const SpinLock& lock = *machine.locks.items()[index];
    const std::string name = "lock." + lock.name;
    return lock.domain == SIM_NO_DOMAIN ? name
                                        : machine.config.domains[lock.domain].name + "." + name;
}

FlightLog::FlightLog(Soc& soc) : soc_(soc)
{
    names_of(FlightBlock::Run) = { "run" };
    for (const FunctionConfig& function : soc.config.functions)
        names_of(FlightBlock::Function).push_back(function.name);
    for (const ItsInstance& its : soc.config.its)
        names_of(FlightBlock::Its).push_back(its.name);
    for (unsigned n = 0; n < soc.config.pes; ++n) {
        names_of(FlightBlock::Redistributor).push_back("gicr" + std::to_string(n));
        names_of(FlightBlock::Pe).push_back("pe" + std::to_string(n));
    }
    for (const DomainConfig& domain : soc.config.domains)
        names_of(FlightBlock::Domain).push_back(domain.name);
    attach_hardware();
    attach_software();
}

std::vector<std::string>& FlightLog::names_of(FlightBlock block)
{
    return names_[static_cast<std::size_t>(block)];
}

const FlightNames& FlightLog::names()
{
    auto& locks = names_of(FlightBlock::Lock);
    const std::size_t made = soc_.machine.locks.items().size();
    while (locks.size() < made)
        locks.push_back(lock_name(soc_.machine, static_cast<unsigned>(locks.size())));
    return names_;
}

void FlightLog::attach_hardware()
{
    FlightRecorder& recorder = recorder_;
    for (const auto& function : soc_.functions) {
        attach(function->probes.pattern, recorder);
        attach(function->probes.sent, recorder);
    }
    for (unsigned n = 0; n < soc_.its.size(); n++) {
        ItsProbes& p = soc_.its[n]->probes;
        p.msi_received.attach([&recorder, n](const auto& fact) { recorder.received(n, fact); });
        p.msi_translated.attach([&recorder, n](const auto& fact) { recorder.translated(n, fact); });
        p.msi_dropped.attach([&recorder, n](const auto& fact) { recorder.dropped(n, fact); });
        p.command_begun.attach([&recorder, n](const auto& fact) { recorder.begun(n, fact); });
        p.command.attach([&recorder, n](const auto& fact) { recorder.executed(n, fact); });
        p.command_refused.attach([&recorder, n](const auto& fact) { recorder.refused(n, fact); });
        p.ring.attach([&recorder, n](const auto& fact) { recorder.ring(n, fact); });
        p.overrun.attach([&recorder, n](const auto& fact) { recorder.overrun(n, fact); });
    }
    RedistributorProbes& gic = soc_.redistributors.probes;
    attach(gic.lpi_stored, recorder);
    attach(gic.lpi_cleared, recorder);
    attach(gic.irq_line, recorder);
    attach(gic.virq_line, recorder);
    attach(gic.acknowledged, recorder);
    attach(gic.end_of_interrupt, recorder);
    attach(gic.virtual_acknowledged, recorder);
    attach(gic.virtual_end, recorder);
}

void FlightLog::attach_software()
{
    MachineProbes& software = soc_.machine.probes;
    attach(software.state, recorder_);
    attach(software.exit, recorder_);
    attach(software.lock, recorder_);
    attach(software.mark, recorder_);
    attach(software.ready, recorder_);
    attach(software.verdict, recorder_);
}

void FlightLog::print(const std::string& globs, const std::string& prefix, std::ostream& out)
{
    recorder_.watch([this, globs, prefix, &out](const FlightRecord& record) {
        if (flight_matches(globs, names(), record))
            out << prefix + flight_line(names(), record) + "\n" << std::flush;
    });
}

void FlightLog::label(const std::string& label)
{
    auto& labels = names_of(FlightBlock::Label);
    labels.push_back(label);
    recorder_.label(static_cast<unsigned>(labels.size() - 1));
}

void FlightLog::write(std::ostream& out)
{
    recorder_.write(out, names());
}

} // namespace itstorm
