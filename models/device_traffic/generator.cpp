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
    late_.calls([this] {
        if (!is_stale())
            due_.notify_ps(0);
    });
    line_rate_.calls([this] { sink_.line_rate_started(); });
    single_.calls([this] { arrive_waiting(); });
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
        line_rate_.notify_ps(0);
    else if (!schedule_next())
        due_.notify_ps(0);
}

void Generator::stop()
{
    if (!pattern_)
        return;
    pattern_.reset();
    for (sim::Event* event : { &due_, &late_, &line_rate_ })
        event->cancel();
    probes_.pattern(PatternFact{ function_, false });
}

void Generator::arrive(unsigned vector)
{
    sc_assert(vector < config_.vectors);
    probes_.stimulus(StimulusFact{ function_, vector });
    sink_.arrival(vector);
}

void Generator::arrive_soon(unsigned vector)
{
    waiting_.push_back(vector);
    single_.notify_ps(0);
}

void Generator::arrive_waiting()
{
    for (; !waiting_.empty(); waiting_.pop_front())
        arrive(waiting_.front());
}

// False: the next arrival is a replayed one of this instant, perhaps of this round.
bool Generator::schedule_next()
{
    const auto due_ps = pattern_->next_due_ps(random_);
    if (!due_ps) {
        stop();
        return true;
    }
    const std::uint64_t delay_ps = *due_ps - sim::now_ps();
    const auto round = pattern_->next_round();
    if (delay_ps == 0 && round)
        return false;
    (round.value_or(0) == 0 ? due_ : late_).notify_ps(delay_ps);
    return true;
}

// Has the round come in which the next arrival was, if it is a replayed one?
bool Generator::is_due_now() const
{
    return pattern_->next_round().value_or(0) <= sim::queue().round();
}

// Has another entry of the timeline stopped or replaced the pattern, in the very round in which an
// arrival was due?
bool Generator::is_stale() const
{
    return !pattern_ || pattern_->at_line_rate() || due_.is_pending() || late_.is_pending();
}

void Generator::arrival_due()
{
    if (is_stale())
        return;
    bool is_scheduled = false;
    while (pattern_ && !is_scheduled && is_due_now()) {
        offer(pattern_->next_vector(random_));
        is_scheduled = !pattern_ || schedule_next();
    }
    if (pattern_ && !is_scheduled)
        due_.notify_ps(0); // in a later round
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
