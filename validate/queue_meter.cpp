// SPDX-License-Identifier: Apache-2.0
// QueueMeter: see queue_meter.h.
#include "queue_meter.h"
#include <algorithm>
#include <numeric>

namespace itstorm {

QueueMeter::QueueMeter(Its& its)
{
    its.probes.ring.attach([this](const RingFact& fact) { on(fact); });
    its.probes.command.attach([this](const CommandFact& fact) { on(fact); });
}

void QueueMeter::begin()
{
    begin_ = level_since_ = now();
    on_ = true;
}

void QueueMeter::wrote(unsigned opcode)
{
    inside_.push_back({ now(), opcode });
}

void QueueMeter::pass()
{
    time_at_[level_] += now() - level_since_;
    level_since_ = now();
}

// FNV-1a, a word at a time.
void QueueMeter::note(std::uint64_t what)
{
    trace_ = (trace_ ^ what) * 0x100000001b3u;
}

void QueueMeter::check(bool holds, const char* name)
{
    if (!holds && std::find(broken_.begin(), broken_.end(), name) == broken_.end())
        broken_.push_back(name);
}

void QueueMeter::on(const RingFact& fact)
{
    const bool stepped = on_ && fact.creadr != creadr_;
    creadr_ = fact.creadr;
    if (!on_)
        return;
    pass();
    level_ = fact.used;
    if (level_ >= time_at_.size())
        time_at_.resize(level_ + 1);
    note(now());
    note(fact.used);
    check(fact.used < fact.slots, "no more commands than slots less one");
    check(!stepped || level_ == inside_.size(), "CREADR steps by one command as one completes");
}

// Stated at the time at which CREADR steps past the command, before that step.
void QueueMeter::on(const CommandFact& fact)
{
    if (!on_)
        return;
    check(fact.error == 0, "no command in error");
    check(!inside_.empty() && inside_.front().opcode == fact.opcode,
          "commands complete in the order of their writing");
    if (inside_.empty())
        return;
    const Ps sojourn = now() - inside_.front().written;
    sojourns_ += sojourn;
    longest_ = std::max(longest_, sojourn);
    service_ += fact.service.value();
    inside_.pop_front();
    ++completed_;
}

QueueMeter::Sums QueueMeter::sums() const
{
    Sums sums;
    sums.end = now();
    sums.sojourns = sojourns_;
    sums.service = service_;
    sums.idle = time_at_[0];
    sums.commands = completed_;
    sums.time_at = time_at_;
    for (std::size_t n = 0; n < time_at_.size(); n++)
        sums.in_ring += n * time_at_[n];
    return sums;
}

// Checks Little's law: commands that are still in the ring count with their time so far.
void QueueMeter::end_of_arrivals()
{
    pass();
    window_ = sums();
    Ps remainder = 0;
    for (const Command& command : inside_)
        remainder += now() - command.written;
    check(window_.in_ring == window_.sojourns + remainder, "Little's law over the arrivals");
}

double QueueMeter::level() const
{
    return ps(window_.in_ring) / ps(window_.end - begin_);
}

double QueueMeter::share(std::size_t level) const
{
    return level < window_.time_at.size() ? ps(window_.time_at[level]) / ps(window_.end - begin_)
                                          : 0;
}

double QueueMeter::at_least(std::size_t level) const
{
    double sum = 0;
    for (; level < window_.time_at.size(); level++)
        sum += share(level);
    return sum;
}

double QueueMeter::wait_ps() const
{
    return sojourn_ps() - service_ps();
}

double QueueMeter::sojourn_ps() const
{
    return ps(window_.sojourns) / static_cast<double>(window_.commands);
}

double QueueMeter::service_ps() const
{
    return ps(window_.service) / static_cast<double>(window_.commands);
}

std::vector<std::string> QueueMeter::broken() const
{
    std::vector<std::string> broken = broken_;
    const Sums all = sums();
    const Ps elapsed = level_since_ - begin_;
    const auto add = [&](bool holds, const char* name) {
        if (!holds)
            broken.push_back(name);
    };
    add(level_ == 0 && inside_.empty(), "every command written has completed");
    add(all.in_ring == all.sojourns, "Little's law over everything");
    add(all.service <= elapsed, "the engine is busy for no longer than the run");
    add(all.service + all.idle == elapsed, "busy and idle are all the time there is");
    return broken;
}

} // namespace itstorm
