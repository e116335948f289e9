// SPDX-License-Identifier: Apache-2.0
// The kinds of statistic: counter, level, duration, share, ratio. Observers create them with Stats
// (stats.h), most by a table (stat_table.h), and update them for each interrupt of a storm, so
// updates are not virtual.
#pragma once
#include "duration_histogram.h"
#include "level_histogram.h"
#include "statistic.h"

namespace itstorm {

struct Sum {
    std::uint64_t n = 0;
    Sum since(const Sum& earlier) const { return { n - earlier.n }; }
};

// Counts things. In a window it is reported as a rate: value per second, unit "<unit>/s". Begins at
// 0: it is made only where there is something to count.
class Counter final : public Windowed<Sum> {
public:
    Counter(std::string name, std::string unit, std::string text, std::uint64_t start)
        : Windowed(std::move(name), std::move(unit), std::move(text), start)
    {
        occurred_ = true;
    }
    void add(std::uint64_t n = 1)
    {
        state_.n += n;
        changed();
    }
    std::optional<std::uint64_t> live() const override;

private:
    void advance(std::uint64_t) override {}
    void report(std::vector<Scalar>& out, const Extent<Sum>& extent) const override;
};

// A number that stays until it changes; 0 from the start of the run until it is first set. Suffixes
// .mean .max .last .p50 .p90 .p99 .p999, and .full_share if it has a capacity (0: none).
class Level final : public Windowed<LevelHistogram> {
public:
    Level(std::string name, std::string unit, std::string text, std::uint64_t start,
          std::uint64_t capacity);
    void set(std::uint64_t value) // now
    {
        occurred_ = true;
        if (value != value_)
            change(value);
    }
    void set_capacity(std::uint64_t capacity) { capacity_ = capacity; }
    std::optional<std::uint64_t> live() const override;

private:
    void advance(std::uint64_t now) override;
    void report(std::vector<Scalar>& out, const Extent<LevelHistogram>& extent) const override;
    std::uint64_t current_value() const override { return value_; }
    void change(std::uint64_t value);

    std::uint64_t capacity_;
    std::uint64_t value_ = 0, since_;
};

// A length of time, reported in seconds. Suffixes .count .mean .p50 .p90 .p99 .p999 .max, and
// .share of the time of `parts` if that is set.
class Duration final : public Windowed<DurationHistogram> {
public:
    using Windowed::Windowed;
    void add(sc_core::sc_time span) { add_ps(span.value()); }
    // begin() and end() enclose one duration. A window that closes between them counts the part up
    // to its end.
    void begin();
    void end();
    void set_parts(unsigned parts) { parts_ = parts; }
    void finish(std::uint64_t now) override;

private:
    void add_ps(std::uint64_t ps);
    void advance(std::uint64_t) override {}
    void report(std::vector<Scalar>& out, const Extent<DurationHistogram>& extent) const override;
    DurationHistogram state_with_running(std::uint64_t now, std::uint64_t& running) const override;

    std::optional<std::uint64_t> begun_;
    unsigned parts_ = 0;
};

// The share of time for which something is the case, 0..1: no suffix.
class Share final : public Windowed<Sum> {
public:
    Share(std::string name, std::string text, std::uint64_t start)
        : Windowed(std::move(name), "1", std::move(text), start), since_(start)
    {
    }
    void set(bool on)
    {
        occurred_ = true;
        if (on != on_)
            change(on);
    }

private:
    void advance(std::uint64_t now) override;
    void report(std::vector<Scalar>& out, const Extent<Sum>& extent) const override;
    void change(bool on);

    bool on_ = false;
    std::uint64_t since_;
};

struct Tries {
    std::uint64_t n = 0, succeeded = 0;
    Tries since(const Tries& earlier) const
    {
        return { n - earlier.n, succeeded - earlier.succeeded };
    }
};

// The share of tries that succeed, 0..1: no suffix. In a window without a try: absent.
class Ratio final : public Windowed<Tries> {
public:
    using Windowed::Windowed;
    void add(bool success)
    {
        occurred_ = true;
        ++state_.n;
        state_.succeeded += success;
        changed();
    }

private:
    void advance(std::uint64_t) override {}
    void report(std::vector<Scalar>& out, const Extent<Tries>& extent) const override;
};

} // namespace itstorm
