// SPDX-License-Identifier: Apache-2.0
// attach_waveform(): see waveform.h. Probes appear in the order of the data flow. A probe is
// attached only if its facts change a chosen signal, since some probes state a fact for each
// message.
#include "waveform.h"
#include "flight_log.h"
#include "observe/attach.h"
#include "signal_choice.h"

namespace itstorm {

namespace {

void attach_its(ItsProbes& probes, unsigned n, VcdTrace& trace)
{
    using S = VcdSignal;
    if (trace.shows({ S::Occupancy, S::Capacity, S::Full, S::Creadr, S::Cwriter, S::Stalled }))
        probes.ring.attach([&trace, n](const RingFact& fact) { trace.ring(n, fact); });
    if (trace.shows({ S::Inbox }))
        probes.intake.attach([&trace, n](const IntakeLevelFact& fact) { trace.intake(n, fact); });
    if (trace.shows({ S::Lanes }))
        probes.lanes.attach([&trace, n](const LaneLevelFact& fact) { trace.lanes(n, fact); });
    if (trace.shows({ S::Command })) {
        probes.command_begun.attach(
            [&trace, n](const CommandBegunFact& fact) { trace.command_begins(n, fact); });
        probes.command.attach([&trace, n](const CommandFact&) { trace.command_ends(n); });
    }
    if (trace.shows({ S::CacheHits, S::CacheMisses }))
        probes.look_up.attach([&trace, n](const LookUpFact& fact) { trace.look_up(n, fact); });
}

template <class Fact>
void attach_for(std::initializer_list<VcdSignal> signals, Probe<Fact>& probe, VcdTrace& trace)
{
    if (trace.shows(signals))
        attach(probe, trace);
}

void attach_all(Soc& soc, VcdTrace& trace)
{
    using S = VcdSignal;
    for (const auto& function : soc.functions) {
        attach_for({ S::Credits }, function->probes.link_level, trace);
        attach_for({ S::Storm }, function->probes.pattern, trace);
    }
    for (unsigned n = 0; n < soc.its.size(); n++)
        attach_its(soc.its[n]->probes, n, trace);
    RedistributorProbes& gic = soc.redistributors.probes;
    attach_for({ S::Pending }, gic.lpi_level, trace);
    attach_for({ S::PropertyHits, S::PropertyMisses }, gic.property_look_up, trace);
    attach_for({ S::Irq }, gic.irq_line, trace);
    attach_for({ S::Virq }, gic.virq_line, trace);
    attach_for({ S::ListRegisters }, gic.list_registers, trace);
    MachineProbes& software = soc.machine.probes;
    attach_for({ S::State, S::RunsDomain }, software.state, trace);
    attach_for({ S::Lock }, software.lock_taken, trace);
    attach_for({ S::Lock }, software.lock, trace);
    if (trace.shows_levels())
        attach(software.hv_probe, trace);
    attach_for({ S::Received, S::Injected, S::Retired }, software.mark, trace);
    attach_for({ S::Ready }, software.ready, trace);
}

} // namespace

std::unique_ptr<VcdTrace> attach_waveform(Soc& soc, const std::string& path,
                                          const VcdRequest& request)
{
    const VcdShape shape = vcd_shape(soc.config, soc.machine.object.probes);
    const VcdOptions options{ choose_signals(request.signals, shape).signals, request.numbers,
                              request.limit_bytes, request.before_ps,
                              request.fst ? "trace.fst" : "" };
    auto trace = std::make_unique<VcdTrace>(
        path, shape, options, [&soc](unsigned lock) { return lock_name(soc.machine, lock); });
    attach_all(soc, *trace);
    return trace;
}

} // namespace itstorm
