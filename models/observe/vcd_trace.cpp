// SPDX-License-Identifier: Apache-2.0
// VcdTrace: see vcd_trace.h. Declarations first, in the order in which they are shown, then one
// handler per fact.
#include "vcd_trace.h"
#include "common/simulated_time.h"
#include "names.h"
#include "vcd.h"
#include <itstorm/types.h>
#include <stdexcept>

namespace itstorm {

using sim::now_ps;

namespace {

std::string file_name(const std::string& path)
{
    return path.substr(path.find_last_of('/') + 1); // npos + 1 is 0
}

} // namespace

// ---- signals ----

VcdTrace::Signal VcdTrace::vector(const char* name, unsigned bits, Show show)
{
    gtkw_.signal(scope_ + name + "[" + std::to_string(bits - 1) + ":0]", show);
    return vcd_vector(vcd_, name, bits);
}

VcdTrace::Signal VcdTrace::wire(const char* name)
{
    gtkw_.signal(scope_ + name, Show::Bit);
    return vcd_wire(vcd_, name);
}

VcdTrace::Signal VcdTrace::text(const char* name)
{
    gtkw_.signal(scope_ + name, Show::Text);
    return vcd_text(vcd_, name);
}

template <class Declare>
auto VcdTrace::group(const std::string& name, Declare declare)
{
    scope_ = "soc." + name + ".";
    vcd_scope(vcd_, name.c_str());
    gtkw_.begin_group(name);
    const auto signals = declare();
    gtkw_.end_group();
    vcd_end_scope(vcd_);
    return signals;
}

VcdTrace::VcdTrace(const std::string& path, const VcdShape& shape, std::uint64_t limit_bytes)
    : path_(path), domain_names_(shape.domains), vcd_(vcd_open(path.c_str(), limit_bytes)),
      gtkw_(file_name(path))
{
    if (vcd_ == nullptr)
        throw std::runtime_error(path + " cannot be created");
    vcd_scope(vcd_, "soc");
    for (const std::string& name : shape.functions)
        functions_.push_back(group(name, [this] {
            return Function{ wire("storm"), vector("credits_used", 16, Show::Decimal) };
        }));
    for (const std::string& name : shape.its)
        its_.push_back(group(name, [this] {
            return Its{ vector("cmdq_used", 16, Show::Curve), vector("creadr", 20, Show::Hex),
                        vector("cwriter", 20, Show::Hex), wire("stalled"),
                        vector("msi_inbox", 16, Show::Decimal) };
        }));
    for (unsigned n = 0; n < shape.pes; ++n)
        targets_.push_back(group("gicr" + std::to_string(n), [this] {
            return Target{ vector("lpi_pending", 24, Show::Curve), wire("irq"), wire("virq"),
                           vector("list_registers", 5, Show::Decimal) };
        }));
    for (unsigned n = 0; n < shape.pes; ++n)
        pes_.push_back(group("pe" + std::to_string(n), [this] {
            return Pe{ text("state"), text("domain") };
        }));
    for (const std::string& name : shape.domains)
        domains_.push_back(group(name, [this] {
            return Domain{ vector("vcpus_ready", 8, Show::Decimal),
                           vector("vlpis_received", 32, Show::Decimal),
                           vector("vlpis_injected", 32, Show::Decimal),
                           vector("vlpis_retired", 32, Show::Decimal) };
        }));
    vcd_end_scope(vcd_);
}

VcdTrace::~VcdTrace()
{
    finish();
}

void VcdTrace::start()
{
    if (vcd_ == nullptr)
        return;
    vcd_start(vcd_, now_ps());
    started_ps_ = stopped_ps_ = now_ps();
    recording_ = true;
}

void VcdTrace::stop()
{
    if (vcd_ == nullptr)
        return;
    vcd_stop(vcd_, now_ps());
    stopped_ps_ = now_ps();
    recording_ = false;
}

std::string VcdTrace::finish()
{
    if (vcd_ == nullptr)
        return "";
    const bool dumped = vcd_close(vcd_, now_ps());
    vcd_ = nullptr;
    gtkw_.show(started_ps_, recording_ ? now_ps() : stopped_ps_);
    const std::string view = path_.substr(0, path_.find_last_of('.')) + ".gtkw";
    const bool has_view = gtkw_.save(view);
    if (!dumped)
        return path_;
    return has_view ? "" : view;
}

// ---- facts ----

void VcdTrace::set(Signal signal, std::uint64_t value)
{
    if (vcd_ != nullptr)
        vcd_set(vcd_, signal, now_ps(), value);
}

void VcdTrace::ring(unsigned its, const RingFact& fact)
{
    const Its& signals = its_.at(its);
    set(signals.used, fact.used);
    set(signals.creadr, fact.creadr);
    set(signals.cwriter, fact.cwriter);
    set(signals.stalled, fact.stalled);
}

void VcdTrace::intake(unsigned its, const IntakeLevelFact& fact)
{
    set(its_.at(its).inbox, fact.used);
}

void VcdTrace::on(const LpiLevelFact& fact)
{
    set(targets_.at(fact.target).pending, fact.pending);
}

void VcdTrace::on(const IrqLineFact& fact)
{
    set(targets_.at(fact.target).irq, fact.level);
}

void VcdTrace::on(const VirqLineFact& fact)
{
    set(targets_.at(fact.target).virq, fact.level);
}

void VcdTrace::on(const ListRegistersFact& fact)
{
    set(targets_.at(fact.target).list_registers, fact.used);
}

void VcdTrace::on(const PeStateFact& fact)
{
    if (vcd_ == nullptr)
        return;
    const Pe& pe = pes_.at(fact.pe);
    const bool runs_guest = fact.domain < domain_names_.size();
    vcd_set_text(vcd_, pe.state, now_ps(), pe_state_name(fact.state));
    vcd_set_text(vcd_, pe.domain, now_ps(), runs_guest ? domain_names_[fact.domain].c_str() : "-");
}

void VcdTrace::on(const MarkFact& fact)
{
    if (fact.domain >= domains_.size())
        return;
    Domain& domain = domains_[fact.domain];
    switch (fact.step) {
    case SIM_STEP_RECEIVED: return count(domain.received, domain.received_count);
    case SIM_STEP_INJECTED: return count(domain.injected, domain.injected_count);
    case SIM_STEP_RETIRED: return count(domain.retired, domain.retired_count);
    }
}

void VcdTrace::on(const GuestReadyFact& fact)
{
    Domain& domain = domains_.at(fact.domain);
    count(domain.ready, domain.ready_count);
}

void VcdTrace::on(const LinkLevelFact& fact)
{
    set(functions_.at(fact.function).credits, fact.credits_used);
}

void VcdTrace::on(const PatternFact& fact)
{
    set(functions_.at(fact.function).storm, fact.running);
}

} // namespace itstorm
