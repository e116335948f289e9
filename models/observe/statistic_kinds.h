// SPDX-License-Identifier: Apache-2.0
// The kinds of statistic: counter, level, duration, share, ratio. What each means is said in
// stats.h. Used by stats.cpp only.
#pragma once
#include "duration_histogram.h"
#include "level_histogram.h"
#include "statistic.h"

namespace itstorm {

struct Sum {
    std::uint64_t n = 0;
    Sum since(const Sum& earlier) const { return { n - earlier.n }; }
};

// Begins at 0: it is made only where there is something to count.
class CounterStatistic final : public Windowed<Sum, Counter> {
public:
    CounterStatistic(std::string name, std::string unit, std::string text, std::uint64_t start)
        : Windowed(std::move(name), std::move(unit), std::move(text), start)
    {
        occurred_ = true;
    }
    void add(std::uint64_t n) override;
    std::optional<std::uint64_t> live() const override;

private:
    void advance(std::uint64_t) override {}
    void report(std::vector<Scalar>& out, const Extent<Sum>& extent) const override;
};

// A level is 0 from the start of the run until it is first set.
class LevelStatistic final : public Windowed<LevelHistogram, Level> {
public:
    LevelStatistic(std::string name, std::string unit, std::string text, std::uint64_t start,
                   std::uint64_t capacity);
    void set(std::uint64_t value) override;
    void set_capacity(std::uint64_t capacity) override { capacity_ = capacity; }
    std::optional<std::uint64_t> live() const override;

private:
    void advance(std::uint64_t now) override;
    void report(std::vector<Scalar>& out, const Extent<LevelHistogram>& extent) const override;
    std::uint64_t current_value() const override { return value_; }

    std::uint64_t capacity_;
    std::uint64_t value_ = 0, since_;
};

class DurationStatistic final : public Windowed<DurationHistogram, Duration> {
public:
    using Windowed::Windowed;
    void add(sc_core::sc_time span) override;
    void begin() override;
    void end() override;
    void set_parts(unsigned parts) override { parts_ = parts; }
    void finish(std::uint64_t now) override;

private:
    void add_ps(std::uint64_t ps);
    void advance(std::uint64_t) override {}
    void report(std::vector<Scalar>& out, const Extent<DurationHistogram>& extent) const override;
    DurationHistogram state_with_running(std::uint64_t now, std::uint64_t& running) const override;

    std::optional<std::uint64_t> begun_;
    unsigned parts_ = 0;
};

class ShareStatistic final : public Windowed<Sum, Share> {
public:
    ShareStatistic(std::string name, std::string text, std::uint64_t start)
        : Windowed(std::move(name), "1", std::move(text), start), since_(start)
    {
    }
    void set(bool on) override;

private:
    void advance(std::uint64_t now) override;
    void report(std::vector<Scalar>& out, const Extent<Sum>& extent) const override;

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

class RatioStatistic final : public Windowed<Tries, Ratio> {
public:
    using Windowed::Windowed;
    void add(bool success) override;

private:
    void advance(std::uint64_t) override {}
    void report(std::vector<Scalar>& out, const Extent<Tries>& extent) const override;
};

} // namespace itstorm
