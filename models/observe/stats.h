// SPDX-License-Identifier: Apache-2.0
// Statistics by name: counters, levels (exact, time-weighted), durations (log-linear histogram;
// mean and max exact), each over the whole run and over every open window. Observers own the
// arithmetic, models only state facts. A counter is in the results from when it is made; any other
// statistic whose facts never occurred is absent.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

namespace itstorm {

struct Scalar {
    std::string name; // with suffix: its0.cmdq.occupancy.mean
    double value;
    std::string unit; // "commands", "s", "1", "cycles/s" ...
    std::string text; // one sentence
};

class Statistic; // common base: name, unit, text, windows

// Counts things. In a window it is reported as a rate: value per second, unit "<unit>/s".
class Counter {
public:
    virtual ~Counter() = default;
    virtual void add(std::uint64_t n = 1) = 0;
};

// A number that stays until it changes. Suffixes .mean .max .last .p50 .p90 .p99 .p999, and
// .full_share if a capacity is given.
class Level {
public:
    virtual ~Level() = default;
    virtual void set(std::uint64_t value) = 0; // now
    virtual void set_capacity(std::uint64_t capacity) = 0;
};

// A length of time, reported in seconds. Suffixes .count .mean .p50 .p90 .p99 .p999 .max, and
// .share of the time of `parts` if that is set.
class Duration {
public:
    virtual ~Duration() = default;
    virtual void add(sc_core::sc_time span) = 0;
    // A stretch that is still going on: counted, up to the end, in every window that closes
    // meanwhile.
    virtual void begin() = 0;
    virtual void end() = 0;
    virtual void set_parts(unsigned parts) = 0;
};

// The share of time for which something is the case, 0..1: no suffix.
class Share {
public:
    virtual ~Share() = default;
    virtual void set(bool on) = 0;
};

// The share of tries that succeed, 0..1: no suffix. In a window without a try: absent.
class Ratio {
public:
    virtual ~Ratio() = default;
    virtual void add(bool success) = 0;
};

class Stats {
public:
    Stats();
    ~Stats();

    // The same name twice returns the same object.
    Counter& counter(const std::string& name, const std::string& unit, const std::string& text);
    Level& level(const std::string& name, const std::string& unit, const std::string& text,
                 std::uint64_t capacity = 0);
    Duration& duration(const std::string& name, const std::string& text);
    Share& share(const std::string& name, const std::string& text);
    Ratio& ratio(const std::string& name, const std::string& text);

    void open(const std::string& window);  // from now
    void close(const std::string& window); // until now
    void finish();                         // end of the run: closes what is open

    // Results, sorted by name. Unknown or never opened window: empty.
    std::vector<Scalar> run() const;
    std::vector<Scalar> window(const std::string& window) const;

    // Live value of a counter or level (for conditions of the timeline), and a call after each of
    // its changes.
    std::optional<std::uint64_t> live(const std::string& name) const;
    void on_change(const std::string& name, std::function<void()> callback);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace itstorm
