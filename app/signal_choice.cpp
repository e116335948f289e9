// SPDX-License-Identifier: Apache-2.0
// Choice of signals: see signal_choice.h.
#include "signal_choice.h"
#include "diagnostics.h"
#include "glob.h"
#include "text_layout.h"
#include <algorithm>
#include <sstream>

namespace itstorm {

namespace {

std::set<std::string> named_by(const std::string& part, const VcdShape& shape)
{
    const auto& sets = vcd_sets();
    if (std::find(sets.begin(), sets.end(), part) != sets.end())
        return vcd_signals(shape, part);
    std::set<std::string> found;
    for (const std::string& signal : vcd_signals(shape, "all"))
        if (matches_glob(part, signal))
            found.insert(signal);
    return found;
}

// A point separates instance and signal, so those in the name of a probe become '_'.
std::string signal_name(std::string name)
{
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

std::string names_nothing(const std::string& part, const VcdShape& shape)
{
    const auto all = vcd_signals(shape, "all");
    std::vector<std::string> known(all.begin(), all.end());
    known.insert(known.end(), vcd_sets().begin(), vcd_sets().end());
    const std::string meant = did_you_mean(part, known);
    return "no signal is called " + quoted(part) +
           (meant.empty() ? "; sets are " + join_or(vcd_sets()) + ", signals such as " +
                                quoted(shape.its.front() + ".occupancy") + " or 'pe0.*'"
                          : meant);
}

} // namespace

VcdShape vcd_shape(const SocConfig& config, const std::vector<hv_probe>& probes)
{
    VcdShape shape{ {}, config.pes, {}, {}, {} };
    for (const ItsInstance& its : config.its)
        shape.its.push_back(its.name);
    for (const FunctionConfig& function : config.functions)
        shape.functions.push_back(function.name);
    for (const DomainConfig& domain : config.domains)
        shape.domains.push_back(domain.name);
    for (std::size_t row = 0; row < probes.size(); ++row)
        if (probes[row].kind == HV_LEVEL)
            shape.levels.push_back({ static_cast<unsigned>(row), signal_name(probes[row].name),
                                     probes[row].per_domain });
    return shape;
}

SignalChoice choose_signals(const std::string& text, const VcdShape& shape)
{
    SignalChoice choice;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
        part = trimmed(part);
        const auto found = named_by(part, shape);
        if (found.empty() && choice.error.empty())
            choice.error = names_nothing(part, shape);
        choice.signals.insert(found.begin(), found.end());
    }
    if (choice.signals.empty() && choice.error.empty())
        choice.error = names_nothing(text, shape);
    return choice;
}

} // namespace itstorm
