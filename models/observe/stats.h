// SPDX-License-Identifier: Apache-2.0
// Statistics by name: counters, levels (exact, time-weighted), durations (log-linear histogram;
// mean and max exact), each over the whole run and over every open window. Models state facts;
// observers update statistics. A counter is in the results once it is created; any other statistic
// is absent as long as its facts never occurred.
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

// Defined in statistic_kinds.h.
class Counter;
class Level;
class Duration;
class Share;
class Ratio;

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

    // The current value of a counter or level, for conditions of the timeline; and a callback that
    // is called after each change of that value.
    std::optional<std::uint64_t> live(const std::string& name) const;
    void on_change(const std::string& name, std::function<void()> callback);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace itstorm
