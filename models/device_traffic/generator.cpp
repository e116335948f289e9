// SPDX-License-Identifier: Apache-2.0
// Generator: see generator.h.
#include "generator.h"
#include "common/simulated_time.h"
#include "pcie_link.h"

namespace itstorm {

std::string pattern_problem(const FunctionConfig& function, const PatternConfig& pattern)
{
    if (function.kind == DeviceType::Nvme)
        return "a device of kind nvme has no arrivals: it works for its driver";
    if (pattern.arrival == Arrival::LineRate && !link_bounds_rate(function.link))
        return "line rate on a link without serialisation and latency would never let time pass";
    if (pattern.arrival == Arrival::LineRate && function.kind != DeviceType::Generator)
        return "line rate is for kind generator: it counts on a message for every arrival";
    return pattern_problem(pattern, function.vectors);
}

Generator::Generator(sc_core::sc_module_name name, unsigned function, const FunctionConfig& config,
                     std::uint64_t seed, ArrivalSink& sink, PciFunctionProbes& probes)
    : sc_module(name), function_(function), config_(config), sink_(sink), probes_(probes),
      random_(random_stream(seed, config.name)), due_(sim::Rank(sim::Kind::Device, function))
{
    due_.calls([this] { arrival_due(); });
}

void Generator::start(const PatternConfig& pattern)
{
    const std::string problem = pattern_problem(config_, pattern);
    if (!problem.empty()) {
        SC_REPORT_ERROR(name(), problem.c_str());
        return;
    }
    stop();
    pattern_.emplace(pattern, sim::now_ps());
    probes_.pattern(PatternFact{ function_, true });
    if (pattern_->at_line_rate())
        sink_.line_rate_started();
    else
        schedule_next();
}

void Generator::stop()
{
    if (!pattern_)
        return;
    pattern_.reset();
    due_.cancel();
    probes_.pattern(PatternFact{ function_, false });
}

void Generator::arrive(unsigned vector)
{
    sc_assert(vector < config_.vectors);
    probes_.stimulus(StimulusFact{ function_, vector });
    sink_.arrival(vector);
}

void Generator::schedule_next()
{
    const auto due_ps = pattern_->next_due_ps(random_);
    if (!due_ps)
        return stop();
    due_.notify(sim::time_of(*due_ps) - sim::now());
}

void Generator::arrival_due()
{
    offer(pattern_->next_vector(random_));
    if (pattern_)
        schedule_next();
}

// Makes the pattern's next arrival, and ends the pattern with its last.
void Generator::offer(unsigned vector)
{
    pattern_->offered();
    const bool last = pattern_->exhausted();
    arrive(vector);
    if (last)
        stop();
}

bool Generator::offer_at_line_rate()
{
    if (!pattern_ || !pattern_->at_line_rate())
        return false;
    const auto vector = vector_without_waiting();
    if (!vector)
        return false;
    offer(*vector);
    return true;
}

std::optional<unsigned> Generator::vector_without_waiting()
{
    const PatternConfig& config = pattern_->config();
    const unsigned count = config.choice == VectorChoice::One ? 1 : config.vector_count;
    const unsigned chosen = pattern_->next_vector(random_) - config.first_vector;
    for (unsigned step = 0; step < count; ++step) {
        const unsigned vector = config.first_vector + (chosen + step) % count;
        if (!sink_.arrival_waits(vector))
            return vector;
    }
    return std::nullopt;
}

} // namespace itstorm
