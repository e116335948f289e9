// SPDX-License-Identifier: Apache-2.0
// Observers: see observers.h. Facts appear in the order of the data flow.
#include "observers.h"
#include "flight_log.h"
#include "observe/attach.h"
#include "waveform.h"

namespace itstorm {

namespace {

std::vector<std::string> function_names(const SocConfig& config)
{
    std::vector<std::string> names;
    for (const FunctionConfig& function : config.functions)
        names.push_back(function.name);
    return names;
}

std::vector<std::string> its_names(const SocConfig& config)
{
    std::vector<std::string> names;
    for (const ItsInstance& its : config.its)
        names.push_back(its.name);
    return names;
}

std::vector<std::string> domain_names(const SocConfig& config)
{
    std::vector<std::string> names;
    for (const DomainConfig& domain : config.domains)
        names.push_back(domain.name);
    return names;
}

std::vector<PeObserver::Domain> domains_of(const SocConfig& config)
{
    std::vector<PeObserver::Domain> domains;
    for (const DomainConfig& domain : config.domains)
        domains.push_back({ domain.name, domain.vcpus });
    return domains;
}

std::vector<GuestObserver::Domain> guest_rows(const Soc& soc)
{
    std::vector<GuestObserver::Domain> domains;
    for (const DomainConfig& domain : soc.config.domains)
        domains.push_back({ domain.name, soc.machine.guest_probes(domain.program) });
    return domains;
}

} // namespace

Observers::Observers(Soc& soc, Stats& stats)
    : soc_(soc), kinds_(stats, soc.config.functions), device_faults_(stats, soc.config.functions),
      redistributors_(stats, soc.config.pes),
      pes_(stats, soc.config.pes, domains_of(soc.config),
           [&soc](unsigned lock) { return lock_name(soc.machine, lock); }),
      vlpis_(stats, soc.config.pes, domain_names(soc.config)),
      hv_probes_(stats, soc.machine.object.probes, domain_names(soc.config)),
      guests_(stats, guest_rows(soc)),
      journey_(soc.config.pes, [&soc](unsigned pe) { return soc.pes[pe]->counts(); }),
      series_(its_names(soc.config), soc.config.pes)
{
    for (const ItsInstance& its : soc.config.its) {
        its_.push_back(std::make_unique<ItsObservers>(stats, its, function_names(soc.config)));
        refusals_.push_back(std::make_unique<RefusalLog>(soc.machine.log, its.name));
    }
    attach_functions();
    for (unsigned n = 0; n < soc.its.size(); n++)
        attach_its(n);
    attach_redistributors();
    attach_software();
}

void Observers::attach_functions()
{
    MsiObserver& msi = its_.front()->msi();
    for (const auto& function : soc_.functions) {
        PciFunctionProbes& probes = function->probes;
        attach(probes.raised, msi, journey_);
        attach(probes.sent, msi, vlpis_, journey_);
        attach(probes.on_wire, journey_);
        attach(probes.arrived, journey_);
        attach(probes.intx, msi);
        attach(probes.reset, msi, journey_);
        attach_kind(probes.kind);
    }
    for (const auto& port : soc_.ports)
        attach(port->blocked, msi, vlpis_, journey_);
    attach(soc_.iommu.blocked, msi, vlpis_, journey_);
}

void Observers::attach_kind(KindProbes& probes)
{
    attach(probes.interrupt, kinds_);
    attach(probes.dma_refused, kinds_);
    attach(probes.packet, kinds_);
    attach(probes.packet_handled, kinds_);
    attach(probes.rx_level, kinds_);
    attach(probes.command, kinds_);
    attach(probes.command_consumed, kinds_);
    attach(probes.command_level, kinds_);
    attach(probes.fetch_refused, kinds_);
    attach(probes.fault, device_faults_);
}

void Observers::attach_its(unsigned n)
{
    ItsProbes& probes = soc_.its[n]->probes;
    its_[n]->attach_to(probes);
    attach(probes.msi_received, vlpis_, journey_);
    attach(probes.msi_translated, journey_);
    attach(probes.msi_dropped, vlpis_, journey_);
    probes.ring.attach([this, n](const RingFact& fact) {
        series_.ring(n, fact);
        hv_probes_.ring(n, fact);
    });
    attach(soc_.its[n]->probes.command_refused, *refusals_[n]);
}

void Observers::attach_redistributors()
{
    RedistributorProbes& probes = soc_.redistributors.probes;
    attach_to(probes, redistributors_);
    attach(probes.lpi_stored, vlpis_, journey_);
    attach(probes.lpi_cleared, vlpis_, journey_);
    attach(probes.lpi_moved, vlpis_, journey_);
    attach(probes.lpi_level, series_);
    attach(probes.irq_line, journey_);
    attach(probes.acknowledged, vlpis_, journey_);
    attach(probes.end_of_interrupt, journey_);
    attach(probes.virtual_acknowledged, vlpis_, journey_);
    attach(probes.virtual_end, vlpis_, journey_);
}

void Observers::attach_software()
{
    MachineProbes& probes = soc_.machine.probes;
    attach(probes.state, pes_, vlpis_, journey_);
    attach(probes.progress, pes_);
    attach(probes.ready, pes_);
    attach(probes.lock_made, pes_);
    attach(probes.lock, pes_);
    attach(probes.exit, pes_);
    attach(probes.mark, vlpis_, journey_);
    attach(probes.hv_probe, hv_probes_);
    attach(probes.hv_commands, hv_probes_);
    attach(probes.guest_probe, guests_);
    attach(probes.verdict, guests_);
}

void Observers::follow_spans()
{
    attach(soc_.machine.probes.span, pes_);
}

void Observers::trace_to(const std::string& path, const VcdRequest& request)
{
    trace_ = attach_waveform(soc_, path, request);
}

} // namespace itstorm
