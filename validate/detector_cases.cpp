// SPDX-License-Identifier: Apache-2.0
// B.12, B.14: the hypervisor's storm detectors `rate` (a token bucket) and `window` (a count per
// window), called without the rest of the hypervisor for the Poisson arrivals of one pLPI.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: arrivals
#include "cases.h"
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "laws.h"
extern "C" {
#include "policy/storm/storm.h"
extern const struct storm_detector storm_detector_rate, storm_detector_window;
}
#include <boost/random/exponential_distribution.hpp>
#include <map>
#include <systemc>

namespace itstorm {

namespace {

constexpr std::uint64_t million = 1'000'000;

class Detector {
public:
    using Knobs = std::map<std::string, std::uint64_t>;

    Detector(const storm_detector& detector, const Knobs& knobs)
        : detector_(detector), state_(detector.state_bytes)
    {
        for (const hv_knob* row = detector.knobs; row->name != nullptr; row++)
            values_.push_back(knobs.at(row->name));
        lpis_.entries = &lpi_;
        lpis_.count = lpis_.capacity = 1;
        self_.knob = values_.data();
        self_.state = state_.data();
        self_.state_bytes = detector.state_bytes;
        self_.lpis = &lpis_;
    }

    bool says_storm()
    {
        pe pe{ nullptr, 0, nullptr };
        storm_arrival arrival{};
        arrival.lpi = &lpi_;
        return detector_.on_arrival(&self_, &pe, &arrival);
    }

private:
    const storm_detector& detector_;
    std::vector<std::uint64_t> values_;
    std::vector<char> state_;
    lpi lpi_{};
    lpi_table lpis_{};
    storm_policy self_{};
};

// Calls `arrive` at Poisson arrivals.
void play(const Report& report, double per_s, std::uint64_t arrivals,
          const std::function<void()>& arrive)
{
    sc_core::sc_spawn([&] {
        RandomStream random = random_stream(report.seed(), "arrivals");
        boost::random::exponential_distribution<double> gap(per_s * 1e-12); // picoseconds
        for (std::uint64_t n = 0; n < arrivals; n++) {
            sc_core::wait(
                sc_core::sc_time::from_value(static_cast<std::uint64_t>(gap(random) + 0.5)));
            arrive();
        }
    });
    sc_core::sc_start(); // until no event is left
}

// The content of a leaky bucket that the accepted arrivals fill: it must never exceed the burst.
class Level {
public:
    explicit Level(double per_s) : per_s_(per_s) {}
    void accept()
    {
        const sc_core::sc_time now = sim::now();
        level_ = std::max(0.0, level_ - (now - since_).to_seconds() * per_s_) + 1;
        since_ = now;
        highest_ = std::max(highest_, level_);
    }
    double highest() const { return highest_; }

private:
    const double per_s_;
    double level_ = 0, highest_ = 0;
    sc_core::sc_time since_;
};

void token_bucket(Report& report, double load, unsigned burst, double tolerance)
{
    constexpr std::uint64_t limit = 100'000; // per second
    constexpr double rounding = 1e-4;        // of a token: detectors see whole nanoseconds
    Detector detector(storm_detector_rate,
                      { { "storm.rate_limit", limit }, { "storm.rate_burst", burst } });
    Level level(static_cast<double>(limit));
    const std::uint64_t arrivals = report.size(2 * million);
    std::uint64_t beyond = 0;
    play(report, load * static_cast<double>(limit), arrivals, [&] {
        if (detector.says_storm())
            ++beyond;
        else
            level.accept();
    });
    report.within("share beyond rate and burst", laws::md1k(load, burst).back(),
                  static_cast<double>(beyond) / static_cast<double>(arrivals), tolerance);
    report.at_most("most that was let through at once", burst + rounding, level.highest());
}

// A window begins with an arrival, which counts, so that `limit` further arrivals exceed the limit.
void window(Report& report, unsigned limit, double tolerance)
{
    constexpr double mean = 100, window_s = 10e-3;
    Detector detector(storm_detector_window,
                      { { "storm.window", 10'000'000 }, { "storm.window_limit", limit } });
    std::uint64_t windows = 0, alarms = 0, end_ns = 0;
    bool was_storm = false;
    play(report, mean / window_s, report.size(10 * million), [&] {
        const std::uint64_t now_ns = sim::now_ps() / 1000;
        if (now_ns >= end_ns) {
            ++windows;
            end_ns = now_ns + 10'000'000;
            was_storm = false;
        }
        const bool is_storm = detector.says_storm();
        alarms += is_storm && !was_storm;
        was_storm = is_storm;
    });
    report.within("false alarms for a window", laws::poisson_tail(limit - 1, mean),
                  static_cast<double>(alarms) / static_cast<double>(windows), tolerance);
}

} // namespace

std::vector<Case> detector_cases()
{
    std::vector<Case> cases;
    const auto add = [&](const char* law, const std::string& point, bool quick,
                         std::function<void(Report&)> run) {
        cases.push_back({ law, point, quick, std::move(run) });
    };
    const auto bucket = [&](double load, unsigned burst, double tolerance, bool quick) {
        char point[64];
        std::snprintf(point, sizeof point, "token bucket, load %g, burst %u", load, burst);
        add("B.12", point, quick, [=](Report& r) { token_bucket(r, load, burst, tolerance); });
    };
    bucket(0.8, 7, 0.05, false);
    bucket(0.9, 15, 0.15, false);
    bucket(1.2, 15, 0.03, true);
    bucket(2, 3, 0.01, true);
    add("B.14", "window of 100 on average, limit 111", true,
        [](Report& r) { window(r, 111, 0.03); });
    add("B.14", "window of 100 on average, limit 121", false,
        [](Report& r) { window(r, 121, 0.09); });
    return cases;
}

} // namespace itstorm
