// SPDX-License-Identifier: Apache-2.0
// Counter, level, duration, share, ratio: see statistic_kinds.h.
#include "statistic_kinds.h"
#include "common/simulated_time.h"

namespace itstorm {

using sim::now_ps;

namespace {

constexpr double ps_per_s = 1e12;

double seconds(std::uint64_t ps)
{
    return static_cast<double>(ps) / ps_per_s;
}

struct Percentile {
    const char* suffix;
    unsigned per_mille;
    const char* over_time;
    const char* over_count;
};

constexpr Percentile percentiles[] = {
    { ".p50", 500, " (median over time)", " (median)" },
    { ".p90", 900, " (not exceeded for 90 % of the time)", " (90 % are not longer)" },
    { ".p99", 990, " (not exceeded for 99 % of the time)", " (99 % are not longer)" },
    { ".p999", 999, " (not exceeded for 99.9 % of the time)", " (99.9 % are not longer)" },
};

} // namespace

// ---- counter ----

std::optional<std::uint64_t> Counter::live() const
{
    return state_.n;
}

void Counter::report(std::vector<Scalar>& out, const Extent<Sum>& extent) const
{
    const auto n = static_cast<double>(extent.state.n);
    if (!extent.is_window)
        put(out, "", n, unit_, "");
    else if (extent.span_ps != 0)
        put(out, "", n * ps_per_s / static_cast<double>(extent.span_ps), unit_ + "/s", " (rate)");
}

// ---- level ----

Level::Level(std::string name, std::string unit, std::string text, std::uint64_t start,
             std::uint64_t capacity)
    : Windowed(std::move(name), std::move(unit), std::move(text), start), capacity_(capacity),
      since_(start)
{
}

void Level::change(std::uint64_t value)
{
    advance(now_ps());
    value_ = value;
    note_value(value);
    changed();
}

std::optional<std::uint64_t> Level::live() const
{
    return value_;
}

void Level::advance(std::uint64_t now)
{
    state_.add(value_, now - since_);
    since_ = now;
}

void Level::report(std::vector<Scalar>& out, const Extent<LevelHistogram>& extent) const
{
    put(out, ".max", static_cast<double>(extent.max), unit_, " (maximum)");
    put(out, ".last", static_cast<double>(extent.last), unit_, " (at the end)");
    if (extent.span_ps == 0)
        return;
    put(out, ".mean", extent.state.mean(), unit_, " (mean over time)");
    for (const Percentile& p : percentiles)
        put(out, p.suffix, static_cast<double>(extent.state.percentile(p.per_mille)), unit_,
            p.over_time);
    if (capacity_ == 0)
        return;
    const auto full = static_cast<double>(extent.state.at_least_ps(capacity_));
    put(out, ".full_share", full / static_cast<double>(extent.span_ps), "1",
        " (share of time at capacity)");
}

// ---- duration ----

void Duration::add_ps(std::uint64_t ps)
{
    occurred_ = true;
    state_.add(ps);
    note_value(ps);
    changed();
}

void Duration::begin()
{
    if (!begun_)
        begun_ = now_ps();
}

void Duration::end()
{
    if (!begun_)
        return;
    add_ps(now_ps() - *begun_);
    begun_.reset();
}

void Duration::finish(std::uint64_t now)
{
    if (begun_)
        add_ps(now - *begun_);
    begun_.reset();
}

DurationHistogram Duration::state_with_running(std::uint64_t now, std::uint64_t& running) const
{
    DurationHistogram state = state_;
    if (begun_) {
        running = now - *begun_;
        state.add(running);
    }
    return state;
}

void Duration::report(std::vector<Scalar>& out, const Extent<DurationHistogram>& extent) const
{
    put(out, ".count", static_cast<double>(extent.state.count()), "1", " (how many)");
    if (parts_ != 0 && extent.span_ps != 0)
        put(out, ".share", extent.state.sum_ps() / (static_cast<double>(extent.span_ps) * parts_),
            "1", " (share of time)");
    if (extent.state.count() == 0)
        return;
    put(out, ".mean", extent.state.mean_ps() / ps_per_s, "s", " (mean)");
    put(out, ".max", seconds(extent.max), "s", " (longest)");
    for (const Percentile& p : percentiles)
        put(out, p.suffix, seconds(std::min(extent.state.percentile_ps(p.per_mille), extent.max)),
            "s", p.over_count);
}

// ---- share ----

void Share::change(bool on)
{
    advance(now_ps());
    on_ = on;
    changed();
}

void Share::advance(std::uint64_t now)
{
    if (on_)
        state_.n += now - since_;
    since_ = now;
}

void Share::report(std::vector<Scalar>& out, const Extent<Sum>& extent) const
{
    if (extent.span_ps != 0)
        put(out, "", static_cast<double>(extent.state.n) / static_cast<double>(extent.span_ps), "1",
            "");
}

// ---- ratio ----

void Ratio::report(std::vector<Scalar>& out, const Extent<Tries>& extent) const
{
    if (extent.state.n == 0)
        return;
    const auto tries = static_cast<double>(extent.state.n);
    put(out, "", static_cast<double>(extent.state.succeeded) / tries, unit_, "");
}

} // namespace itstorm
